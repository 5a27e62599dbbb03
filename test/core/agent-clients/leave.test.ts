import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leave } from '#core/agent-clients/leave.ts';
import { expireLease, nextWakeUp } from '#core/agents/lease.ts';
import { changeStatus } from '#core/agents/presence.ts';
import { minutes, seconds } from '#core/instant.ts';
import { aContact, ann, anOrder, someDay } from '#test/support/agents.ts';
import { aLeasedCentre, annSignedIn } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';

const sessionId = 'session-1';
const leaving = { sessionId, sentAt: 1_000, withinSeconds: 2 };

describe('a client that leaves', () => {
  test('has its session ended after the seconds it announced, like the agent’s own sign-out', async () => {
    const { leave, advanceTo, agent, facts } = await aLeasedCentre();
    await leave(ann, leaving);
    await advanceTo(someDay + seconds(2) - 1);
    expect((await agent())?.session).toBeDefined();
    await advanceTo(someDay + seconds(2));
    expect((await agent())?.session).toBeUndefined();
    expect(facts()).toMatchObject([{ type: 'AgentSignedOut', cause: 'signedOut', order: { requestedBy: 'ann' } }]);
  });

  test('and sends a heartbeat in time keeps its session, until the lease expires', async () => {
    const { leave, heartbeat, advanceTo, agent, facts } = await aLeasedCentre();
    await leave(ann, leaving);
    await advanceTo(someDay + seconds(1));
    expect(await heartbeat(ann, { sessionId, sentAt: 2_000 })).toEqual({ type: 'goesOn' });
    await advanceTo(someDay + seconds(121) - 1);
    expect((await agent())?.session).toBeDefined();
    await advanceTo(someDay + seconds(121));
    expect(facts()).toMatchObject([{ type: 'AgentSignedOut', cause: 'leaseExpired' }]);
  });

  test('for good is signed out at once, and cannot come back', async () => {
    const { leave, heartbeat, agent, facts } = await aLeasedCentre();
    await leave(ann, { ...leaving, withinSeconds: 0 });
    expect((await agent())?.session).toBeUndefined();
    expect(facts()).toMatchObject([{ type: 'AgentSignedOut', cause: 'signedOut', order: { requestedBy: 'ann' } }]);
    expect(await heartbeat(ann, { sessionId, sentAt: 2_000 })).toMatchObject({
      type: 'over',
      ended: { cause: 'signedOut' },
    });
  });

  test('for good while a backend carries out a logout says whose order ends with the session', () => {
    const inBackend = { timing: 'afterContact', checkAt: someDay, checks: 0 } as const;
    const pendingLogout = { order: anOrder({ reason: 'storm' }), requestedAt: someDay, inBackend };
    const { events } = leave(annSignedIn({ pendingLogout }), { ...leaving, withinSeconds: 0 }, someDay);
    expect(events).toMatchObject([{ type: 'AgentSignedOut', cause: 'signedOut', order: pendingLogout.order }]);
  });

  test('twice leaves at the earlier time', async () => {
    const { leave, advanceTo, agent } = await aLeasedCentre();
    await leave(ann, { ...leaving, withinSeconds: 5 });
    await leave(ann, { ...leaving, sentAt: 1_001, withinSeconds: 1 });
    await leave(ann, { ...leaving, sentAt: 1_002, withinSeconds: 5 });
    await advanceTo(someDay + seconds(1));
    expect((await agent())?.session).toBeUndefined();
  });

  test('during a contact has its session ended with the contact', async () => {
    const { leave, advanceTo, agent, endContact, facts } = await aLeasedCentre({ contacts: [aContact('c1')] });
    await leave(ann, { ...leaving, withinSeconds: 0 });
    await advanceTo(someDay + minutes(10));
    expect((await agent())?.session).toBeDefined();
    await endContact(ann, 'c1');
    expect(facts()).toMatchObject([{ type: 'AgentSignedOut', cause: 'signedOut', releasedContactIds: [] }]);
  });

  test('for good during a contact is not kept by a heartbeat of another tab, and does not come back', async () => {
    for (const withinSeconds of [0, 1]) {
      const centre = await aLeasedCentre({ contacts: [aContact('c1'), aContact('c2')] });
      await centre.leave(ann, { ...leaving, withinSeconds });
      await centre.advanceTo(someDay + 5);
      expect(await centre.heartbeat(ann, { sessionId, sentAt: 1_005 })).toEqual({ type: 'goesOn' });
      await centre.endContact(ann, 'c1');
      expect(await centre.agent()).toHaveProperty('session');
      await centre.endContact(ann, 'c2');
      const isOver = withinSeconds === 0;
      expect((await centre.agent())?.session === undefined).toBe(isOver);
      expect(await centre.agent()).not.toHaveProperty('leftSession');
      expect(centre.facts().filter(({ type }) => type === 'AgentSignedOut')).toMatchObject(
        isOver ? [{ cause: 'signedOut', order: { requestedBy: 'ann' } }] : [],
      );
      const state = isOver ? { type: 'over', ended: { cause: 'signedOut' } } : { type: 'goesOn' };
      expect(await centre.heartbeat(ann, { sessionId, sentAt: 9_000 })).toMatchObject(state);
    }
  });

  test('for good, and whose contacts a backend shows to be over, is signed out at the next wake-up, which is at once', () => {
    const session = { ...annSignedIn().session, leavesForGood: true } as const;
    const agent = { ...annSignedIn(), session };
    expect(nextWakeUp(agent, someDay + 7)).toBe(someDay + 7);
    expect(expireLease(agent, someDay + 7).events).toMatchObject([{ type: 'AgentSignedOut', cause: 'signedOut' }]);
    const inContact = { ...agent, session: { ...session, contacts: [aContact('c1')] } };
    expect(expireLease(inContact, someDay + minutes(9)).events).toEqual([]);
    expect(nextWakeUp(inContact, someDay)).toBe(someDay + minutes(10));
    const lease = { seconds: 120, lastSeenAt: someDay, contactGraceSeconds: 30 };
    const limited = { ...agent, session: { ...session, lease, contacts: [aContact('c1')] } };
    const { state, events } = expireLease(limited, someDay + seconds(150));
    expect(events).toMatchObject([{ type: 'ContactReleased' }, { type: 'AgentSignedOut', cause: 'signedOut' }]);
    expect(state).not.toHaveProperty('leftSession');
  });

  test('changes nothing if its session is an older one, has no lease or does not exist', () => {
    const agent = annSignedIn();
    const { lease: _, ...unleased } = agent.session;
    expect(leave(agent, { ...leaving, sessionId: 'session-0' }, someDay).state).toBe(agent);
    expect(leave({ ...agent, session: unleased }, leaving, someDay).state?.session).toBe(unleased);
    expect(leave(undefined, leaving, someDay).state).toBeUndefined();
    const { session: __, ...signedOut } = agent;
    expect(leave(signedOut, leaving, someDay).state).toBe(signedOut);
  });
});

