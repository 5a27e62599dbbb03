import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minutes, seconds } from '#core/instant.ts';
import { isBusy } from '#core/sessions/agent.ts';
import { expireLease, leaseEnds, lookAt } from '#core/sessions/lease.ts';
import { endContact } from '#core/sessions/presence.ts';
import { intercept } from '#test/simulation/intercept.ts';
import { aContact, anAgent, anEndedSession, aPendingLogout, aSession, someDay } from '#test/support/agents.ts';
import { aGateway, aLeasedSession, ann, annSignedIn, entry } from './a-gateway.ts';
import { anyLeasedAgent, anySignedInAgent } from './any-agent.ts';

const twoMinutes = seconds(120);

describe('two minutes without word of the client', () => {
  test('end the session, and say so with cause 263', () => {
    const { state, events } = expireLease(annSignedIn(), someDay + twoMinutes);
    expect(state).toEqual(
      anAgent({
        ...ann,
        endedSessions: [anEndedSession({ secretHash: 'hash of secret-0', cause: 263 })],
      }),
    );
    expect(events).toEqual([
      {
        type: 'AgentLoggedOut',
        ...ann,
        sessionId: 'session-1',
        cause: 263,
        previousStatus: 'Available',
        releasedContactIds: [],
      },
    ]);
  });

  test('end it not a millisecond early', () => {
    const agent = annSignedIn();
    expect(expireLease(agent, someDay + twoMinutes - 1)).toEqual({ state: agent, events: [], outcome: undefined });
  });

  test('end it with the last contact, if one is in hand', () => {
    const busy = annSignedIn({ contacts: [aContact('c1'), aContact('c2')] });
    expect(expireLease(busy, someDay + minutes(10)).state).toBe(busy);
    const first = endContact(busy, 'c1', someDay + minutes(10));
    expect(first.state?.session).toBeDefined();
    const second = endContact(first.state, 'c2', someDay + minutes(11));
    expect(second.state?.session).toBeUndefined();
    expect(second.events).toMatchObject([{ type: 'AgentLoggedOut', cause: 263, releasedContactIds: [] }]);
  });

  test('do not, if the client was heard of again before the last contact ended', () => {
    const busy = annSignedIn({
      contacts: [aContact('c1')],
      lease: { seconds: 120, heardAt: someDay + minutes(9) },
    });
    expect(endContact(busy, 'c1', someDay + minutes(10)).state?.session).toBeDefined();
  });

  test('do not hide who has ordered a logout that waited', () => {
    const session = aLeasedSession({ contacts: [aContact('c1')], pendingLogout: aPendingLogout() });
    const { events } = endContact(anAgent({ ...ann, session }), 'c1', someDay + minutes(10));
    expect(events).toMatchObject([{ type: 'AgentLoggedOut', cause: 257, requestedBy: 'supervisor' }]);
  });
});

describe('for every agent', () => {
  test('an alarm that rings ends the session if its lease is over and nothing is in hand, and only then', () => {
    fc.assert(
      fc.property(anyLeasedAgent, fc.nat(seconds(240)), (agent, now) => {
        const { state, events } = expireLease(agent, now);
        const ends = now >= twoMinutes && !isBusy(agent.session);
        expect(state?.session).toBe(ends ? undefined : agent.session);
        expect(events).toHaveLength(ends ? 1 : 0);
      }),
    );
  });

  test('a session without a lease lasts until it is ended', () => {
    fc.assert(
      fc.property(anySignedInAgent, fc.nat(), (agent, now) => {
        expect(expireLease(agent, now).state).toBe(agent);
        expect(lookAt(agent, now)).toBeUndefined();
      }),
    );
  });

  test('an alarm is wanted for the end of the lease, and after another lease while a contact holds it off', () => {
    fc.assert(
      fc.property(anyLeasedAgent, fc.nat(seconds(240)), (agent, now) => {
        const isHeldOff = now >= twoMinutes && isBusy(agent.session);
        expect(lookAt(agent, now)).toBe(isHeldOff ? now + twoMinutes : leaseEnds(agent.session));
      }),
    );
  });
});

test('the alarm for the end of a lease stands before the session does', async () => {
  const gateway = await aGateway();
  const { signIn } = gateway.through((port) =>
    intercept(port, async (_, call) => {
      const answer = await call();
      const end = leaseEnds((await gateway.agent())?.session ?? aSession());
      expect(end === undefined || gateway.alarms.pending().some(({ at }) => at <= end)).toBe(true);
      return answer;
    }),
  );
  expect((await signIn(ann, entry)).type).toBe('signedIn');
});

test('a session that nobody hears of is ended by the alarm clock, to the second', async () => {
  const { signIn, agent, passUntil, facts } = await aGateway();
  await signIn(ann, entry);
  await passUntil(someDay + twoMinutes - 1);
  expect((await agent())?.session).toBeDefined();
  await passUntil(someDay + twoMinutes);
  expect((await agent())?.session).toBeUndefined();
  expect(facts().at(-1)).toMatchObject({ type: 'AgentLoggedOut', cause: 263 });
});

test('an alarm that rings while the last contact is ending does not leave the session behind', async () => {
  const gateway = await aGateway([annSignedIn({ contacts: [aContact('c1')] })]);
  await gateway.wake(ann);
  gateway.time.at = someDay + twoMinutes - 1;
  const { commitAgent } = gateway.through((port) =>
    intercept(port, async (method, call) => {
      if (method === 'save') await gateway.passUntil(someDay + twoMinutes);
      return call();
    }),
  );
  await commitAgent(ann, (agent, now) => endContact(agent, 'c1', now), 'redelivery');
  await gateway.passUntil(someDay + 2 * twoMinutes);
  expect((await gateway.agent())?.session).toBeUndefined();
});

test('a session without a lease sets no alarm but the one that guards its events', async () => {
  const { commitAgent, alarms } = await aGateway([
    anAgent({ ...ann, session: aSession({ contacts: [aContact('c1')] }) }),
  ]);
  await commitAgent(ann, (agent, now) => endContact(agent, 'c1', now), 'redelivery');
  expect(alarms.pending()).toEqual([]);
});
