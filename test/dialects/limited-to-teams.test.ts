import { describe, expect, test } from '@jest/globals';
import { scopes } from '#core/access/access.ts';
import { agentRoutes } from '#dialects/native/agents.ts';
import { sessionRoutes } from '#dialects/native/sessions.ts';
import { anAgent } from '#test/support/agents.ts';
import { declaredRoutes } from '#test/support/declared-routes.ts';
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

test('the routes that heed them are those of agents', () => {
  const heeding = allCallerRoutes.filter(({ heedsTeams }) => heedsTeams).map(({ key }) => key);
  const aboutAgents = agentsApi
    .map(({ key }) => key)
    .filter(
      (key) => !key.endsWith('/agent-imports') && !key.endsWith('/agent-reconciliations') && !key.endsWith('/latest'),
    );
  expect(heeding.sort()).toEqual(aboutAgents.sort());
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

test('a list has the agents of the teams only, and the cursor to further ones', async () => {
  const listAgents = routeOf(agentRoutes, 'GET /v1/agents');
  const page = { agents: [byNight, byDay], cursor: 'more' };
  const { body } = await answerOf(listAgents, page, aRequest({ caller, query: { signedIn: 'true' } }));
  expect(body).toMatchObject({ agents: [{ agentId: 'ann' }], cursor: 'more' });
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