describe('messages of a client that arrive out of order', () => {
  test('a leave message older than the latest heartbeat is ignored', async () => {
    const { leave, heartbeat, advanceTo, agent } = await aLeasedCentre();
    await heartbeat(ann, { sessionId, sentAt: 2_000 });
    await leave(ann, { ...leaving, sentAt: 1_999 });
    await advanceTo(someDay + seconds(60));
    expect((await agent())?.session).toBeDefined();
  });

  test('a leave message is ignored however much older than the latest heartbeat it is', async () => {
    const { leave, heartbeat, advanceTo, agent } = await aLeasedCentre();
    await heartbeat(ann, { sessionId, sentAt: 10_000_000 });
    for (const sentAt of [10_000_000 - 60_001, 10_000_000 - 3_600_000, 1]) {
      await leave(ann, { ...leaving, sentAt });
      await leave(ann, { ...leaving, sentAt, withinSeconds: 0 });
    }
    await advanceTo(someDay + seconds(60));
    expect((await agent())?.session?.lease).toMatchObject({ sentAt: 10_000_000 });
  });

  test('a client’s clock that was set back by more than a message can be late counts from then on', async () => {
    const { leave, heartbeat, advanceTo, agent } = await aLeasedCentre();
    await heartbeat(ann, { sessionId, sentAt: 100_000 });
    await advanceTo(someDay + seconds(3));
    await heartbeat(ann, { sessionId, sentAt: 10_000 });
    expect((await agent())?.session?.lease?.sentAt).toBe(10_000);
    await leave(ann, { ...leaving, sentAt: 10_001 });
    await advanceTo(someDay + seconds(5));
    expect((await agent())?.session).toBeUndefined();
    expect(await heartbeat(ann, { sessionId, sentAt: 10_002 })).toEqual({ type: 'goesOn' });
  });

  test('a heartbeat older than the leave message does not cancel it', async () => {
    const { leave, heartbeat, advanceTo, agent } = await aLeasedCentre();
    await leave(ann, leaving);
    await heartbeat(ann, { sessionId, sentAt: 999 });
    await advanceTo(someDay + seconds(2));
    expect((await agent())?.session).toBeUndefined();
    expect(await heartbeat(ann, { sessionId, sentAt: 999 })).toMatchObject({ type: 'over' });
  });

  test('a later heartbeat cancels the leave message, even if the server’s clock is behind', async () => {
    const { leave, heartbeat, time, advanceTo, agent } = await aLeasedCentre({
      lease: { seconds: 120, lastSeenAt: someDay + 50 },
    });
    await leave(ann, leaving);
    time.at = someDay + 10;
    expect(await heartbeat(ann, { sessionId, sentAt: 2_000 })).toEqual({ type: 'goesOn' });
    await advanceTo(someDay + seconds(60));
    expect((await agent())?.session).toBeDefined();
  });

  test('in whatever order messages arrive, the latest decides, unless heartbeats come too close to be recorded', async () => {
    const anyMessage = fc.record({ leaves: fc.boolean(), sentAt: fc.integer({ min: 1, max: 9 }) });
    const anyMessages = fc.uniqueArray(anyMessage, { minLength: 1, maxLength: 6, selector: ({ sentAt }) => sentAt });
    await fc.assert(
      fc.asyncProperty(anyMessages, async (messages) => {
        const { leave, heartbeat, time, advanceTo, agent } = await aLeasedCentre();
        for (const { leaves, sentAt } of messages) {
          if (leaves) await leave(ann, { ...leaving, sentAt });
          else await heartbeat(ann, { sessionId, sentAt });
          time.at += seconds(3);
        }
        await advanceTo(someDay + seconds(60));
        const [latest] = messages.toSorted((one, other) => other.sentAt - one.sentAt);
        expect((await agent())?.session === undefined).toBe(latest?.leaves);
      }),
    );
  });
});

