import { expect, test } from '@jest/globals';
import type { JobProgress } from '#core/forced-logouts/logout-job.ts';
import { ccaiRoutes } from '#dialects/ccai/force-logout.ts';
import { aJob, counts } from '../../support/logout-jobs.ts';
import { answerOf, callOf, refusalOf, routeOf } from '../call-route.ts';
import { refusedAnswer } from '../refused-answers.ts';
import { aCaller, aRequest, sent } from '../requests.ts';

const getLogoutJob = routeOf(ccaiRoutes, 'GET /apps/api/v1/agent_statuses/force_logout/jobs/{id}');
const request = aRequest({ path: { id: '105' } });

test('a job is answered as documented, with counts besides', async () => {
  const some = counts({ matched: 60, loggedOut: 50, deferred: 4, alreadySignedOut: 3, skipped: 2, failed: 1 });
  const progress: JobProgress = { status: 'completed', finishedAt: 1, counts: some };
  const report = { job: aJob({ jobId: 105, progress }), counts: some };
  expect(sent(await answerOf(getLogoutJob, report, request))).toBe(
    '{"id":105,"status":"completed","matched":60,"logged_out":50,"deferred":4,"already_signed_out":3,"skipped":2,"failed":1}',
  );
});

test('the body that the source prints with this call is ignored', () => {
  expect(getLogoutJob.ignoresBody).toBe(true);
});

test('the id is that of a job of the caller’s instance', async () => {
  expect(await callOf(getLogoutJob, request)).toEqual({
    useCase: 'getLogoutJob',
    args: [{ instanceId: 'demo', jobId: 105 }],
  });
});

test.each(['0', '-1', '01', '1.0', '1e3', 'abc', '', '9007199254740993', '__proto__'])(
  'no job has the id %j',
  async (id) => {
    const invalid = () => callOf(getLogoutJob, aRequest({ path: { id } }));
    expect(await refusedAnswer(getLogoutJob, invalid())).toMatchObject({
      status: 404,
      body: { message: 'There is no logout job with this id in your instance' },
    });
    expect(await refusalOf(answerOf(getLogoutJob, undefined, request))).toEqual(await refusalOf(invalid()));
  },
);

test('reading a job needs the scope to read', async () => {
  expect(await refusalOf(callOf(getLogoutJob, { ...request, caller: aCaller('logout:one') }))).toEqual({
    type: 'forbidden',
    scope: 'sessions:read',
  });
});
