import { describe, expect, test } from '@jest/globals';
import { scopes } from '#core/access/access.ts';
import { agentRoutes } from '#dialects/native/agents.ts';
import { auditRoutes } from '#dialects/native/audit.ts';
import { forceLogoutRoutes } from '#dialects/native/force-logouts.ts';
import { logoutJobRoutes } from '#dialects/native/logout-jobs.ts';
import { logoutScheduleRoutes } from '#dialects/native/logout-schedules.ts';
import { pendingLogoutRoutes } from '#dialects/native/pending-logouts.ts';
import { sessionRoutes } from '#dialects/native/sessions.ts';
import { anAgent } from '#test/support/agents.ts';
import { declaredRoutes } from '#test/support/declared-routes.ts';
import { aJob, counts } from '#test/support/logout-jobs.ts';
import { agentsApi } from '../../functions/apis/agents.ts';
import { answerOf, callOf, refusalOf, routeOf } from './call-route.ts';
import { aCaller, aRequest } from './requests.ts';

const caller = { ...aCaller(...scopes), teamIds: ['day', 'late'] };
const byDay = anAgent({ agentId: 'ann', teamIds: ['day', 'night'] });
const byNight = anAgent({ agentId: 'bob', teamIds: ['night'] });

const allCallerRoutes = Object.values(declaredRoutes)
  .flat()
  .flatMap((route) => (route.audience === 'caller' ? [route] : []));

test('a caller who is limited to teams is refused by every route that does not heed them, before anything is read', async () => {
  const deaf = allCallerRoutes.filter(({ heedsTeams }) => !heedsTeams);
  expect(deaf.length).toBeGreaterThan(20);
  for (const route of deaf) {
    const problem = await refusalOf(callOf(route, aRequest({ caller })));
    expect([route.key, problem]).toEqual([
      route.key,
      { type: 'forbidden', message: expect.stringContaining('limited') },
    ]);
  }
});

test('the routes that heed them are those of agents, forced logouts, one chat and rules of teams', () => {
  const heeding = allCallerRoutes.filter(({ heedsTeams }) => heedsTeams).map(({ key }) => key);
  const aboutAgents = agentsApi
    .map(({ key }) => key)
    .filter(
      (key) => !key.endsWith('/agent-imports') && !key.endsWith('/agent-reconciliations') && !key.endsWith('/latest'),
    );
  const aboutLogouts = [
    ...forceLogoutRoutes,
    ...logoutJobRoutes,
    ...logoutScheduleRoutes,
    ...pendingLogoutRoutes,
    ...auditRoutes,
  ].map(({ key }) => key);
  const ofTeams = ['GET /v1/chats/{contactId}', 'GET /v1/teams/{teamId}/rules', 'PUT /v1/teams/{teamId}/rules'];
  expect(heeding.sort()).toEqual([...aboutAgents, ...aboutLogouts, ...ofTeams].sort());
});

describe('a route about one agent', () => {
  const bodies: Readonly<Record<string, object>> = {
    'PATCH /v1/agents/{agentId}/session': { status: 'Lunch' },
    'POST /v1/agents/{agentId}/session/heartbeat': { sessionId: 's1' },
    'PUT /v1/agents/{agentId}/contacts/{contactId}': { channel: 'VOICE' },
  };
  const routes = [routeOf(agentRoutes, 'GET /v1/agents/{agentId}'), ...sessionRoutes];
  const send = (route: (typeof routes)[number], agent: typeof byDay | undefined) =>
    callOf(route, aRequest({ caller, path: { agentId: 'x', contactId: 'c' }, body: bodies[route.key] }), {
      getAgent: async () => agent,
    });
  const work = sessionRoutes;

  test.each(work)('$key reaches an agent of one of the teams', async (route) => {
    expect((await send(route, byDay)).useCase).not.toBe('getAgent');
  });

  test.each(routes)('$key finds an agent of other teams as little as one that is not there', async (route) => {
    const [other, nobody] = [await refusalOf(send(route, byNight)), await refusalOf(send(route, undefined))];
    expect(other).toMatchObject({ type: 'notFound' });
    expect(other).toEqual(nobody);
  });
});

describe('a list', () => {
  const listAgents = routeOf(agentRoutes, 'GET /v1/agents');
  const list = (teamIds: readonly string[], query: Record<string, string> = {}) =>
    callOf(listAgents, aRequest({ caller: { ...caller, teamIds }, query }));

  test('is of one of the teams of the caller, who names it if there are several', async () => {
    expect(await list(['night'])).toMatchObject({ useCase: 'listAgents', args: ['demo', { teamId: 'night' }, {}] });
    expect(await list(['night', 'late'], { teamId: 'late', signedIn: 'true' })).toMatchObject({
      args: ['demo', { teamId: 'late', signedIn: true }, {}],
    });
    expect(await refusalOf(list(['night', 'late']))).toMatchObject({
      faults: [{ path: 'teamId', message: 'Must be one of the teams that you are limited to: night, late' }],
    });
  });

  test('of another team looks nobody up, for a cursor names agents', async () => {
    const request = aRequest({ caller, query: { teamId: 'others' } });
    const { body } = await answerOf(listAgents, { agents: [byDay], cursor: 'more' }, request);
    expect(body).toEqual({ agents: [] });
  });
});

