import { describe, expect, test } from '@jest/globals';
import type { Scope } from '#core/access/access.ts';
import type { ForceLogoutsOutcome } from '#core/forced-logouts/force-logouts.ts';
import { niceRoutes } from '#dialects/nice/logout.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, anOrigin, aRequest } from '../requests.ts';

const logout = routeOf(niceRoutes, 'POST /incontactapi/services/{version}/agents/{agentId}/logout');
const path = { version: 'v30.0', agentId: '49999' };

describe('logging an agent out', () => {
  test.each(['v1.0', 'v30.0', 'v8', 'v100.10'])('is immediate in version %s', async (version) => {
    expect(await callOf(logout, aRequest({ path: { ...path, version } }))).toEqual({
      useCase: 'forceLogouts',
      args: [
        'demo',
        { agentIds: ['49999'], teamIds: [], ipRanges: [] },
        { timing: 'immediate', order: { requestedBy: 'supervisor', from: anOrigin } },
      ],
    });
  });

  test.each([[undefined], [{}]])('needs no body (%j)', async (body) => {
    expect((await callOf(logout, aRequest({ path, body }))).useCase).toBe('forceLogouts');
  });

  test('is refused with all faults of the request', async () => {
    const request = aRequest({
      path: { version: '30', agentId: 'a b' },
      query: { force: 'true' },
      body: { force: true },
    });
    expect(await faultsOf(callOf(logout, request))).toEqual([
      { path: 'version', message: 'Must be a version such as v30.0, got "30"' },
      { path: 'agentId', message: 'Must be 1 to 64 characters of letters, digits and . _ : -, got "a b"' },
      { path: 'force', message: 'Unknown key; there are none to give' },
      { path: 'force', message: 'Unknown key; there are none to give' },
    ]);
  });

  test('needs the scope to log one agent out', async () => {
    const callBy = (...scopes: readonly Scope[]) => callOf(logout, aRequest({ path, caller: aCaller(...scopes) }));
    expect((await callBy('logout:one')).useCase).toBe('forceLogouts');
    expect((await callBy('logout:bulk')).useCase).toBe('forceLogouts');
    expect(await refusalOf(callBy('sessions:write'))).toEqual({ type: 'forbidden', scope: 'logout:one' });
  });
});

describe('the answer', () => {
  const answerTo = (outcome: ForceLogoutsOutcome) => answerOf(logout, outcome, aRequest({ path }));
  const outcomeOf = (outcome: 'loggedOut' | 'alreadySignedOut' | 'unknownAgent' | 'deferred'): ForceLogoutsOutcome => ({
    type: 'done',
    rows: [{ agentId: '49999', outcome, contacts: 0, matchedBy: { agentId: '49999' } }],
  });

  test.each(['loggedOut', 'alreadySignedOut'] as const)('to %s is success', async (outcome) => {
    expect(await answerTo(outcomeOf(outcome))).toEqual({ status: 200 });
  });

  test('for an unknown agent is not found', async () => {
    expect(await refusalOf(answerTo(outcomeOf('unknownAgent')))).toEqual({
      type: 'notFound',
      message: 'There is no agent with this id in your instance',
    });
  });

  test.each<ForceLogoutsOutcome>([
    outcomeOf('deferred'),
    { type: 'done', rows: [] },
    { type: 'job', job: { instanceId: 'demo', jobId: 1 } },
  ])('to an outcome that an immediate logout of one agent cannot have is an internal error: %j', async (outcome) => {
    await expect(answerTo(outcome)).rejects.toThrow(/^An immediate logout of one agent has ended as/);
  });
});
