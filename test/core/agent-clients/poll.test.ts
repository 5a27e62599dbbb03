import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PollOutcome } from '#core/agent-clients/poll.ts';
import type { Agent } from '#core/agents/agent.ts';
import { minutes, seconds } from '#core/instant.ts';
import { everyFault, faultAt, Invocation } from '#test/simulation/invocation.ts';
import { aContact, anAgent, anEndedSession, ann, someDay, stored } from '#test/support/agents.ts';
import { aContactCentre, aLeasedSession, annSignedIn, passwordSignIn } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';

/** Ann, whose session with the first secret was ended by somebody else. */
const annEnded = (overrides: Partial<Agent> = {}) =>
  anAgent({
    ...ann,
    endedSessions: [anEndedSession({ secretHash: 'hash of secret-0' })],
    ...overrides,
  });
const ended = { type: 'endedByOthers', signedInAt: someDay } as const;

describe('a poll', () => {
  test('keeps the session alive, with one read and one write', async () => {
    const centre = await aContactCentre([annSignedIn()]);
    const calls: string[] = [];
    const { poll } = centre.through((port) =>
      intercept(port, (method, call) => {
        calls.push(method);
        return call();
      }),
    );
    centre.time.at = someDay + seconds(100);
    expect(await poll(ann, 'secret-0')).toEqual({ type: 'nothingNew' });
    expect(calls).toEqual(['load', 'recordHeartbeat']);
    expect((await centre.agent())?.session?.lease?.lastSeenAt).toBe(someDay + seconds(100));
  });

  test('every two minutes keeps the session alive, which ends two minutes and a quarter after the last renewal', async () => {
    const { passwordSignIn: signIn, poll, advanceTo, agent } = await aContactCentre();
    const signedIn = await signIn(ann, passwordSignIn);
    const secret = signedIn.type === 'signedIn' ? signedIn.secret : '';
    let now = someDay;
    for (let round = 0; round < 30; round += 1) {
      now += seconds(120) - 1;
      await advanceTo(now);
      expect(await poll(ann, secret)).toEqual({ type: 'nothingNew' });
    }
    await advanceTo(now + seconds(135) - 1);
    expect((await agent())?.session).toBeDefined();
    await advanceTo(now + seconds(135));
    expect((await agent())?.session).toBeUndefined();
    expect(await poll(ann, secret)).toEqual({ type: 'endedByOthers', signedInAt: someDay });
    expect((await agent())?.endedSessions).toMatchObject([{ cause: 'leaseExpired' }]);
  });

  test('that comes late is in time while there is a contact, and the lease begins again', async () => {
    const { passwordSignIn: signIn, beginContact, endContact, poll, advanceTo, agent } = await aContactCentre();
    await signIn(ann, passwordSignIn);
    await beginContact(ann, aContact('c1'));
    await advanceTo(someDay + minutes(10));
    expect(await poll(ann, 'secret-1')).toEqual({ type: 'nothingNew' });
    await advanceTo(someDay + minutes(11));
    await endContact(ann, 'c1');
    const end = someDay + minutes(10) + seconds(135);
    await advanceTo(end - 1);
    expect((await agent())?.session).toBeDefined();
    await advanceTo(end);
    expect((await agent())?.session).toBeUndefined();
  });

  test('reports once that others have ended the session, even if the agent is in another one by then', async () => {
    for (const agent of [annEnded(), annEnded({ session: aLeasedSession({ secretHash: 'hash of another' }) })]) {
      const { poll } = await aContactCentre([agent]);
      expect([await poll(ann, 'secret-0'), await poll(ann, 'secret-0')]).toEqual([ended, { type: 'signedOut' }]);
    }
  });

  test('reports that even if the next session has ended since', async () => {
    const { poll, terminateSession, agents, agent } = await aContactCentre([
      annEnded({ session: aLeasedSession({ secretHash: 'x' }) }),
    ]);
    await terminateSession(ann, { requestedBy: 'flow', rights: { of: 'everybody' }, requestedAt: someDay });
    expect((await agent())?.endedSessions).toHaveLength(2);
    expect(agents.all()).toHaveLength(1);
    expect([await poll(ann, 'secret-0'), await poll(ann, 'secret-0')]).toEqual([ended, { type: 'signedOut' }]);
  });

  test('does not report the agent’s own sign-out', async () => {
    const { signOutOwn, poll } = await aContactCentre([annSignedIn()]);
    await signOutOwn(ann, 'secret-0', { byForce: true });
    expect(await poll(ann, 'secret-0')).toEqual({ type: 'signedOut' });
  });

  test('with an unknown secret is refused, and keeps no session alive', async () => {
    const { poll, agents } = await aContactCentre([annSignedIn()]);
    expect(await poll(ann, 'guessed')).toEqual({ type: 'notYours' });
    expect(await poll({ ...ann, agentId: 'nobody' }, 'secret-0')).toEqual({ type: 'notYours' });
    expect(agents.all()).toEqual([stored(annSignedIn())]);
  });

  test('overtaken by a later one is answered, and does not shorten the lease', async () => {
    const lease = { seconds: 120, lastSeenAt: someDay + 5 };
    const { poll, agent, facts } = await aContactCentre([annSignedIn({ lease })]);
    expect(await poll(ann, 'secret-0')).toEqual({ type: 'nothingNew' });
    expect((await agent())?.session?.lease).toEqual(lease);
    expect(facts()).toEqual([]);
  });

  test('of a session without a lease is answered, and writes nothing', async () => {
    const { lease: _, ...session } = annSignedIn().session;
    const { poll, agents } = await aContactCentre([anAgent({ ...ann, session })]);
    const before = agents.all();
    expect(await poll(ann, 'secret-0')).toEqual({ type: 'nothingNew' });
    expect(agents.all()).toEqual(before);
  });

  test('keeps a client that was about to leave, however short a time ago the lease was renewed', async () => {
    const lease = { seconds: 135, lastSeenAt: someDay, leavesAt: someDay + seconds(2) };
    const { poll, agent, time } = await aContactCentre([annSignedIn({ lease })]);
    time.at = someDay + seconds(1);
    expect(await poll(ann, 'secret-0')).toEqual({ type: 'nothingNew' });
    expect((await agent())?.session?.lease?.leavesAt).toBeUndefined();
  });
});

