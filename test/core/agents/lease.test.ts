import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isBusy } from '#core/agents/agent.ts';
import { endContact } from '#core/agents/contacts.ts';
import { expireLease, leaseEnds, nextWakeUp } from '#core/agents/lease.ts';
import { minutes, seconds } from '#core/instant.ts';
import { aContact, anAgent, anEndedSession, ann, aPendingLogout, aSession, someDay } from '#test/support/agents.ts';
import { anyLeasedAgent, anySignedInAgent } from '#test/support/any-agent.ts';
import {
  aContactCentre,
  aLeasedCentre,
  aLeasedSession,
  annSignedIn,
  passwordSignIn,
} from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';

const twoMinutes = seconds(120);
const available = { status: 'Available', statusType: 'ROUTABLE' } as const;

describe('two minutes without a heartbeat', () => {
  test('end the session with the cause `leaseExpired`', () => {
    const { state, events } = expireLease(annSignedIn(), someDay + twoMinutes);
    expect(state).toStrictEqual(
      anAgent({
        ...ann,
        endedSessions: [anEndedSession({ secretHash: 'hash of secret-0', cause: 'leaseExpired', chosen: available })],
      }),
    );
    expect(events).toStrictEqual([
      {
        type: 'AgentSignedOut',
        ...ann,
        sessionId: 'session-1',
        cause: 'leaseExpired',
        previousStatus: 'Available',
        releasedContactIds: [],
      },
    ]);
  });

  test('do not end it a millisecond early', () => {
    const agent = annSignedIn();
    expect(expireLease(agent, someDay + twoMinutes - 1)).toStrictEqual({
      state: agent,
      events: [],
      outcome: undefined,
    });
  });

  test('end it with the last contact, if there is one', () => {
    const busy = annSignedIn({ contacts: [aContact('c1'), aContact('c2')] });
    expect(expireLease(busy, someDay + minutes(10)).state).toBe(busy);
    const first = endContact(busy, 'c1', someDay + minutes(10));
    expect(first.state?.session).toBeDefined();
    const second = endContact(first.state, 'c2', someDay + minutes(11));
    expect(second.state?.session).toBeUndefined();
    expect(second.events).toMatchObject([{ type: 'AgentSignedOut', cause: 'leaseExpired', releasedContactIds: [] }]);
  });

  test('do not end it if a heartbeat arrives before the last contact ends', () => {
    const busy = annSignedIn({
      contacts: [aContact('c1')],
      lease: { seconds: 120, lastSeenAt: someDay + minutes(9) },
    });
    expect(endContact(busy, 'c1', someDay + minutes(10)).state?.session).toBeDefined();
  });

  test('keep the order of a pending logout', () => {
    const session = aLeasedSession({ contacts: [aContact('c1')], pendingLogout: aPendingLogout() });
    const { events } = endContact(anAgent({ ...ann, session }), 'c1', someDay + minutes(10));
    expect(events).toMatchObject([{ type: 'AgentSignedOut', cause: 'forced', order: { requestedBy: 'supervisor' } }]);
  });
});

describe('for every agent', () => {
  test('a wake-up ends the session if its lease has expired and there is no contact, and only then', () => {
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
        expect(nextWakeUp(agent, now)).toBeUndefined();
      }),
    );
  });

  test('the next wake-up is at the end of the lease, and in ten minutes during a contact', () => {
    fc.assert(
      fc.property(anyLeasedAgent, fc.nat(seconds(240)), (agent, now) => {
        expect(nextWakeUp(agent, now)).toBe(isBusy(agent.session) ? now + minutes(10) : leaseEnds(agent.session));
      }),
    );
  });
});

test('the wake-up for the end of a lease is set before the session is saved', async () => {
  const centre = await aContactCentre();
  const { passwordSignIn: signIn } = centre.through((port) =>
    intercept(port, async (_, call) => {
      const answer = await call();
      const end = leaseEnds((await centre.agent())?.session ?? aSession());
      expect(end === undefined || centre.wakeUps.pending().some(({ at }) => at <= end)).toBe(true);
      return answer;
    }),
  );
  expect((await signIn(ann, passwordSignIn)).type).toBe('signedIn');
});

test('a session without heartbeats is ended by its wake-up at the end of the lease', async () => {
  const end = someDay + seconds(135);
  const { passwordSignIn: signIn, agent, advanceTo, facts } = await aContactCentre();
  await signIn(ann, passwordSignIn);
  await advanceTo(end - 1);
  expect((await agent())?.session).toBeDefined();
  await advanceTo(end);
  expect((await agent())?.session).toBeUndefined();
  expect(facts().at(-1)).toMatchObject({ type: 'AgentSignedOut', cause: 'leaseExpired' });
});

test('a wake-up that fires while the last contact is ending does not leave the session behind', async () => {
  const centre = await aContactCentre([annSignedIn({ contacts: [aContact('c1')] })]);
  await centre.wakeAgent(ann);
  centre.time.at = someDay + twoMinutes - 1;
  const { changeAgent } = centre.through((port) =>
    intercept(port, async (method, call) => {
      if (method === 'save') await centre.advanceTo(someDay + twoMinutes);
      return call();
    }),
  );
  await changeAgent(ann, (agent, now) => endContact(agent, 'c1', now), { delivery: 'repeated' });
  await centre.advanceTo(someDay + 2 * twoMinutes);
  expect((await centre.agent())?.session).toBeUndefined();
});

test.each([
  ['has fallen silent', () => someDay],
  ['goes on', (now: number) => now - 1],
])('an hour of a call takes few wake-ups in a session with a lease of ten seconds whose client %s', (_, lastSeenAt) => {
  let [now, fired] = [someDay, 0];
  while (now < someDay + minutes(60)) {
    const lease = { seconds: 10, lastSeenAt: lastSeenAt(now) };
    now = nextWakeUp(annSignedIn({ contacts: [aContact('c1')], lease }), now) ?? Number.POSITIVE_INFINITY;
    fired += 1;
  }
  expect(fired).toBe(6);
});

test('a heartbeat during a call, after the lease had expired, delays the end of the session by no more than a lease', async () => {
  const centre = await aLeasedCentre({ contacts: [aContact('c1')] });
  await centre.advanceTo(someDay + minutes(30));
  await centre.heartbeat(ann, { sessionId: 'session-1' });
  await centre.endContact(ann, 'c1');
  await centre.advanceTo(someDay + minutes(32) - 1);
  expect((await centre.agent())?.session).toBeDefined();
  await centre.advanceTo(someDay + minutes(32));
  expect((await centre.agent())?.session).toBeUndefined();
});

test('a session without a lease needs no wake-up', async () => {
  const { changeAgent, wakeUps } = await aContactCentre([
    anAgent({ ...ann, session: aSession({ contacts: [aContact('c1')] }) }),
  ]);
  await changeAgent(ann, (agent, now) => endContact(agent, 'c1', now), { delivery: 'repeated' });
  expect(wakeUps.pending()).toStrictEqual([]);
});
