import { expect, test } from '@jest/globals';
import type { JobProgress } from '#core/sessions/logout-job.ts';
import { parseLogoutJob, renderLogoutJob } from '#dialects/ccai/logout-job.ts';
import { ccai } from '#dialects/ccai/problem.ts';
import { aJob, counts } from '../../support/logout-jobs.ts';
import { aCaller, aRequest, refusalOf, sent } from '../requests.ts';

test('a job answers as the page has it, and says more', () => {
  const some = counts({ matched: 60, loggedOut: 50, deferred: 4, alreadySignedOut: 3, skipped: 2, failed: 1 });
  const progress: JobProgress = { status: 'completed', finishedAt: 1, counts: some };
  expect(sent(renderLogoutJob({ job: aJob({ jobId: 105, progress }), counts: some }))).toBe(
    '{"id":105,"status":"completed","matched":60,"logged_out":50,"deferred":4,"already_signed_out":3,"skipped":2,"failed":1}',
  );
});

test('the id is that of a job of the caller’s instance', () => {
  expect(parseLogoutJob(aRequest({ path: { id: '105' } }))).toEqual({ instanceId: 'demo', jobId: 105 });
});

test.each(['0', '-1', '01', '1.0', '1e3', 'abc', '', '9007199254740993', '__proto__'])('no job has the id %j', (id) => {
  const problem = refusalOf(() => parseLogoutJob(aRequest({ path: { id } })));
  expect(ccai(problem, 'request-1')).toMatchObject({
    status: 404,
    body: { message: 'There is no logout job with this id in your instance' },
  });
  expect(refusalOf(() => renderLogoutJob(undefined))).toEqual(problem);
});

test('reading a job takes the scope to read', () => {
  const request = aRequest({ path: { id: '105' }, caller: aCaller('logout:one') });
  expect(refusalOf(() => parseLogoutJob(request))).toEqual({ type: 'forbidden', scope: 'sessions:read' });
});