describe('erasing', () => {
  const eraseAgent = routeOf(agentRoutes, 'DELETE /v1/agents/{agentId}');
  const erase = (agent: typeof byDay | undefined) =>
    callOf(eraseAgent, aRequest({ caller, path: { agentId: 'x' } }), { getAgent: async () => agent });

  test('reaches an agent of the teams of the caller and of no others', async () => {
    expect(await erase(anAgent({ teamIds: ['day'] }))).toMatchObject({ useCase: 'eraseAgent' });
    expect(await refusalOf(erase(byDay))).toMatchObject({ type: 'forbidden' });
    expect(await refusalOf(erase(byNight))).toMatchObject({ type: 'notFound' });
    expect(await refusalOf(erase(undefined))).toMatchObject({ type: 'notFound' });
  });
});

describe('a profile', () => {
  const putAgent = routeOf(agentRoutes, 'PUT /v1/agents/{agentId}');
  const put = (teamIds: readonly string[], agent?: typeof byDay) => {
    const body = { name: 'A', email: 'a@example.com', agentNumber: '', teamIds };
    return callOf(putAgent, aRequest({ caller, path: { agentId: 'x' }, body }), { getAgent: async () => agent });
  };

  test('is put into the teams of the caller', async () => {
    expect(await put(['day'])).toMatchObject({ useCase: 'putProfile' });
    expect(await put(['late'], anAgent({ teamIds: ['day'] }))).toMatchObject({ useCase: 'putProfile' });
  });

  test.each<[string, readonly string[], typeof byDay | undefined]>([
    ['no team', [], undefined],
    ['another team', ['night'], undefined],
    ['another team besides', ['day', 'night'], undefined],
    ['a team, from no team', ['day'], anAgent({ teamIds: [] })],
    ['a team, from another', ['day'], byNight],
    ['a team, out of another besides', ['day'], byDay],
  ])('is not put into %s', async (_, teamIds, agent) => {
    expect(await refusalOf(put(teamIds, agent))).toMatchObject({ type: 'forbidden' });
  });
});

describe('a forced logout', () => {
  const forceLogouts = routeOf(forceLogoutRoutes, 'POST /v1/force-logouts');
  const force = (body: object) => callOf(forceLogouts, aRequest({ caller, body }));

  test('takes the teams of the caller along, into a job as well', async () => {
    const callerTeamIds = ['day', 'late'];
    const named = await force({ select: { agentIds: ['ann'], teamIds: ['day'] } });
    expect(named.args[1]).toMatchObject({ agentIds: ['ann'], conditions: { callerTeamIds } });
    const byStatus = await force({ select: { statuses: ['lunch'] }, dryRun: true });
    expect(byStatus).toMatchObject({ useCase: 'previewLogouts' });
    expect(byStatus.args[1]).toMatchObject({ everybody: true, conditions: { statuses: ['lunch'], callerTeamIds } });
  });

  test.each([
    ['in the selection', { select: { teamIds: ['day', 'night'] } }],
    ['in what must remain', { select: { teamIds: ['day'] }, minimumRemaining: { night: 1 } }],
    ['in a dry run', { select: { teamIds: ['night'] }, dryRun: true }],
  ])('of another team %s is refused', async (_, body) => {
    const message = 'You are limited to teams, and night is none of them';
    expect(await refusalOf(force(body))).toEqual({ type: 'forbidden', message });
  });
});

describe('a job', () => {
  const byCaller = (requestedBy: string) => aJob({ order: { requestedBy } });
  const request = aRequest({ caller, path: { jobId: '1' } });
  const report = (requestedBy: string) => ({ job: byCaller(requestedBy), counts: counts() });
  const getJob = routeOf(logoutJobRoutes, 'GET /v1/force-logouts/{jobId}');
  const listResults = routeOf(logoutJobRoutes, 'GET /v1/force-logouts/{jobId}/results');
  const results = (requestedBy: string) => ({ results: [], complete: true, requestedBy });

  test('is there for the caller who asked for it, and for no other who is limited to teams', async () => {
    expect((await answerOf(getJob, report(caller.callerId), request)).status).toBe(200);
    expect((await answerOf(listResults, results(caller.callerId), request)).status).toBe(200);
    const nobody = await refusalOf(answerOf(getJob, undefined, request));
    expect(nobody).toMatchObject({ type: 'notFound' });
    expect(await refusalOf(answerOf(getJob, report('other'), request))).toEqual(nobody);
    expect(await refusalOf(answerOf(listResults, results('other'), request))).toEqual(nobody);
    const unlimited = aRequest({ caller: aCaller('sessions:read'), path: { jobId: '1' } });
    expect((await answerOf(getJob, report('other'), unlimited)).status).toBe(200);
  });

  test('of another caller is not in the list', async () => {
    const listJobs = routeOf(logoutJobRoutes, 'GET /v1/force-logouts');
    const page = { jobs: [report('other'), report(caller.callerId)] };
    const { body } = await answerOf(listJobs, page, aRequest({ caller }));
    expect(body).toMatchObject({ jobs: [{ requestedBy: caller.callerId }] });
  });
});
