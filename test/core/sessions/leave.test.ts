import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { minutes, seconds } from '#core/instant.ts';
import { makeForceLogouts } from '#core/sessions/force-logouts.ts';
import { forceLogout } from '#core/sessions/forced-logout.ts';
import { expireLease } from '#core/sessions/lease.ts';
import { leave } from '#core/sessions/leave.ts';
import { changeStatus, endContact, signIn, signOut } from '#core/sessions/presence.ts';
import { intercept } from '#test/simulation/intercept.ts';
import { aContact, anAddress, aPendingLogout, someDay } from '#test/support/agents.ts';
import { aGateway, ann, annSignedIn } from './a-gateway.ts';

const sessionId = 'session-1';
const going = { sessionId, saidAt: 1_000, withinSeconds: 2 };

/** Ann, of whom the alarm clock has been told, as it has of everybody who signed in. */
async function aDay(says: Parameters<typeof annSignedIn>[0] = {}) {
  const gateway = await aGateway([annSignedIn(says)]);
  await gateway.wake(ann);
  return gateway;
}

describe('a client that goes', () => {
  test('has its session ended within the seconds it said, as the agent’s own sign-out', async () => {
    const { leave, passUntil, agent, facts } = await aDay();
    await leave(ann, going);
    await passUntil(someDay + seconds(2) - 1);
    expect((await agent())?.session).toBeDefined();
    await passUntil(someDay + seconds(2));
    expect((await agent())?.session).toBeUndefined();
    expect(facts()).toMatchObject([{ type: 'AgentLoggedOut', cause: 258, requestedBy: 'ann' }]);
  });

  test('and is heard of in time keeps its session, until the lease ends', async () => {
    const { leave, heartbeat, passUntil, agent, facts } = await aDay();
    await leave(ann, going);
    await passUntil(someDay + seconds(1));
    expect(await heartbeat(ann, { sessionId, saidAt: 2_000 })).toEqual({ type: 'goesOn' });
    await passUntil(someDay + seconds(121) - 1);
    expect((await agent())?.session).toBeDefined();
    await passUntil(someDay + seconds(121));
    expect(facts()).toMatchObject([{ type: 'AgentLoggedOut', cause: 263 }]);
  });

  test('for good is signed out at once, and does not come back', async () => {
    const { leave, heartbeat, agent, facts } = await aDay();
    await leave(ann, { ...going, withinSeconds: 0 });
    expect((await agent())?.session).toBeUndefined();
    expect(facts()).toMatchObject([{ type: 'AgentLoggedOut', cause: 258, requestedBy: 'ann' }]);
    expect(await heartbeat(ann, { sessionId, saidAt: 2_000 })).toMatchObject({ type: 'over', ended: { cause: 258 } });
  });

  test('twice goes at the earlier of both times', async () => {
    const { leave, passUntil, agent } = await aDay();
    await leave(ann, { ...going, withinSeconds: 5 });
    await leave(ann, { ...going, saidAt: 1_001, withinSeconds: 1 });
    await leave(ann, { ...going, saidAt: 1_002, withinSeconds: 5 });
    await passUntil(someDay + seconds(1));
    expect((await agent())?.session).toBeUndefined();
  });

  test('leaves the contact in hand to be finished, and its session ends with it', async () => {
    const { leave, passUntil, agent, commitAgent, facts } = await aDay({ contacts: [aContact('c1')] });
    await leave(ann, { ...going, withinSeconds: 0 });
    await passUntil(someDay + minutes(10));
    expect((await agent())?.session).toBeDefined();
    await commitAgent(ann, (state, now) => endContact(state, 'c1', now), 'caller');
    expect(facts()).toMatchObject([{ type: 'AgentLoggedOut', cause: 258, releasedContactIds: [] }]);
  });

  test('of an older session, of none or of one without a lease changes nothing', () => {
    const agent = annSignedIn();
    const { lease: _, ...unleased } = agent.session;
    expect(leave(agent, { ...going, sessionId: 'session-0' }, someDay).state).toBe(agent);
    expect(leave({ ...agent, session: unleased }, going, someDay).state?.session).toBe(unleased);
    expect(leave(undefined, going, someDay).state).toBeUndefined();
    const { session: __, ...signedOut } = agent;
    expect(leave(signedOut, going, someDay).state).toBe(signedOut);
  });
});