test('the leave of an unknown agent changes nothing, for good or not', () => {
  for (const withinSeconds of [0, 2]) {
    const decided = leave(undefined, { ...leaving, withinSeconds }, someDay);
    expect(decided).toEqual({ state: undefined, events: [], outcome: undefined });
  }
});

describe('the wake-up for a client that leaves', () => {
  test('is set before the leave is saved', async () => {
    const centre = await aLeasedCentre();
    const { leave } = centre.through((port) =>
      intercept(port, async (_, call) => {
        const answer = await call();
        const leavesAt = (await centre.agent())?.session?.lease?.leavesAt;
        expect(leavesAt === undefined || centre.wakeUps.pending().some(({ at }) => at <= leavesAt)).toBe(true);
        return answer;
      }),
    );
    await leave(ann, leaving);
    expect((await centre.agent())?.session?.lease?.leavesAt).toBe(someDay + seconds(2));
  });

  test('fires again if it fired before the leave was saved', async () => {
    const centre = await aLeasedCentre();
    const { leave } = centre.through((port) =>
      intercept(port, async (method, call) => {
        if (method === 'save') await centre.advanceTo(someDay + seconds(3));
        return call();
      }),
    );
    await leave(ann, leaving);
    expect((await centre.agent())?.session).toBeDefined();
    await centre.advanceTo(someDay + seconds(3));
    expect((await centre.agent())?.session).toBeUndefined();
  });

  test('ends nothing early', () => {
    const { state: agent } = leave(annSignedIn(), leaving, someDay);
    expect(expireLease(agent, someDay + seconds(2) - 1).state).toBe(agent);
  });
});

test('choosing a status does not cancel the leave, because it may be the last request of the desktop', async () => {
  const { leave, changeStatus, advanceTo, agent } = await aLeasedCentre();
  await leave(ann, leaving);
  await changeStatus(ann, { status: 'lunch', statusType: 'CUSTOM' });
  await advanceTo(someDay + seconds(2));
  expect((await agent())?.session).toBeUndefined();
});

test('choosing a status is a sign of life: the lease begins again', () => {
  const now = someDay + seconds(100);
  const chosen = { status: 'lunch', statusType: 'CUSTOM' } as const;
  expect(changeStatus(annSignedIn(), chosen, now).state?.session?.lease?.lastSeenAt).toBe(now);
  const same = { status: 'Available', statusType: 'ROUTABLE' } as const;
  const { state, events } = changeStatus(annSignedIn(), same, now);
  expect([state?.session?.lease?.lastSeenAt, state?.session?.statusSince, events]).toEqual([now, someDay, []]);
});
