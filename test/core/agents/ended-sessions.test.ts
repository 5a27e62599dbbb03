import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Agent, EndedSession } from '#core/agents/agent.ts';
import { endSession } from '#core/agents/end-session.ts';
import { signIn } from '#core/agents/presence.ts';
import { anAddress, anAgent, anEndedSession, ann, anOrder, aSession } from '#test/support/agents.ts';
import { aLeasedSession } from '#test/support/contact-centre.ts';

const order = anOrder({ reason: 'storm', message: 'go home', holdMinutes: 5 });
const forced = { cause: 'forced', order } as const;
const arrival = { status: 'Available', statusType: 'ROUTABLE', ipAddress: anAddress('10.0.0.1') } as const;

/** Ann with these ended sessions, after one more has ended. */
const afterAnother = (endedSessions: readonly EndedSession[], session = aLeasedSession({ sessionId: 'latest' })) =>
  endSession({ ...anAgent({ ...ann, endedSessions }), session }, forced).state.endedSessions;

const idsOf = (sessions: readonly EndedSession[]) => sessions.map(({ sessionId }) => sessionId);

test('a session with a lease or a secret is remembered when it ends, and no other', () => {
  const lease = { seconds: 120, lastSeenAt: 0 };
  expect(idsOf(afterAnother([], aSession({ lease })))).toStrictEqual(['session-1']);
  expect(idsOf(afterAnother([], aSession({ secretHash: 'h' })))).toStrictEqual(['session-1']);
  expect(afterAnother([], aSession())).toStrictEqual([]);
});

test('of the latest session it is remembered who ended it, why, its status, and where its desktops are', () => {
  const session = aLeasedSession({ sessionId: 'latest', connections: ['w1'] });
  const { signedInAt, secretHash, status, statusType } = session;
  const chosen = { status, statusType };
  expect(afterAnother([], session)).toStrictEqual([
    { sessionId: 'latest', signedInAt, secretHash, ...forced, chosen, isReported: false, connections: ['w1'] },
  ]);
});

test('where an order came from is in the event, and not kept with the session', () => {
  const { order } = forced;
  const asked = { ...forced, order: { ...order, from: { via: 'apiKey', ipAddress: '203.0.113.9' } } } as const;
  const { state, events } = endSession({ ...anAgent(ann), session: aLeasedSession() }, asked);
  expect(events).toMatchObject([{ type: 'AgentSignedOut', order: asked.order }]);
  expect(state.endedSessions.map((ended) => ended.order)).toStrictEqual([order]);
});

test('at most two sessions are remembered, the newest first, and of an earlier one only how it ended', () => {
  const earlier = ['second', 'third'].map((sessionId) =>
    anEndedSession({ sessionId, secretHash: 'h', order: forced.order, connections: ['w1'] }),
  );
  const [latest, before, ...others] = afterAnother(earlier);
  expect([latest?.sessionId, others]).toStrictEqual(['latest', []]);
  expect(before).toStrictEqual(anEndedSession({ sessionId: 'second', secretHash: 'h' }));
});

test('an earlier session whose client knows of its end makes room for one whose client does not', () => {
  const known = anEndedSession({ sessionId: 'known', isReported: true });
  const unknown = anEndedSession({ sessionId: 'unknown' });
  expect(idsOf(afterAnother([known]))).toStrictEqual(['latest']);
  expect(idsOf(afterAnother([known, unknown]))).toStrictEqual(['latest', 'unknown']);
});

test('a sign-in keeps the ended sessions, and of each only how it ended', () => {
  const ended = anEndedSession({ secretHash: 'h', order: forced.order, connections: ['w1'] });
  const { state } = signIn(
    anAgent({ ...ann, endedSessions: [ended] }),
    { ...arrival, sessionId: 'next', takeOver: false },
    1,
  );
  expect(state?.endedSessions).toStrictEqual([anEndedSession({ secretHash: 'h' })]);
});

test('however many sessions begin and end, an agent remembers two', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), (reported) => {
      let agent: Agent = anAgent(ann);
      for (const [index, isReported] of reported.entries()) {
        const session = aLeasedSession({ sessionId: `s${index}` });
        const [latest, ...others] = endSession({ ...agent, session }, forced).state.endedSessions;
        agent = { ...agent, endedSessions: [...(latest ? [{ ...latest, isReported }] : []), ...others] };
      }
      const last = reported.length - 1;
      const before = reported[last - 1] === false ? [`s${last - 1}`] : [];
      expect(idsOf(agent.endedSessions).slice(0, 1 + before.length)).toStrictEqual([`s${last}`, ...before]);
      expect(agent.endedSessions.length).toBeLessThanOrEqual(2);
    }),
  );
});
