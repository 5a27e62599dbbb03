import { expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { beginContact, endContact } from '#core/agents/contacts.ts';
import { type SignIn, signIn } from '#core/agents/presence.ts';
import { type ForceLogout, forceLogout } from '#core/forced-logouts/logout-decision.ts';
import { aContact, anAddress, anAgent, ann, anOrder, aPendingLogout, aSession } from '#test/support/agents.ts';
import { endedSessions } from '#test/support/published-events.ts';
import { type Racer, race } from './race.ts';

const idle = anAgent({ ...ann, session: aSession() });
const onCall = anAgent({ ...ann, session: aSession({ contacts: [aContact('c1')] }) });

const forceOut = (command: Partial<ForceLogout>) => (agent: Agent | undefined, now: number) =>
  forceLogout(agent, { timing: 'afterContact', order: anOrder(), ...command }, now);
const signInWith = (command: Partial<SignIn>) => (agent: Agent | undefined, now: number) =>
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
  const racers: Racer[] = [
    (change) => change(ann, forceOut({ order: { requestedBy: 'one' } })),
    (change) => change(ann, forceOut({ order: { requestedBy: 'two' }, timing: 'immediate' })),
  ];
  await race(idle, racers, ({ agent, outcomes, facts }) => {
    expect(agent?.session).toBeUndefined();
    expect(endedSessions(facts)).toEqual(['session-1']);
    expect(outcomes.toSorted()).toEqual(['alreadySignedOut', 'loggedOut']);
  });
});

test('two chunks of one job that meet the same agent count that agent once', async () => {
  const chunk =
    (name: string): Racer =>
    (change) =>
      change(ann, forceOut({ order: anOrder({ jobId: 1 }), chunk: name }), { delivery: 'repeated' });
  await race(onCall, [chunk('0.0'), chunk('1.0'), chunk('1.0')], ({ agent, outcomes, facts }) => {
    expect(agent?.session?.pendingLogout?.order.jobId).toBe(1);
    expect(facts.map(({ type }) => type)).toEqual(['AgentLogoutDeferred']);
    const [first, second, secondAgain] = outcomes;
    expect([first, second].toSorted()).toEqual(['countedElsewhere', 'deferred']);
    expect(secondAgain).toBe(second);
  });
});

test('a deferred logout and the end of the last contact never leave an idle agent with a pending logout', async () => {
  const racers: Racer[] = [
    (change) => change(ann, forceOut({})),
    (change) => change(ann, (agent, now) => endContact(agent, 'c1', now)),
  ];
  await race(onCall, racers, ({ agent, facts }) => {
    expect(agent?.session).toBeUndefined();
    expect(endedSessions(facts)).toEqual(['session-1']);
    const types = facts.map(({ type }) => type).join();
    expect(['AgentLogoutDeferred,AgentSignedOut', 'AgentStatusChanged,AgentSignedOut']).toContain(types);
  });
});

test('a pending logout waits for a contact that begins while another ends, unless the session has ended', async () => {
  const pending = { ...onCall, session: aSession({ ...onCall.session, pendingLogout: aPendingLogout() }) };
  const racers: Racer[] = [
    (change) => change(ann, (agent, now) => beginContact(agent, { contactId: 'c2', channel: 'CHAT' }, now)),
    (change) => change(ann, (agent, now) => endContact(agent, 'c1', now)),
  ];
  await race(pending, racers, ({ agent, outcomes, facts }) => {
    const began = outcomes[0] === 'done';
    expect(agent?.session?.contacts.map(({ contactId }) => contactId)).toEqual(began ? ['c2'] : undefined);
    expect(agent?.session?.pendingLogout !== undefined).toBe(began);
    expect(endedSessions(facts)).toEqual(began ? [] : ['session-1']);
  });
});

test('a sign-in that takes over and a logout end the old session once; the new one goes on or ends after it', async () => {
  const racers: Racer[] = [
    (change) => change(ann, signInWith({ takeOver: true })),
    (change) => change(ann, forceOut({ timing: 'immediate' })),
  ];
  await race(idle, racers, ({ agent, outcomes, facts }) => {
    expect(outcomes).toEqual(['done', 'loggedOut']);
    const isLast = agent?.session?.sessionId === 'session-2';
    expect(endedSessions(facts)).toEqual(isLast ? ['session-1'] : ['session-1', 'session-2']);
  });
});

test('a sign-in and the logout of a job: an agent whom the job finds signed out stays signed in', async () => {
  const racers: Racer[] = [
    (change) => change(ann, signInWith({})),
    (change) => change(ann, forceOut({ order: anOrder({ jobId: 1 }), chunk: '0.0' }), { delivery: 'repeated' }),
  ];
  await race(anAgent(ann), racers, ({ agent, outcomes, facts }) => {
    const wasFound = outcomes[1] === 'loggedOut';
    expect(agent?.session?.sessionId).toBe(wasFound ? undefined : 'session-2');
    expect(facts.map(({ type }) => type)).toEqual(wasFound ? ['AgentSignedIn', 'AgentSignedOut'] : ['AgentSignedIn']);
  });
});

test('a session taken over while a contact begins: the contact is in one of the two sessions, or was released', async () => {
  const racers: Racer[] = [
    (change) => change(ann, signInWith({ takeOver: true })),
    (change) => change(ann, (agent, now) => beginContact(agent, { contactId: 'c1', channel: 'CHAT' }, now)),
  ];
  await race(idle, racers, ({ agent, facts }) => {
    expect(agent?.session?.sessionId).toBe('session-2');
    expect(endedSessions(facts)).toEqual(['session-1']);
    const held = agent?.session?.contacts.map(({ contactId }) => contactId) ?? [];
    const released = facts.flatMap((fact) => (fact.type === 'AgentSignedOut' ? fact.releasedContactIds : []));
    expect([...held, ...released]).toEqual(['c1']);
  });
});

test('of two simultaneous takeovers the later session goes on, and each other session ends once', async () => {
  const take =
    (sessionId: string): Racer =>
    (change) =>
      change(ann, signInWith({ sessionId, takeOver: true }));
  await race(idle, [take('session-2'), take('session-3')], ({ agent, facts }) => {
    const ended = endedSessions(facts);
    expect([...ended, agent?.session?.sessionId].toSorted()).toEqual(['session-1', 'session-2', 'session-3']);
  });
});
