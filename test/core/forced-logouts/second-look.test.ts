import { describe, expect, test } from '@jest/globals';
import type { Agent } from '#core/agents/agent.ts';
import { signIn } from '#core/agents/presence.ts';
import type { LogoutRequest } from '#core/forced-logouts/logout-job.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { seconds } from '#core/instant.ts';
import { aContact, anAddress, anAgent, ann, anOrder, aRange, aSession, online, someDay } from '#test/support/agents.ts';
import { annSignedIn, makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { agentIds, aSelector, jobKey } from '#test/support/logout-jobs.ts';

const request: LogoutRequest = { timing: 'afterContact', order: anOrder({ reason: 'storm' }) };
const tenNet = aRange('10.0.0.0', '10.0.0.255');
const indexLag = seconds(2);

/** A contact centre whose directory shows what was true two seconds ago. */
async function aCentreWithLag(staff: readonly Agent[]) {
  const time = { at: someDay };
  const ports = await memoryPorts(staff, { now: () => time.at }, indexLag);
  const useCases = makeUseCases(ports);
  const key = (agentId: string) => ({ instanceId: 'demo', agentId });
  return {
    ...ports,
    ...useCases,
    time,
    agent: async (agentId: string) => (await ports.agents.load(key(agentId)))?.state,
    signIn: (agentId: string, from: string) =>
      useCases.changeAgent(key(agentId), (agent, now) =>
        signIn(
          agent,
          {
            sessionId: `${agentId} from ${from}`,
            status: 'Available',
            statusType: 'ROUTABLE',
            ipAddress: anAddress(from),
            takeOver: true,
          },
          now,
        ),
      ),
    force: (lists: Partial<Selector>, more: Partial<LogoutRequest> = {}) =>
      useCases.forceLogouts('demo', aSelector(lists), { ...request, ...more }),
    /** Delivers what is due until then, at its instant. */
    async workUntil(end: number): Promise<void> {
      for (; time.at <= end; time.at += seconds(1)) {
        for (let next = ports.queue.take(time.at); next; next = ports.queue.take(time.at))
          await useCases.workLogout(next, { lastAttempt: false });
      }
    },
  };
}

describe('while the index is late', () => {
  test('an agent who has moved out of the range is not logged out and has no row', async () => {
    const centre = await aCentreWithLag([online('ann')]);
    await centre.signIn('ann', '192.168.7.7');
    expect(await centre.force({ ipRanges: [tenNet] })).toMatchObject({ type: 'done', rows: [] });
    await centre.workUntil(someDay + seconds(30));
    expect((await centre.agent('ann'))?.session).toBeDefined();
  });

  test('an agent who has moved but is in a team of the request, or named, is logged out', async () => {
    const centre = await aCentreWithLag([online('ann', { teamIds: ['t1'] }), online('bob')]);
    await centre.signIn('ann', '192.168.7.7');
    await centre.signIn('bob', '192.168.7.7');
    expect(await centre.force({ agentIds: ['bob'], teamIds: ['t1'], ipRanges: [tenNet] })).toMatchObject({
      rows: [
        { agentId: 'bob', outcome: 'loggedOut' },
        { agentId: 'ann', outcome: 'loggedOut' },
      ],
    });
  });

  test('an agent who has left the team is not logged out', async () => {
    const centre = await aCentreWithLag([online('ann', { teamIds: ['t1'] })]);
    const { profile } = anAgent({ agentId: 'ann' });
    await centre.putProfile(ann, profile);
    expect(await centre.force({ teamIds: ['t1'] })).toMatchObject({ type: 'done', rows: [] });
    expect((await centre.agent('ann'))?.session).toBeDefined();
  });

  test('an agent who has just signed in inside the range is logged out some seconds later, by the same order', async () => {
    const centre = await aCentreWithLag([anAgent({ agentId: 'ann' })]);
    await centre.signIn('ann', '10.0.0.7');
    expect(await centre.force({ ipRanges: [tenNet] })).toMatchObject({ type: 'done', rows: [] });
    await centre.workUntil(someDay + seconds(6));
    expect((await centre.agent('ann'))?.session).toBeUndefined();
    expect(centre.bus.published().map(({ fact }) => fact)).toMatchObject([
      { type: 'AgentSignedIn' },
      { type: 'AgentSignedOut', cause: 'forced', order: { requestedBy: 'supervisor', reason: 'storm' } },
    ]);
  });

  test('an agent on a call who was missed is deferred once, however often the request is looked at', async () => {
    const busy = anAgent({ agentId: 'ann', session: aSession({ contacts: [aContact('c1')] }) });
    const centre = await aCentreWithLag([]);
    await centre.agents.save({ state: busy, version: 1, sequence: 0, outbox: [] }, undefined);
    await centre.force({ ipRanges: [tenNet] });
    const [look] = centre.queue.waiting();
    if (look) await centre.queue.send([look], someDay + seconds(9));
    await centre.workUntil(someDay + seconds(30));
    expect(centre.bus.published().map(({ fact }) => fact.type)).toEqual(['AgentLogoutDeferred']);
  });

  test('an agent whose logout was taken back is not deferred again', async () => {
    const centre = await aCentreWithLag([
      anAgent({ agentId: 'ann', session: aSession({ contacts: [aContact('c1')] }) }),
    ]);
    expect(await centre.force({ ipRanges: [tenNet] })).toMatchObject({ rows: [{ outcome: 'deferred' }] });
    await centre.workUntil(someDay + seconds(5));
    expect(await centre.cancelLogout({ instanceId: 'demo', agentId: 'ann' }, { cancelledBy: 'supervisor' })).toEqual({
      type: 'cancelled',
    });
    await centre.workUntil(someDay + seconds(30));
    expect((await centre.agent('ann'))?.session).not.toHaveProperty('pendingLogout');
    expect(await centre.force({ ipRanges: [tenNet] })).toMatchObject({ rows: [{ outcome: 'deferred' }] });
  });

  test('an agent who signs in after the request is not affected', async () => {
    const centre = await aCentreWithLag([online('ann'), anAgent({ agentId: 'bob' })]);
    await centre.force({ ipRanges: [tenNet] });
    centre.time.at += 1;
    await centre.signIn('ann', '10.0.0.7');
    await centre.signIn('bob', '10.0.0.8');
    await centre.workUntil(someDay + seconds(30));
    expect((await centre.agent('ann'))?.session).toBeDefined();
    expect((await centre.agent('bob'))?.session).toBeDefined();
  });

  test('agents who are named are not looked for again', async () => {
    const centre = await aCentreWithLag([online('ann')]);
    await centre.force({ agentIds: ['ann'] });
    expect(centre.queue.waiting()).toEqual([]);
  });

  test('more agents than one look takes are all logged out', async () => {
    const centre = await aCentreWithLag([]);
    for (const agentId of agentIds(450))
      await centre.agents.save({ state: online(agentId), version: 1, sequence: 0, outbox: [] }, undefined);
    expect(await centre.force({ ipRanges: [tenNet] })).toMatchObject({ type: 'done', rows: [] });
    await centre.workUntil(someDay + seconds(6));
    expect(centre.agents.all().filter(({ state }) => state.session)).toEqual([]);
  });
});

describe('a job while the index is late', () => {
  test('leaves agents alone who have moved, finds those who were missed, and has results of those it reached', async () => {
    const centre = await aCentreWithLag([
      ...agentIds(60).map((agentId) => online(agentId)),
      anAgent({ agentId: 'late' }),
    ]);
    await centre.signIn('agent-0', '192.168.7.7');
    await centre.signIn('late', '10.0.0.7');
    expect(await centre.force({ ipRanges: [tenNet] })).toEqual({ type: 'job', job: jobKey });
    centre.time.at += 1;
    await centre.signIn('agent-1', '10.0.0.9');
    await centre.workUntil(someDay + seconds(30));
    const { results } = await centre.receipts.results(jobKey, { limit: 100 });
    const outcomes = new Map(results.map(({ agentId, outcome }) => [agentId, outcome]));
    expect([outcomes.get('agent-0'), outcomes.get('agent-1'), outcomes.get('late')]).toEqual([
      undefined,
      'signedInLater',
      'loggedOut',
    ]);
    expect(results).toHaveLength(60);
    expect((await centre.getLogoutJob(jobKey))?.job.progress).toMatchObject({
      status: 'completed',
      counts: { matched: 60, loggedOut: 59, skipped: 1 },
    });
    expect((await centre.agent('agent-0'))?.session).toBeDefined();
  });
});

describe('agents who have closed their windows', () => {
  const left = (agentId: string, teamIds: readonly string[] = ['t1']) =>
    anAgent({
      agentId,
      teamIds,
      leftSession: {
        session: { ...aSession(), lease: { seconds: 120, lastSeenAt: someDay } },
        endedAt: someDay,
      },
    });
  const staff = agentIds(51).map((agentId) => left(agentId));
  const named = { agentIds: agentIds(51) };

  test.each([5, 25])('are nobody, by id as by team, %d seconds later', async (later) => {
    const centre = await aCentreWithLag(staff);
    centre.time.at = someDay + seconds(later);
    const byId = await centre.force(named);
    expect(byId.type === 'done' && byId.rows.map(({ outcome }) => outcome)).toEqual(
      agentIds(51).map(() => 'alreadySignedOut'),
    );
    expect(await centre.force({ teamIds: ['t1'] })).toMatchObject({ type: 'done', rows: [] });
    expect(await centre.force({ ipRanges: [tenNet] })).toMatchObject({ type: 'done', rows: [] });
  });

  test.each([
    ['id', { agentIds: ['ann'] }],
    ['team', { teamIds: ['t1'] }],
  ])('do not come back to the session after a forced logout by %s', async (_, selector) => {
    const centre = await aCentreWithLag([left('ann')]);
    await centre.force(selector);
    expect(await centre.heartbeat(ann, { sessionId: 'session-1' })).toMatchObject({ type: 'over' });
  });

  test('and come back after a forced logout by address are logged out then, in a job as well', async () => {
    for (const others of [0, 60]) {
      const centre = await aCentreWithLag([
        annSignedIn({ lease: { seconds: 120, lastSeenAt: someDay } }),
        ...agentIds(others).map((agentId) => online(agentId)),
      ]);
      await centre.leave(ann, { sessionId: 'session-1', sentAt: 1_000, withinSeconds: 1 });
      centre.time.at += seconds(2);
      await centre.wakeAgent(ann);
      expect((await centre.agent('ann'))?.leftSession).toBeDefined();
      centre.time.at += seconds(2);
      await centre.force({ ipRanges: [tenNet] });
      await centre.workUntil(centre.time.at + seconds(6));
      expect(await centre.heartbeat(ann, { sessionId: 'session-1' })).toEqual({ type: 'goesOn' });
      await centre.workUntil(centre.time.at + seconds(30));
      expect((await centre.agent('ann'))?.session).toBeUndefined();
    }
  });
});
