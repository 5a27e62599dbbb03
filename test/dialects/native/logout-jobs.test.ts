import { expect, test } from '@jest/globals';
import type { HttpRequest } from '#dialects/http.ts';
import { logoutJobRoutes } from '#dialects/native/logout-jobs.ts';
import { anOrder, someDay } from '../../support/agents.ts';
import { aJob, aResult, counts } from '../../support/logout-jobs.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest, sent } from '../requests.ts';

const getLogoutJob = routeOf(logoutJobRoutes, 'GET /v1/force-logouts/{jobId}');
const listLogoutResults = routeOf(logoutJobRoutes, 'GET /v1/force-logouts/{jobId}/results');

const path = { jobId: '7' };
const key = { instanceId: 'demo', jobId: 7 };
const show = (report: unknown) => answerOf(getLogoutJob, report, aRequest({ path }));
const list = (request: Partial<HttpRequest> = {}) => callOf(listLogoutResults, aRequest({ path, ...request }));

const startedAt = '2026-11-21T09:30:00.000Z';

test('a job that runs is shown with its progress', async () => {
  const job = aJob({ order: anOrder({ reason: 'fire drill' }), progress: { status: 'running' } });
  const answer = await show({ job, counts: counts({ matched: 60, loggedOut: 50 }) });
  expect(answer.status).toBe(200);
  expect(sent(answer)).toBe(
    `{"jobId":1,"status":"running","reason":"fire drill","requestedBy":"supervisor","startedAt":"${startedAt}","timing":"immediate",` +
      '"counts":{"matched":60,"loggedOut":50,"deferred":0,"alreadySignedOut":0,"skipped":0,"failed":0}}',
  );
});

test('a job of a schedule says of which', async () => {
  const answer = await show({ job: aJob({ order: anOrder({ scheduleId: 'nightly' }) }), counts: counts() });
  expect(answer.body).toMatchObject({ scheduleId: 'nightly' });
});

test('a job that runs says when it will end, if that is known', async () => {
  const job = aJob({ progress: { status: 'running', pages: 1 } });
  const answer = await show({ job, counts: counts(), expectedEndAt: someDay + 90_000 });
  expect(answer.body).toMatchObject({ status: 'running', expectedEndAt: '2026-11-21T09:31:30.000Z' });
});

test('a job that has ended is shown with when and how it ended', async () => {
  const completed = aJob({ progress: { status: 'completed', finishedAt: someDay + 1_000, counts: counts() } });
  expect((await show({ job: completed, counts: counts() })).body).toMatchObject({
    status: 'completed',
    reason: null,
    finishedAt: '2026-11-21T09:30:01.000Z',
  });
  const failed = aJob({ progress: { status: 'failed', finishedAt: someDay + 1_000, failure: 'Agents not found' } });
  expect((await show({ job: failed, counts: counts() })).body).toMatchObject({
    status: 'failed',
    finishedAt: '2026-11-21T09:30:01.000Z',
    failure: 'Agents not found',
  });
});

test('a job that was cancelled before its start says when it would have started', async () => {
  const progress = { status: 'cancelled', finishedAt: someDay, cancelledBy: 'supervisor', counts: counts() } as const;
  const { body } = await show({ job: aJob({ startedAt: someDay + 60_000, progress }), counts: counts() });
  expect(body).toMatchObject({ startsAt: '2026-11-21T09:31:00.000Z', finishedAt: startedAt });
  expect(body).not.toHaveProperty('startedAt');
});

test('jobs are listed in pages, those with one status if one is named', async () => {
  const listJobs = routeOf(logoutJobRoutes, 'GET /v1/force-logouts');
  const ask = (query: Record<string, string>) => callOf(listJobs, aRequest({ query }));
  expect(await ask({})).toEqual({ useCase: 'listLogoutJobs', args: ['demo', {}, { limit: 50 }] });
  expect((await ask({ status: 'running', limit: '2', cursor: 'c' })).args).toEqual([
    'demo',
    { status: 'running' },
    { limit: 2, cursor: 'c' },
  ]);
  for (const status of ['', 'Running', 'ended']) {
    expect(await faultsOf(ask({ status }))).toEqual([
      {
        path: 'status',
        message: `Must be one of scheduled, created, running, completed, failed, cancelled, got "${status}"`,
      },
    ]);
  }
  const jobs = [{ job: aJob({ jobId: 2 }), counts: counts({ matched: 60 }) }];
  const { body } = await answerOf(listJobs, { jobs, cursor: 'next' }, aRequest());
  expect(body).toMatchObject({ jobs: [{ jobId: 2, status: 'created', counts: { matched: 60 } }], cursor: 'next' });
  expect(sent(await answerOf(listJobs, { jobs: [] }, aRequest()))).toBe('{"jobs":[]}');
});

test('results are listed in pages', async () => {
  expect(await list()).toEqual({ useCase: 'listLogoutResults', args: [key, { limit: 50 }] });
  expect((await list({ query: { limit: '5', cursor: 'c' } })).args[1]).toEqual({ limit: 5, cursor: 'c' });
  expect(await faultsOf(list({ query: { page: '2', cursor: 'é' } }))).toEqual([
    { path: 'cursor', message: 'Must be the cursor of an earlier answer, at most 2048 characters, got "é"' },
    { path: 'page', message: 'Unknown key; known are limit, cursor' },
  ]);
  const page = { results: [aResult('11')], cursor: 'next', complete: false };
  expect((await answerOf(listLogoutResults, page, aRequest({ path }))).body).toEqual({
    results: [
      {
        agentId: '11',
        outcome: 'loggedOut',
        previousStatus: 'Available',
        currentStatus: 'Offline',
        contacts: 0,
        matchedBy: { agentId: '11' },
      },
    ],
    complete: false,
    cursor: 'next',
  });
});

test.each(['0', '01', '-1', '7.0', 'seven', '9007199254740993', 'constructor'])(
  'no job has the id %j',
  async (jobId) => {
    const none = { type: 'notFound', message: 'There is no logout job with this id in your instance' };
    expect(await refusalOf(callOf(getLogoutJob, aRequest({ path: { jobId } })))).toEqual(none);
    expect(await refusalOf(list({ path: { jobId } }))).toEqual(none);
    expect(await refusalOf(show(undefined))).toEqual(none);
    expect(await refusalOf(answerOf(listLogoutResults, undefined, aRequest({ path })))).toEqual(none);
  },
);

test('reading jobs needs the scope to read, or the scope to start jobs', async () => {
  const request = aRequest({ path, caller: aCaller('logout:one', 'sessions:write') });
  const needs = { type: 'forbidden', scope: 'sessions:read' };
  expect(await callOf(getLogoutJob, aRequest({ path }))).toEqual({ useCase: 'getLogoutJob', args: [key] });
  const starter = aRequest({ path, caller: aCaller('logout:bulk') });
  expect((await callOf(getLogoutJob, starter)).args).toEqual([key]);
  expect((await callOf(listLogoutResults, starter)).args[0]).toEqual(key);
  expect(await refusalOf(callOf(getLogoutJob, request))).toEqual(needs);
  expect(await refusalOf(callOf(listLogoutResults, request))).toEqual(needs);
});
