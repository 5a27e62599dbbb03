import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { Attempt } from '#core/access/idempotency.ts';
import type { Agent } from '#core/agents/agent.ts';
import type { AgentDirectory } from '#core/agents/ports.ts';
import type { Stored } from '#core/change.ts';
import { mostAtOnce } from '#core/forced-logouts/force-logouts.ts';
import type { LogoutRequest } from '#core/forced-logouts/logout-job.ts';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { seconds } from '#core/instant.ts';
import { aContact, anAgent, anOrder, aRange, aSession, online } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { agentIds, aSelector, jobKey } from '#test/support/logout-jobs.ts';

const request: LogoutRequest = { timing: 'afterContact', order: anOrder({ reason: 'storm' }) };

/** The first attempt at a request that may be sent again. */
const anAttempt: Attempt = { requestId: 'req-1', since: 400, isFurther: false, reserve: async (number) => number };

async function force(staff: readonly Agent[], lists: Partial<Selector>) {
  const ports = await memoryPorts(staff);
  const outcome = await makeUseCases(ports).forceLogouts('demo', aSelector(lists), request);
  return { ...ports, outcome, rows: outcome.type === 'done' ? outcome.rows : [] };
}

describe('a request that was answered before it was done, because its function was frozen', () => {
  const staff = [online('ann'), online('bob')];

  test.each([
    ['while it looked agents up', 'directory'],
    ['before it decided about them', 'agents'],
  ] as const)('%s, logs nobody out when it goes on', async (_, where) => {
    const time = { at: 0 };
    const ports = await memoryPorts(staff, { now: () => time.at });
    const frozen = intercept(ports[where], (_method, call) => {
      time.at += seconds(13);
      return call();
    });
    const { forceLogouts } = makeUseCases({ ...ports, [where]: frozen });
    await expect(forceLogouts('demo', aSelector({ agentIds: ['ann', 'bob'] }), request)).rejects.toThrow(
      /given up|2 of 2 logouts failed/,
    );
    expect(ports.agents.all().every(({ state }) => state.session)).toBe(true);
  });
});

