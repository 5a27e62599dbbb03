import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeMemoryRateLimits } from '#adapters/memory/access.ts';
import { heldPollsLimit } from '#core/agent-clients/poll.ts';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import { ann, someDay } from '#test/support/agents.ts';
import { aContactCentre, annSignedIn, makeUseCases, passwordSignIn } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';

/** Ann, signed in by password, and her client. */
async function aPollingClient() {
  const centre = await aContactCentre();
  await centre.passwordSignIn(ann, passwordSignIn);
  const calls: string[] = [];
  const waitUntil = async (instant: Instant) => {
    centre.time.at = instant;
  };
  const { poll } = makeUseCases({
    ...centre,
    heldPolls: { ...centre.heldPolls, until: waitUntil },
    agents: intercept(centre.agents, (method, call) => {
      calls.push(method);
      return call();
    }),
  });
  return {
    ...centre,
    poll: () => poll(ann, 'secret-1'),
    writes: () => calls.filter((method) => method !== 'load').length,
    /** Polls for so long. Returns how many polls were answered. */
    async pollFor(milliseconds: number, pause: number) {
      const end = centre.time.at + milliseconds;
      let polls = 0;
      for (; centre.time.at < end; polls += 1) {
        expect(await poll(ann, 'secret-1')).toEqual({ type: 'nothingNew' });
        centre.time.at += pause;
      }
      return polls;
    },
  };
}

describe('a client that polls', () => {
  test.each([500, 1_000, 2_000])('every %i ms is answered at once, and writes every 15 seconds', async (pause) => {
    const { pollFor, writes } = await aPollingClient();
    expect(await pollFor(minutes(10), pause)).toBe(minutes(10) / pause);
    expect(writes()).toBeLessThanOrEqual(40);
    expect(writes()).toBeGreaterThanOrEqual(37);
  });

  test.each([6, 50, 250])('in a loop, each %i ms after the answer, is held for five seconds each time', async (gap) => {
    const { pollFor, writes, time } = await aPollingClient();
    await pollFor(seconds(16), gap);
    const [before, from] = [writes(), time.at];
    const polls = await pollFor(minutes(10), gap);
    expect(polls).toBeLessThanOrEqual(minutes(10) / seconds(5));
    expect(writes() - before).toBe(polls);
    expect((time.at - from) / polls).toBeCloseTo(5_000 + gap, -1);
  });

  test('pauses if it polls 400 ms after the last renewal, and its lease is renewed after 15 seconds', async () => {
    const centre = await aContactCentre();
    await centre.passwordSignIn(ann, passwordSignIn);
    let held = 0;
    const until = async () => {
      held += 1;
    };
    const { poll } = makeUseCases({ ...centre, heldPolls: { ...centre.heldPolls, until } });
    const pollAt = async (milliseconds: number) => {
      centre.time.at = someDay + milliseconds;
      await poll(ann, 'secret-1');
      return ((await centre.agent())?.session?.lease?.lastSeenAt ?? 0) - someDay;
    };
    expect(await pollAt(seconds(15) - 1)).toBe(0);
    expect(await pollAt(seconds(15))).toBe(seconds(15));
    await pollAt(seconds(15) + 400);
    expect(held).toBe(0);
    await pollAt(seconds(15) + 399);
    expect(held).toBe(1);
  });

  test('in a loop learns of the end of its session from the poll that is held', async () => {
    const centre = await aPollingClient();
    await centre.pollFor(seconds(16), 6);
    await centre.terminateSession(ann, { requestedBy: 'flow', rights: { of: 'everybody' }, requestedAt: someDay });
    expect(await centre.poll()).toMatchObject({ type: 'endedByOthers' });
  });

  test('keeps its session for two minutes after the last poll, whenever that was, and for no more than a quarter longer', async () => {
    const anyPauses = fc.array(fc.oneof(fc.nat(600), fc.nat(119_000)), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(anyPauses, async (pauses) => {
        const { poll, time, advanceTo, agent } = await aPollingClient();
        for (const pause of pauses) {
          await advanceTo(time.at + pause);
          expect(await poll()).toEqual({ type: 'nothingNew' });
        }
        const last = time.at;
        await advanceTo(last + minutes(2) - 1);
        expect((await agent())?.session).toBeDefined();
        await advanceTo(last + minutes(2) + seconds(15));
        expect((await agent())?.session).toBeUndefined();
      }),
      { numRuns: randomRuns(100) },
    );
  });

  test('with a lease of an older version, as long as the silence, renews it with each poll', async () => {
    const centre = await aContactCentre([annSignedIn()]);
    centre.time.at = someDay + 600;
    await centre.poll(ann, 'secret-0');
    expect((await centre.agent())?.session?.lease?.lastSeenAt).toBe(someDay + 600);
  });
});

describe('polls that are held', () => {
  const lease = { seconds: 135, lastSeenAt: someDay + 1 };

  /** Agents who loop. A poll that is held stays so. */
  async function loopers(count: number, most = 10) {
    const staff = Array.from({ length: count }, (_, n) => ({ ...annSignedIn({ lease }), agentId: `agent-${n}` }));
    const centre = await aContactCentre(staff);
    centre.time.at = someDay + 10;
    let held = 0;
    const until = () => {
      held += 1;
      return new Promise<void>(() => {});
    };
    const ofAll = makeMemoryRateLimits(heldPollsLimit(most));
    const { poll } = makeUseCases({ ...centre, heldPolls: { ...centre.heldPolls, ofAll, most: () => most, until } });
    const pollAll = async (times: number) => {
      const polls = staff.flatMap((agent) => Array.from({ length: times }, () => poll(agent, 'secret-0')));
      return Promise.race([
        Promise.all(polls.map((each) => each.then(() => 1))),
        new Promise((done) => setImmediate(done)),
      ]);
    };
    return { ...centre, pollAll, held: () => held };
  }

  test('are one of each session at a time, however many it sends', async () => {
    const { pollAll, held, time } = await loopers(2);
    await pollAll(500);
    expect(held()).toBe(2);
    time.at += 300;
    await pollAll(500);
    expect(held()).toBe(2);
  });

  test('are at most as many as the deployment allows, and the others are answered at once', async () => {
    for (const most of [0, 1, 2, 10]) {
      const { pollAll, held } = await loopers(50, most);
      await pollAll(1);
      expect(held()).toBe(most === 0 ? 0 : Math.max(1, most / 2));
    }
  });

  test('are at most as many in any five seconds', async () => {
    const limits = makeMemoryRateLimits(heldPollsLimit(20));
    const taken: number[] = [];
    for (let at = someDay; at < someDay + seconds(30); at += 10) {
      if ((await limits.take({ instanceId: '*', callerId: 'polls' }, at)).type === 'taken') taken.push(at);
    }
    for (const from of taken) {
      expect(taken.filter((at) => at >= from && at < from + seconds(5)).length).toBeLessThanOrEqual(20);
    }
  });
});