describe('two words of a client that overtake each other on the way', () => {
  test('a leave that is older than what was heard is not heeded', async () => {
    const { leave, heartbeat, passUntil, agent } = await aDay();
    await heartbeat(ann, { sessionId, saidAt: 2_000 });
    await leave(ann, { ...going, saidAt: 1_999 });
    await passUntil(someDay + seconds(60));
    expect((await agent())?.session).toBeDefined();
  });

  test('a clock that was set back by more than words can be late is believed from then on', async () => {
    const { leave, heartbeat, passUntil, agent } = await aDay();
    await heartbeat(ann, { sessionId, saidAt: 100_000 });
    await heartbeat(ann, { sessionId, saidAt: 10_000 });
    expect((await agent())?.session?.lease?.saidAt).toBe(10_000);
    await leave(ann, { ...going, saidAt: 10_001 });
    await passUntil(someDay + seconds(2));
    expect((await agent())?.session).toBeUndefined();
    expect(await heartbeat(ann, { sessionId, saidAt: 10_002 })).toEqual({ type: 'goesOn' });
  });

  test('a heartbeat that is older than the leave does not cancel it', async () => {
    const { leave, heartbeat, passUntil, agent } = await aDay();
    await leave(ann, going);
    await heartbeat(ann, { sessionId, saidAt: 999 });
    await passUntil(someDay + seconds(2));
    expect((await agent())?.session).toBeUndefined();
    expect(await heartbeat(ann, { sessionId, saidAt: 999 })).toMatchObject({ type: 'over' });
  });

  test('a heartbeat that is later cancels the leave, also on a machine whose clock is behind', async () => {
    const { leave, heartbeat, time, passUntil, agent } = await aDay({ lease: { seconds: 120, heardAt: someDay + 50 } });
    await leave(ann, going);
    time.at = someDay + 10;
    expect(await heartbeat(ann, { sessionId, saidAt: 2_000 })).toEqual({ type: 'goesOn' });
    await passUntil(someDay + seconds(60));
    expect((await agent())?.session).toBeDefined();
  });

  test('whatever is said, in whatever order it arrives: the latest word decides', async () => {
    const word = fc.record({ leaves: fc.boolean(), saidAt: fc.integer({ min: 1, max: 9 }) });
    const words = fc.uniqueArray(word, { minLength: 1, maxLength: 6, selector: ({ saidAt }) => saidAt });
    await fc.assert(
      fc.asyncProperty(words, async (said) => {
        const { leave, heartbeat, passUntil, agent } = await aDay();
        for (const { leaves, saidAt } of said) {
          if (leaves) await leave(ann, { ...going, saidAt });
          else await heartbeat(ann, { sessionId, saidAt });
        }
        await passUntil(someDay + seconds(60));
        const [latest] = said.toSorted((one, other) => other.saidAt - one.saidAt);
        expect((await agent())?.session === undefined).toBe(latest?.leaves);
      }),
    );
  });
});

describe('a client that comes back just after its session has ended', () => {
  async function leftAt(says: Parameters<typeof annSignedIn>[0] = {}) {
    const gateway = await aDay({ status: 'lunch', statusType: 'CUSTOM', connections: ['w1'], ...says });
    await gateway.leave(ann, going);
    await gateway.passUntil(someDay + seconds(2));
    return gateway;
  }
  const back = { sessionId, saidAt: 3_000 };

  test('finds the very session, with the status chosen, and is told over the connections that it still has', async () => {
    const { heartbeat, passUntil, agent, facts } = await leftAt();
    await passUntil(someDay + seconds(12));
    expect(await heartbeat(ann, back)).toEqual({ type: 'goesOn' });
    const { session, endedSessions, leftSession } = (await agent()) ?? {};
    expect(session).toMatchObject({
      sessionId,
      status: 'lunch',
      statusSince: someDay,
      signedInAt: someDay,
      contacts: [],
    });
    expect(session?.lease).toEqual({ seconds: 120, heardAt: someDay + seconds(12), saidAt: 3_000 });
    expect([session?.connections, endedSessions, leftSession]).toEqual([['w1'], [], undefined]);
    expect(facts().at(-1)).toMatchObject({ type: 'AgentSignedIn', sessionId, status: 'lunch', statusType: 'CUSTOM' });
    await passUntil(someDay + seconds(132));
    expect(facts().at(-1)).toMatchObject({ type: 'AgentLoggedOut', cause: 263 });
  });

  test('more than ten seconds later is told that it is over', async () => {
    const { heartbeat, passUntil } = await leftAt();
    await passUntil(someDay + seconds(12) + 1);
    expect(await heartbeat(ann, back)).toMatchObject({ type: 'over', ended: { cause: 258 } });
  });

  test('does not come back to an agent who is in another session', async () => {
    const entry = { status: 'Available', statusType: 'ROUTABLE', ipAddress: anAddress('10.0.0.1') } as const;
    const elsewhere = await leftAt();
    const command = { sessionId: 'session-2', ...entry, takeOver: false };
    await elsewhere.commitAgent(ann, (agent, now) => signIn(agent, command, now), 'caller');
    expect(await elsewhere.heartbeat(ann, back)).toMatchObject({ type: 'over' });
    expect((await elsewhere.agent())?.leftSession).toBeUndefined();
  });

  const toldToGo: Record<string, (gateway: Awaited<ReturnType<typeof leftAt>>) => Promise<unknown>> = {
    'a forced logout of its agent by id': async ({ directory, commitAgent, report }) => {
      const startJob = () => Promise.reject(new Error('They are few'));
      const force = makeForceLogouts({ directory, commitAgent, startJob, report });
      const selector = { agentIds: ['ann'], teamIds: [], ipRanges: [] };
      const done = await force('demo', selector, { timing: 'immediate', requestedBy: 'supervisor' });
      expect(done).toMatchObject({ rows: [{ agentId: 'ann', outcome: 'alreadySignedOut' }] });
    },
    'a job': ({ commitAgent }) => {
      const order = { timing: 'immediate', requestedBy: 'supervisor', jobId: 1, chunk: '0.0' } as const;
      return commitAgent(ann, (agent, now) => forceLogout(agent, order, now), 'caller');
    },
    'a flow': ({ terminate, time }) =>
      terminate(ann, { requestedBy: 'flow', rights: { of: 'everybody' }, orderedAt: time.at }),
    'the agent’s own sign-out': ({ commitAgent }) => commitAgent(ann, signOut, 'caller'),
    'its sign-out by the secret': ({ signOut: signOutOwn }) => signOutOwn(ann, 'secret-0', { byForce: false }),
    'a page that signs out': ({ leave }) => leave(ann, { ...going, saidAt: 2_500, withinSeconds: 0 }),
  };

  test.each(Object.entries(toldToGo))('does not come back after %s', async (_, tell) => {
    const gateway = await leftAt();
    await tell(gateway);
    expect(await gateway.heartbeat(ann, back)).toMatchObject({ type: 'over' });
    expect((await gateway.agent())?.session).toBeUndefined();
  });

  test('does not undo a logout that waited for the contact', async () => {
    const { heartbeat, commitAgent, facts } = await leftAt({
      contacts: [aContact('c1')],
      pendingLogout: aPendingLogout(),
    });
    await commitAgent(ann, (agent, now) => endContact(agent, 'c1', now), 'caller');
    expect(facts().at(-1)).toMatchObject({ type: 'AgentLoggedOut', cause: 257 });
    expect(await heartbeat(ann, back)).toMatchObject({ type: 'over', ended: { cause: 257 } });
  });

  test('at the very moment at which the alarm rings keeps the session, or finds it again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (s) => {
        const gateway = await aDay();
        await gateway.leave(ann, going);
        gateway.time.at = someDay + seconds(2);
        const { heartbeat, wake } = gateway.through((port) =>
          intercept(port, (method, call) => s.schedule(Promise.resolve(), method).then(call)),
        );
        const [outcome] = await s.waitFor(Promise.all([heartbeat(ann, back), wake(ann)]));
        expect(outcome).toEqual({ type: 'goesOn' });
        expect((await gateway.agent())?.session?.sessionId).toBe(sessionId);
        await gateway.passUntil(someDay + seconds(122));
        expect((await gateway.agent())?.session).toBeUndefined();
      }),
    );
  });
});