describe('the bus is told', () => {
  const requested = (ports: Awaited<ReturnType<typeof memoryPorts>>) =>
    ports.requestBus.published().map(({ fact }) => fact);

  test('of a request, once, with what it selects', async () => {
    const ports = await force([online('ann')], { agentIds: ['ann', 'bob'], ipRanges: [aRange('10.0.0.1')] });
    const selection = { agents: 2, agentIds: ['ann', 'bob'], ipAddresses: [aRange('10.0.0.1').text] };
    expect(requested(ports)).toEqual([{ type: 'LogoutRequested', instanceId: 'demo', ...request, selection }]);
  });

  test('of one that becomes a job by the first event of the job, with the first fifty ids', async () => {
    const ids = agentIds(mostAtOnce + 1);
    const ports = await force(
      ids.map((id) => online(id)),
      { agentIds: ids },
    );
    const selection = { agents: ids.length, agentIds: ids.slice(0, 50) };
    const fact = { type: 'LogoutRequested', ...jobKey, ...request, selection };
    expect(ports.bus.published()).toEqual([{ eventId: 'demo/job/1/1', sequence: 1, at: 0, fact }]);
    const attempt = { ...anAttempt, isFurther: true, reserved: jobKey.jobId };
    await makeUseCases(ports).forceLogouts('demo', aSelector({ agentIds: ids }), { ...request, attempt });
    expect(ports.bus.published()).toHaveLength(1);
    expect(requested(ports)).toEqual([]);
  });

  test('of one that its guard refuses, with what was counted', async () => {
    const ports = await memoryPorts([online('ann'), online('bob')]);
    const guard = { confirmsEveryone: true, maximumAgents: 1 };
    const selector = aSelector({ agentIds: ['ann', 'bob'] });
    await makeUseCases(ports).forceLogouts('demo', selector, { ...request, guard });
    const refusal = { why: 'tooManyAgents', found: 2, maximumAgents: 1 };
    expect(requested(ports)).toMatchObject([{ type: 'LogoutRefused', selection: { agents: 2 }, refusal }]);
  });

  test('of all attempts at a request by one event, also if its guard refuses a further one', async () => {
    const time = { at: 500 };
    const ports = await memoryPorts(
      ['ann', 'bob', 'cat', 'dan'].map((id) => online(id)),
      {
        now: () => time.at,
      },
    );
    const { forceLogouts } = makeUseCases(ports);
    const selector = aSelector({ agentIds: ['ann', 'bob'] });
    await forceLogouts('demo', selector, { ...request, attempt: anAttempt });
    time.at = 900;
    const further = { ...request, attempt: { ...anAttempt, isFurther: true } };
    await forceLogouts('demo', selector, further);
    const guard = { confirmsEveryone: true, maximumAgents: 1 };
    await forceLogouts('demo', aSelector({ agentIds: ['cat', 'dan'] }), { ...further, guard });
    const published = ports.requestBus.published();
    expect(published.map(({ fact }) => fact.type)).toEqual(['LogoutRequested', 'LogoutRequested', 'LogoutRefused']);
    for (const event of published)
      expect(event).toMatchObject({ eventId: 'demo/request/req-1/1', sequence: 1, at: anAttempt.since });
  });

  test('of a refusal for want of time by one of its own: the next attempt may log agents out, and says so', async () => {
    const time = { at: 500 };
    const ports = await memoryPorts([online('ann'), online('bob'), online('cat')], { now: () => time.at });
    const directory = intercept(ports.directory, (method, call) => {
      if (method === 'find') time.at += 20_000;
      return call();
    });
    const selector = aSelector({ agentIds: ['ann', 'bob'] });
    const guarded = { ...request, guard: { confirmsEveryone: true, maximumAgents: 5 } };
    const slow = makeUseCases({ ...ports, directory });
    await slow.forceLogouts('demo', selector, { ...guarded, attempt: anAttempt });
    const attempt = { ...anAttempt, isFurther: true };
    await slow.forceLogouts('demo', selector, { ...guarded, attempt });
    await makeUseCases(ports).forceLogouts('demo', selector, { ...guarded, attempt });
    const published = ports.requestBus.published();
    expect(published.map(({ fact }) => fact.type)).toEqual(['LogoutRefused', 'LogoutRequested']);
    expect(published[0]?.eventId).not.toBe('demo/request/req-1/1');
    expect(published[1]?.eventId).toBe('demo/request/req-1/1');
  });

  test('before the request fails, if nobody could be logged out', async () => {
    const ports = await memoryPorts([online('ann')]);
    const published = Promise.withResolvers<void>();
    const requestBus = { publish: () => published.promise };
    const agents = intercept(ports.agents, () => Promise.reject(new Error('throttled')));
    let isOver = false;
    const answer = makeUseCases({ ...ports, agents, requestBus })
      .forceLogouts('demo', aSelector({ agentIds: ['ann'] }), request)
      .finally(() => {
        isOver = true;
      });
    const failed = expect(answer).rejects.toThrow('throttled');
    await setImmediate();
    expect(isOver).toBe(false);
    published.resolve();
    await failed;
  });

  test('if it listens; agents are logged out all the same', async () => {
    const ports = await memoryPorts([online('ann')]);
    const requestBus = { publish: () => Promise.reject(new Error('the bus is down')) };
    const { forceLogouts } = makeUseCases({ ...ports, requestBus });
    const outcome = await forceLogouts('demo', aSelector({ agentIds: ['ann'] }), request);
    expect(outcome).toMatchObject({ rows: [{ outcome: 'loggedOut' }] });
    expect(ports.reports).toEqual(['The request for a forced logout is not on the bus']);
  });
});

