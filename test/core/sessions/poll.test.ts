import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minutes, seconds } from '#core/instant.ts';
import type { Agent } from '#core/sessions/agent.ts';
import type { PollOutcome } from '#core/sessions/poll.ts';
import { beginContact, endContact } from '#core/sessions/presence.ts';
import { intercept } from '#test/simulation/intercept.ts';
import { type Fault, Faults, ProcessLife } from '#test/simulation/process-life.ts';
import { aContact, anAgent, anEndedSession, someDay, stored } from '#test/support/agents.ts';
import { aGateway, aLeasedSession, ann, annSignedIn, entry } from './a-gateway.ts';

/** Ann, whose session of the first secret was ended by somebody else. */
const annEnded = (says: Partial<Agent> = {}) =>
  anAgent({
    ...ann,
    endedSessions: [anEndedSession({ secretHash: 'hash of secret-0' })],
    ...says,
  });
const ended = { type: 'endedByOthers', signedInAt: someDay, cause: 257 } as const;

describe('a poll', () => {
  test('keeps the session alive, by one write and nothing else', async () => {
    const gateway = await aGateway([annSignedIn()]);
    const calls: string[] = [];
    const { poll } = gateway.through((port) =>
      intercept(port, (method, call) => {
        calls.push(method);
        return call();
      }),
    );
    gateway.time.at = someDay + seconds(100);
    expect(await poll(ann, 'secret-0')).toEqual({ type: 'nothingNew' });
    expect(calls).toEqual(['hear']);
    expect((await gateway.agent())?.session?.lease?.heardAt).toBe(someDay + seconds(100));
  });

  test('each two minutes keeps it alive for good, and it ends two minutes after the last', async () => {
    const { signIn, poll, passUntil, agent } = await aGateway();
    const signedIn = await signIn(ann, entry);
    const secret = signedIn.type === 'signedIn' ? signedIn.secret : '';
    let now = someDay;
    for (let round = 0; round < 30; round += 1) {
      now += seconds(120) - 1;
      await passUntil(now);
      expect(await poll(ann, secret)).toEqual({ type: 'nothingNew' });
    }
    await passUntil(now + seconds(120) - 1);
    expect((await agent())?.session).toBeDefined();
    await passUntil(now + seconds(120));
    expect((await agent())?.session).toBeUndefined();
    expect(await poll(ann, secret)).toEqual({ type: 'endedByOthers', signedInAt: someDay, cause: 263 });
  });

  test('that comes late is in time while a contact is in hand, and then counts again', async () => {
    const { signIn, commitAgent, poll, passUntil, agent } = await aGateway();
    await signIn(ann, entry);
    await commitAgent(ann, (state, now) => beginContact(state, aContact('c1'), now), 'caller');
    await passUntil(someDay + minutes(10));
    expect(await poll(ann, 'secret-1')).toEqual({ type: 'nothingNew' });
    await passUntil(someDay + minutes(11));
    await commitAgent(ann, (state, now) => endContact(state, 'c1', now), 'caller');
    await passUntil(someDay + minutes(12) - 1);
    expect((await agent())?.session).toBeDefined();
    await passUntil(someDay + minutes(12));
    expect((await agent())?.session).toBeUndefined();
  });

  test('of a session that others have ended is told so, once, even if the agent is in another by now', async () => {
    for (const agent of [annEnded(), annEnded({ session: aLeasedSession({ secretHash: 'hash of another' }) })]) {
      const { poll } = await aGateway([agent]);
      expect([await poll(ann, 'secret-0'), await poll(ann, 'secret-0')]).toEqual([ended, { type: 'signedOut' }]);
    }
  });

  test('is told so even if the next session has ended meanwhile, and as long as it has not been told', async () => {
    const { poll, terminate, agents, agent } = await aGateway([
      annEnded({ session: aLeasedSession({ secretHash: 'x' }) }),
    ]);
    await terminate(ann, { requestedBy: 'flow', rights: { of: 'everybody' }, orderedAt: someDay });
    expect((await agent())?.endedSessions).toHaveLength(2);
    expect(agents.all()).toHaveLength(1);
    expect([await poll(ann, 'secret-0'), await poll(ann, 'secret-0')]).toEqual([ended, { type: 'signedOut' }]);
  });

  test('of one who has signed out is not', async () => {
    const { signOut, poll } = await aGateway([annSignedIn()]);
    await signOut(ann, 'secret-0', { byForce: true });
    expect(await poll(ann, 'secret-0')).toEqual({ type: 'signedOut' });
  });

  test('with a secret of no session is refused, and keeps nobody alive', async () => {
    const { poll, agents } = await aGateway([annSignedIn()]);
    expect(await poll(ann, 'guessed')).toEqual({ type: 'notYours' });
    expect(await poll({ ...ann, agentId: 'nobody' }, 'secret-0')).toEqual({ type: 'notYours' });
    expect(agents.all()).toEqual([stored(annSignedIn())]);
  });

  test('that a later one has overtaken is answered, and moves nothing back', async () => {
    const lease = { seconds: 120, heardAt: someDay + 5 };
    const { poll, agent } = await aGateway([annSignedIn({ lease })]);
    expect(await poll(ann, 'secret-0')).toEqual({ type: 'nothingNew' });
    expect((await agent())?.session?.lease).toEqual(lease);
  });
});

test('of many polls at once one is told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 6 }), async (s, many) => {
      const gateway = await aGateway([annEnded()]);
      const { poll } = gateway.through((port) =>
        intercept(port, (method, call) => s.schedule(Promise.resolve(), method).then(call)),
      );
      const all = await s.waitFor(Promise.all(Array.from({ length: many }, () => poll(ann, 'secret-0'))));
      expect(all.filter(({ type }) => type === 'endedByOthers')).toEqual([ended]);
      expect(all.filter(({ type }) => type === 'signedOut')).toHaveLength(many - 1);
    }),
  );
});

test('a poll and the alarm at the end of the lease: it is heard in time, or told', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (s) => {
      const gateway = await aGateway([annSignedIn()]);
      gateway.time.at = someDay + seconds(120);
      const { poll, wake } = gateway.through((port) =>
        intercept(port, (method, call) => s.schedule(Promise.resolve(), method).then(call)),
      );
      const [{ type }] = await s.waitFor(Promise.all([poll(ann, 'secret-0'), wake(ann)]));
      const session = (await gateway.agent())?.session;
      expect([type, session === undefined]).toEqual(session ? ['nothingNew', false] : ['endedByOthers', true]);
      if (session) expect(gateway.alarms.pending().map(({ at }) => at)).toContain(someDay + seconds(240));
    }),
  );
});

test.each<Fault>(['killedBefore', 'killedAfter', 'refused', 'answerLost'])(
  'a poll with any of its calls %s: its client is told at most once, and always that the session is over',
  async (fault) => {
    for (const at of [1, 2, 3]) {
      const { through, poll } = await aGateway([annEnded()]);
      const life = new ProcessLife(new Faults((call) => (call === at ? fault : undefined)));
      const useCases = through((port) => life.connect(port));
      const first: PollOutcome | undefined = await life
        .run(() => useCases.poll(ann, 'secret-0'))
        .catch(() => undefined);
      expect(first).toBeUndefined();
      const isSaved = at === 3 && (fault === 'killedAfter' || fault === 'answerLost');
      expect(await poll(ann, 'secret-0')).toEqual(isSaved ? { type: 'signedOut' } : ended);
      expect(await poll(ann, 'secret-0')).toEqual({ type: 'signedOut' });
    }
  },
);
