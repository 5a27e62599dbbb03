import { expect, test } from '@jest/globals';
import type { Agent } from '#core/sessions/agent.ts';
import { type ForceLogout, forceLogout } from '#core/sessions/forced-logout.ts';
import { beginContact, endContact, type SignIn, signIn } from '#core/sessions/presence.ts';
import { aContact, anAddress, anAgent, aPendingLogout, aSession } from '#test/support/agents.ts';
import { type Deed, endedSessions, key, race } from './race.ts';

const idle = anAgent({ ...key, session: aSession() });
const onCall = anAgent({ ...key, session: aSession({ contacts: [aContact('c1')] }) });

const force = (command: Partial<ForceLogout>) => (agent: Agent | undefined, now: number) =>
  forceLogout(agent, { timing: 'afterContact', requestedBy: 'supervisor', ...command }, now);
const enter = (command: Partial<SignIn>) => (agent: Agent | undefined, now: number) =>
  signIn(
    agent,
    {
      sessionId: 'session-2',
      status: 'lunch',
      statusType: 'CUSTOM',
      ipAddress: anAddress('10.0.0.1'),
      takeOver: false,
      ...command,
    },
    now,
  );

test('two forced logouts of one agent end the session once, and one of them finds it ended', async () => {
  const deeds: Deed[] = [
    (commit) => commit(key, force({ requestedBy: 'one' }), 'caller'),
    (commit) => commit(key, force({ requestedBy: 'two', timing: 'immediate' }), 'caller'),
  ];
  await race(idle, deeds, ({ agent, outcomes, facts }) => {
    expect(agent?.session).toBeUndefined();
    expect(endedSessions(facts)).toEqual(['session-1']);
    expect(outcomes.toSorted()).toEqual(['alreadySignedOut', 'loggedOut']);
  });
});

test('two chunks of one job that meet the same agent count that agent once', async () => {
  const chunk =
    (name: string): Deed =>
    (commit) =>
      commit(key, force({ jobId: 1, chunk: name }), 'redelivery');
  await race(onCall, [chunk('0.0'), chunk('1.0'), chunk('1.0')], ({ agent, outcomes, facts }) => {
    expect(agent?.session?.pendingLogout?.jobId).toBe(1);
    expect(facts.map(({ type }) => type)).toEqual(['AgentLogoutDeferred']);
    const [first, second, secondAgain] = outcomes;
    expect([first, second].toSorted()).toEqual(['countedElsewhere', 'deferred']);
    expect(secondAgain).toBe(second);
  });
});

test('a deferred logout and the end of the last contact never leave an idle agent waiting', async () => {
  const deeds: Deed[] = [
    (commit) => commit(key, force({}), 'caller'),
    (commit) => commit(key, (agent, now) => endContact(agent, 'c1', now), 'caller'),
  ];
  await race(onCall, deeds, ({ agent, facts }) => {
    expect(agent?.session).toBeUndefined();
    expect(endedSessions(facts)).toEqual(['session-1']);
    const told = facts.map(({ type }) => type).join();
    expect(['AgentLogoutDeferred,AgentLoggedOut', 'AgentStatusChanged,AgentLoggedOut']).toContain(told);
  });
});

test('a contact that begins while another ends is waited for, or comes too late', async () => {
  const waiting = { ...onCall, session: aSession({ ...onCall.session, pendingLogout: aPendingLogout() }) };
  const deeds: Deed[] = [
    (commit) => commit(key, (agent, now) => beginContact(agent, { contactId: 'c2', channel: 'CHAT' }, now), 'caller'),
    (commit) => commit(key, (agent, now) => endContact(agent, 'c1', now), 'caller'),
  ];
  await race(waiting, deeds, ({ agent, outcomes, facts }) => {
    const began = outcomes[0] === 'done';
    expect(agent?.session?.contacts.map(({ contactId }) => contactId)).toEqual(began ? ['c2'] : undefined);
    expect(agent?.session?.pendingLogout !== undefined).toBe(began);
    expect(endedSessions(facts)).toEqual(began ? [] : ['session-1']);
  });
});

test('a sign-in by force and a logout end the old session once; the new one stands or was ended in its turn', async () => {
  const deeds: Deed[] = [
    (commit) => commit(key, enter({ takeOver: true }), 'caller'),
    (commit) => commit(key, force({ timing: 'immediate' }), 'caller'),
  ];
  await race(idle, deeds, ({ agent, outcomes, facts }) => {
    expect(outcomes).toEqual(['done', 'loggedOut']);
    const isLast = agent?.session?.sessionId === 'session-2';
    expect(endedSessions(facts)).toEqual(isLast ? ['session-1'] : ['session-1', 'session-2']);
  });
});

test('a sign-in and the logout of a job: whoever the job found signed out stays signed in', async () => {
  const deeds: Deed[] = [
    (commit) => commit(key, enter({}), 'caller'),
    (commit) => commit(key, force({ jobId: 1, chunk: '0.0' }), 'redelivery'),
  ];
  await race(anAgent(key), deeds, ({ agent, outcomes, facts }) => {
    const wasFound = outcomes[1] === 'loggedOut';
    expect(agent?.session?.sessionId).toBe(wasFound ? undefined : 'session-2');
    expect(facts.map(({ type }) => type)).toEqual(wasFound ? ['AgentSignedIn', 'AgentLoggedOut'] : ['AgentSignedIn']);
  });
});

test('a session taken over while a contact begins: the contact is in one of the two sessions, or was released', async () => {
  const deeds: Deed[] = [
    (commit) => commit(key, enter({ takeOver: true }), 'caller'),
    (commit) => commit(key, (agent, now) => beginContact(agent, { contactId: 'c1', channel: 'CHAT' }, now), 'caller'),
  ];
  await race(idle, deeds, ({ agent, facts }) => {
    expect(agent?.session?.sessionId).toBe('session-2');
    expect(endedSessions(facts)).toEqual(['session-1']);
    const held = agent?.session?.contacts.map(({ contactId }) => contactId) ?? [];
    const released = facts.flatMap((fact) => (fact.type === 'AgentLoggedOut' ? fact.releasedContactIds : []));
    expect([...held, ...released]).toEqual(['c1']);
  });
});

test('of two who take over at once the later stands, and every other session has ended once', async () => {
  const take =
    (sessionId: string): Deed =>
    (commit) =>
      commit(key, enter({ sessionId, takeOver: true }), 'caller');
  await race(idle, [take('session-2'), take('session-3')], ({ agent, facts }) => {
    const ended = endedSessions(facts);
    expect([...ended, agent?.session?.sessionId].toSorted()).toEqual(['session-1', 'session-2', 'session-3']);
  });
});