describe('a few agents', () => {
  test('are logged out at once or after their contacts, each with a row that has the profile', async () => {
    const ann = online('ann');
    const bob = anAgent({ agentId: 'bob', session: aSession({ contacts: [aContact('c1')] }) });
    const { rows, agents, bus } = await force([ann, bob], { agentIds: ['bob', 'ann'] });
    expect(rows).toEqual([
      {
        agentId: 'bob',
        outcome: 'deferred',
        previousStatus: 'In-call',
        currentStatus: 'In-call',
        contacts: 1,
        matchedBy: { agentId: 'bob' },
        profile: bob.profile,
      },
      {
        agentId: 'ann',
        outcome: 'loggedOut',
        previousStatus: 'Available',
        currentStatus: 'Offline',
        contacts: 0,
        matchedBy: { agentId: 'ann' },
        profile: ann.profile,
      },
    ]);
    const [ended, pending] = agents.all().map(({ state }) => state.session);
    expect([ended, pending?.pendingLogout?.order.reason]).toEqual([undefined, 'storm']);
    expect(bus.published().map(({ fact }) => fact.type)).toEqual(['AgentLogoutDeferred', 'AgentSignedOut']);
  });

  test('are told together with the teams in which nobody is signed in', async () => {
    const inTeam = (agentId: string, teamId: string, agent = online(agentId)) => ({
      ...agent,
      profile: { ...agent.profile, teamIds: [teamId] },
    });
    const staff = [inTeam('ann', 'day'), inTeam('bob', 'night', anAgent({ agentId: 'bob' }))];
    const { outcome } = await force(staff, { agentIds: ['ann'], teamIds: ['day', 'night', 'none'] });
    expect(outcome).toMatchObject({
      rows: [{ agentId: 'ann' }],
      unmatched: { agentIds: [], teamIds: ['night', 'none'] },
    });
    const { outcome: another } = await force(staff, { teamIds: ['day'] });
    expect(another).toMatchObject({ unmatched: { agentIds: [], teamIds: [], ipAddresses: [], statuses: [] } });
  });

  test('who cannot be logged out because of a fault do not hide the results of the others', async () => {
    const ports = await memoryPorts([online('ann'), online('bob')]);
    const agents = intercept(ports.agents, async (method, call) => {
      const answer = await call();
      if (method === 'load' && (answer as Stored<Agent, unknown>).state.agentId === 'ann') throw new Error('throttled');
      return answer;
    });
    const { forceLogouts } = makeUseCases({ ...ports, agents });
    const both = await forceLogouts('demo', aSelector({ agentIds: ['ann', 'bob'] }), request);
    expect(both).toMatchObject({
      rows: [
        { agentId: 'ann', outcome: 'failed' },
        { agentId: 'bob', outcome: 'loggedOut' },
      ],
    });
    expect(ports.reports).toEqual(['Agent ann could not be logged out']);
    await expect(forceLogouts('demo', aSelector({ agentIds: ['ann'] }), request)).rejects.toThrow('throttled');
  });

  test('matched more than once have one row, for the first match: id, team, range', async () => {
    const staff = [
      online('ann', { teamIds: ['t1', 't2'] }),
      online('bob', { teamIds: ['t1', 't2'] }),
      online('cat', { teamIds: ['t2'] }),
      online('dan'),
    ];
    const { rows } = await force(staff, {
      agentIds: ['bob', 'bob', 'zoe', 'zoe'],
      teamIds: ['t1', 't2'],
      ipRanges: [aRange('10.0.0.0', '10.0.0.9')],
    });
    expect(rows.map(({ agentId, matchedBy }) => [agentId, matchedBy])).toEqual([
      ['bob', { agentId: 'bob' }],
      ['ann', { teamId: 't1' }],
      ['cat', { teamId: 't2' }],
      ['dan', { ipAddress: '10.0.0.0-10.0.0.9' }],
      ['zoe', { agentId: 'zoe' }],
    ]);
  });

  test('who sign in between two look-ups have one row', async () => {
    const ports = await memoryPorts([online('ann', { teamIds: ['t1'] })]);
    const away = anAgent({ agentId: 'ann', teamIds: ['t1'] });
    const directory = { ...ports.directory, find: async () => ({ agents: [away], unreadable: [] }) };
    const selector = aSelector({ agentIds: ['ann'], teamIds: ['t1'] });
    const outcome = await makeUseCases({ ...ports, directory }).forceLogouts('demo', selector, request);
    expect(outcome).toMatchObject({ rows: [{ agentId: 'ann', outcome: 'loggedOut' }] });
    expect(outcome.type === 'done' && outcome.rows).toHaveLength(1);
  });

  test('named but signed out or unknown have a row after the others and do not change', async () => {
    const away = anAgent({ agentId: 'away' });
    const { rows, agents, wakeUps } = await force([away, online('ann')], { agentIds: ['nobody', 'away', 'ann'] });
    expect(rows.map(({ agentId, outcome, profile }) => [agentId, outcome, profile?.name])).toEqual([
      ['ann', 'loggedOut', 'ann'],
      ['nobody', 'unknownAgent', undefined],
      ['away', 'alreadySignedOut', 'away'],
    ]);
    expect(agents.all()[0]).toMatchObject({ version: 1, state: away });
    expect(wakeUps.pending()).toMatchObject([{ kind: 'agent', agentId: 'ann' }]);
  });

  test('of another instance are not affected', async () => {
    const elsewhere = online('ann', { teamIds: ['t1'], instanceId: 'other' });
    const everyone = { agentIds: ['ann'], teamIds: ['t1'], ipRanges: [aRange('10.0.0.0', '10.0.0.9')] };
    const { rows, agents } = await force([elsewhere], everyone);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['unknownAgent']);
    expect(agents.all()[0]?.state.session).toBeDefined();
  });
});

