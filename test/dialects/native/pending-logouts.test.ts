import { expect, test } from '@jest/globals';
import { logoutJobRoutes } from '#dialects/native/logout-jobs.ts';
import { pendingLogoutRoutes } from '#dialects/native/pending-logouts.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, anOrigin, aRequest } from '../requests.ts';

const cancelLogout = routeOf(pendingLogoutRoutes, 'DELETE /v1/agents/{agentId}/pending-logout');
const cancelJob = routeOf(logoutJobRoutes, 'DELETE /v1/force-logouts/{jobId}');
const ofAgent = aRequest({ path: { agentId: '21' } });
const ofJob = aRequest({ path: { jobId: '7' } });
const by = { cancelledBy: 'supervisor', cancelledFrom: anOrigin };

test('a logout that waits is taken back in the name of the caller', async () => {
  const { useCase, args } = await callOf(cancelLogout, ofAgent);
  expect([useCase, args]).toEqual(['cancelLogout', [{ instanceId: 'demo', agentId: '21' }, by]]);
  expect(await answerOf(cancelLogout, { type: 'cancelled' }, ofAgent)).toEqual({ status: 204 });
});

test.each([
  ['unknownAgent', 'notFound', /no agent/],
  ['nothingPending', 'conflict', /No forced logout waits/],
  ['tooLate', 'conflict', /for at once/],
  ['notCancelled', 'conflict', /could not be cancelled/],
])('the refusal %s says why', async (type, problem, message) => {
  expect(await refusalOf(answerOf(cancelLogout, { type }, ofAgent))).toEqual({
    type: problem,
    message: expect.stringMatching(message),
  });
});

test('a job is cancelled, and the answer leads to it', async () => {
  expect((await callOf(cancelJob, ofJob)).args).toEqual([{ instanceId: 'demo', jobId: 7 }, by]);
  expect(await answerOf(cancelJob, { type: 'cancelled' }, ofJob)).toMatchObject({
    status: 202,
    body: { jobId: 7, status: 'cancelled' },
  });
  expect(await refusalOf(answerOf(cancelJob, { type: 'unknownJob' }, ofJob))).toMatchObject({ type: 'notFound' });
});

test('a body, a query and a scope for something else are refused', async () => {
  for (const [route, request] of [
    [cancelLogout, ofAgent],
    [cancelJob, ofJob],
  ] as const) {
    expect(await faultsOf(callOf(route, { ...request, body: { why: 'x' } }))).toHaveLength(1);
    expect(await faultsOf(callOf(route, { ...request, query: { force: 'true' } }))).toHaveLength(1);
    expect(await refusalOf(callOf(route, { ...request, caller: aCaller('sessions:write') }))).toMatchObject({
      type: 'forbidden',
    });
  }
});