describe('the alarm for a client that goes', () => {
  test('stands before the session says that it goes', async () => {
    const gateway = await aDay();
    const { leave } = gateway.through((port) =>
      intercept(port, async (_, call) => {
        const answer = await call();
        const leavesAt = (await gateway.agent())?.session?.lease?.leavesAt;
        expect(leavesAt === undefined || gateway.alarms.pending().some(({ at }) => at <= leavesAt)).toBe(true);
        return answer;
      }),
    );
    await leave(ann, going);
    expect((await gateway.agent())?.session?.lease?.leavesAt).toBe(someDay + seconds(2));
  });

  test('that rings before the session says so, for that took long, rings once more', async () => {
    const gateway = await aDay();
    const { leave } = gateway.through((port) =>
      intercept(port, async (method, call) => {
        if (method === 'save') await gateway.passUntil(someDay + seconds(3));
        return call();
      }),
    );
    await leave(ann, going);
    expect((await gateway.agent())?.session).toBeDefined();
    await gateway.passUntil(someDay + seconds(3));
    expect((await gateway.agent())?.session).toBeUndefined();
  });

  test('ends nothing early', () => {
    const { state: agent } = leave(annSignedIn(), going, someDay);
    expect(expireLease(agent, someDay + seconds(2) - 1).state).toBe(agent);
  });
});

test('a status that is chosen does not keep a client that goes: it may be the last that its desktop does', async () => {
  const { leave, commitAgent, passUntil, agent } = await aDay();
  await leave(ann, going);
  const chosen = { status: 'lunch', statusType: 'CUSTOM' } as const;
  await commitAgent(ann, (state, now) => changeStatus(state, chosen, now), 'caller');
  await passUntil(someDay + seconds(2));
  expect((await agent())?.session).toBeUndefined();
});

test('an agent who chooses a status is there: the lease begins anew', () => {
  const now = someDay + seconds(100);
  const chosen = { status: 'lunch', statusType: 'CUSTOM' } as const;
  expect(changeStatus(annSignedIn(), chosen, now).state?.session?.lease?.heardAt).toBe(now);
  const same = { status: 'Available', statusType: 'ROUTABLE' } as const;
  const { state, events } = changeStatus(annSignedIn(), same, now);
  expect([state?.session?.lease?.heardAt, state?.session?.statusSince, events]).toEqual([now, someDay, []]);
});