describe('many agents', () => {
  /** Agents of whom a third is named, a third is in the team, and a third is in the range. */
  const spread = (size: number) => {
    const staff = agentIds(size).map((agentId, index) => {
      if (index % 3 === 0) return online(agentId);
      return index % 3 === 1 ? online(agentId, { teamIds: ['t1'] }) : online(agentId, { from: '10.9.0.1' });
    });
    const named = staff.filter((_, index) => index % 3 === 0).map(({ agentId }) => agentId);
    return [staff, { agentIds: named, teamIds: ['t1'], ipRanges: [aRange('10.9.0.1')] }] as const;
  };

  test('up to fifty are logged out in the request', async () => {
    const { rows, agents } = await force(...spread(mostAtOnce));
    expect(rows).toHaveLength(50);
    expect(agents.all().filter(({ state }) => state.session)).toEqual([]);
  });

  test('more than fifty become a job, and nobody is logged out yet', async () => {
    const [staff, selector] = spread(mostAtOnce + 1);
    const { outcome, agents, plan, queue, jobs } = await force(staff, selector);
    expect(outcome).toEqual({ type: 'job', job: jobKey });
    expect(agents.all().filter(({ state }) => state.session)).toHaveLength(51);
    expect(await plan.selector(jobKey)).toEqual(selector);
    expect((await jobs.load(jobKey))?.state).toMatchObject({ ...request, progress: { status: 'created' } });
    expect(queue.waiting()).toEqual([{ type: 'plan', ...jobKey, page: 0, from: { list: 0 } }]);
  });

  test('more than fifty become a job too if all of them are named', async () => {
    const { outcome } = await force(spread(mostAtOnce + 1)[0], { agentIds: agentIds(mostAtOnce + 1) });
    expect(outcome).toEqual({ type: 'job', job: jobKey });
  });

  test('are as many when some of them cannot be read', async () => {
    const [staff, selector] = spread(mostAtOnce + 1);
    const ports = await memoryPorts(staff);
    const damaged = new Set(agentIds(3));
    const directory: AgentDirectory = {
      ...ports.directory,
      async find(instanceId, asked) {
        const { agents } = await ports.directory.find(instanceId, asked);
        const isReadable = ({ agentId }: Agent) => !damaged.has(agentId);
        return { agents: agents.filter(isReadable), unreadable: asked.filter((agentId) => damaged.has(agentId)) };
      },
    };
    const outcome = await makeUseCases({ ...ports, directory }).forceLogouts('demo', selector, request);
    expect(outcome).toEqual({ type: 'job', job: jobKey });
  });

  test('who are named but signed out do not make a job', async () => {
    const { rows } = await force(spread(50)[0], { agentIds: agentIds(200) });
    expect(rows.filter(({ outcome }) => outcome === 'loggedOut')).toHaveLength(50);
    expect(rows.filter(({ outcome }) => outcome === 'unknownAgent')).toHaveLength(150);
  });

  test('teams that take longer to look up than a caller should wait become a job', async () => {
    const ports = await memoryPorts();
    const lookedUp = async (pages: number) => {
      const directory: AgentDirectory = {
        ...ports.directory,
        async signedIn(_instanceId, _group, { cursor = '1' }) {
          return { agentIds: [], ...(Number(cursor) < pages && { cursor: String(Number(cursor) + 1) }) };
        },
      };
      return makeUseCases({ ...ports, directory }).forceLogouts('demo', aSelector({ teamIds: ['large'] }), request);
    };
    expect(await lookedUp(41)).toMatchObject({ type: 'done', rows: [], unmatched: { teamIds: ['large'] } });
    expect(await lookedUp(42)).toMatchObject({ type: 'job' });
  });

  test('a hundred addresses that match nobody do not make a job', async () => {
    const ipRanges = Array.from({ length: 100 }, (_, index) => aRange(`10.7.0.${index}`));
    expect((await force([online('ann')], { ipRanges })).outcome).toMatchObject({
      type: 'done',
      rows: [],
      unmatched: { ipAddresses: ipRanges.map(({ text }) => text) },
    });
  });
});