test('of many simultaneous polls one reports the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 6 }), async (s, many) => {
      const centre = await aContactCentre([annEnded()]);
      const { poll } = centre.through((port) =>
        intercept(port, (method, call) => s.schedule(Promise.resolve(), method).then(call)),
      );
      const all = await s.waitFor(Promise.all(Array.from({ length: many }, () => poll(ann, 'secret-0'))));
      expect(all.filter(({ type }) => type === 'endedByOthers')).toEqual([ended]);
      expect(all.filter(({ type }) => type === 'signedOut')).toHaveLength(many - 1);
    }),
  );
});

test('a poll at the end of the lease renews the lease or reports the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (s) => {
      const centre = await aContactCentre([annSignedIn()]);
      centre.time.at = someDay + seconds(120);
      const { poll, wakeAgent } = centre.through((port) =>
        intercept(port, (method, call) => s.schedule(Promise.resolve(), method).then(call)),
      );
      const [{ type }] = await s.waitFor(Promise.all([poll(ann, 'secret-0'), wakeAgent(ann)]));
      const session = (await centre.agent())?.session;
      expect([type, session === undefined]).toEqual(session ? ['nothingNew', false] : ['endedByOthers', true]);
      if (session) expect(centre.wakeUps.pending().map(({ at }) => at)).toContain(someDay + seconds(240));
    }),
  );
});

test.each(everyFault)(
  'a poll with any of its calls %s: the end is reported at most once, and every answer says that the session is over',
  async (fault) => {
    for (const at of [1, 2, 3]) {
      const { through, poll } = await aContactCentre([annEnded()]);
      const invocation = new Invocation(faultAt(at, fault));
      const useCases = through((port) => invocation.connect(port));
      const first: PollOutcome | undefined = await invocation
        .run(() => useCases.poll(ann, 'secret-0'))
        .catch(() => undefined);
      expect(first).toBeUndefined();
      const isSaved = at === 3 && (fault === 'killedAfter' || fault === 'answerLost');
      expect(await poll(ann, 'secret-0')).toEqual(isSaved ? { type: 'signedOut' } : ended);
      expect(await poll(ann, 'secret-0')).toEqual({ type: 'signedOut' });
    }
  },
);
