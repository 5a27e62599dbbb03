import { expect, test } from '@jest/globals';
import type { AgentKey } from '#core/agents/agent.ts';
import { closeConnections, hasAllConnections, makeNotifyDesktops, openConnection } from '#core/agents/desktops.ts';
import type { PushFrames } from '#core/push-frames.ts';
import { anAgent, anAgentEvent, anEndedSession, ann, aSession, recorded } from '#test/support/agents.ts';

/** The frames that desktops get of these events, by their connections. */
async function framesOf(agent: Parameters<ReturnType<typeof makeNotifyDesktops>>[1], ...sessionIds: readonly string[]) {
  const pushed: string[] = [];
  const pushFrames: PushFrames<AgentKey> = async (_, connectionIds, frames) => {
    pushed.push(`${connectionIds} ${frames}`);
  };
  const frameOf: Parameters<typeof makeNotifyDesktops>[0]['frameOf'] = ({ fact: { sessionId } }) =>
    sessionId === 'not for desktops' ? undefined : `event of ${sessionId}`;
  const events = sessionIds.map((sessionId) => recorded(anAgentEvent({ sessionId })));
  await makeNotifyDesktops({ pushFrames, frameOf })(events, agent);
  return pushed;
}

test('desktops get the events of their own session, of one that has ended as well', async () => {
  const ended = anEndedSession({ sessionId: 'before', connections: ['w0'] });
  const agent = anAgent({
    ...ann,
    session: aSession({ sessionId: 'now', connections: ['w1', 'w2'] }),
    endedSessions: [ended],
  });
  expect(await framesOf(agent, 'now')).toEqual(['w1,w2 event of now']);
  expect(await framesOf(agent, 'before')).toEqual(['w0 event of before']);
  expect(await framesOf(anAgent({ ...ann, endedSessions: [ended] }), 'before')).toEqual(['w0 event of before']);
});

test('nothing is sent of an event that is not for desktops, or whose session has none', async () => {
  const session = aSession({ sessionId: 'not for desktops', connections: ['w1'] });
  expect(await framesOf(anAgent({ ...ann, session }), 'not for desktops', 'long over')).toEqual([]);
  expect(await framesOf(anAgent({ ...ann, session: aSession() }), 'session-1')).toEqual([]);
});

test('to close a connection that nobody has changes nothing', () => {
  for (const agent of [
    anAgent(ann),
    anAgent({ ...ann, session: aSession() }),
    anAgent({ ...ann, session: aSession({ connections: ['w1'] }) }),
    undefined,
  ])
    expect(closeConnections(agent, ['w2'])).toStrictEqual({ state: agent, events: [], outcome: undefined });
});

test('a session has all its connections when it has ten', () => {
  const ids = Array.from({ length: 10 }, (_, n) => `w${n}`);
  expect(hasAllConnections(aSession())).toBe(false);
  expect(hasAllConnections(aSession({ connections: ids.slice(1) }))).toBe(false);
  expect(hasAllConnections(aSession({ connections: ids }))).toBe(true);
});

test('a connection that is known already is connected without a change', () => {
  const session = aSession({ connections: ['w1', 'w2'] });
  const agent = anAgent({ ...ann, session });
  expect(openConnection(agent, { sessionId: 'session-1', connectionId: 'w1' })).toStrictEqual({
    state: agent,
    events: [],
    outcome: { type: 'connected', session, displaced: [] },
  });
  const over = { state: agent, events: [], outcome: { type: 'over' } };
  expect(openConnection(agent, { sessionId: 'another', connectionId: 'w3' })).toStrictEqual(over);
  expect(openConnection(anAgent(ann), { sessionId: 'session-1', connectionId: 'w3' })).toStrictEqual({
    ...over,
    state: anAgent(ann),
  });
});
