import { expect, test } from '@jest/globals';
import {
  parseGetLogoutJob,
  parseListLogoutResults,
  renderLogoutJob,
  renderLogoutResults,
} from '#dialects/native/logout-jobs.ts';
import { someDay } from '../../support/agents.ts';
import { aJob, aResult, counts } from '../../support/logout-jobs.ts';
import { aCaller, aRequest, faultsOf, refusalOf, sent } from '../requests.ts';

const startedAt = '2026-11-21T09:30:00.000Z';

test('a job that runs tells how far it has come', () => {
  const job = aJob({ reason: 'fire drill', progress: { status: 'running' } });
  const answer = renderLogoutJob({ job, counts: counts({ matched: 60, loggedOut: 50 }) });
  expect(answer.status).toBe(200);
  expect(sent(answer)).toBe(
    `{"jobId":1,"status":"running","reason":"fire drill","requestedBy":"supervisor","timing":"immediate","startedAt":"${startedAt}",` +
      '"counts":{"matched":60,"loggedOut":50,"deferred":0,"alreadySignedOut":0,"skipped":0,"failed":0}}',
  );
});

test('a job that has ended tells when and how', () => {
  const completed = aJob({ progress: { status: 'completed', finishedAt: someDay + 1_000, counts: counts() } });
  expect(renderLogoutJob({ job: completed, counts: counts() }).body).toMatchObject({
    status: 'completed',
    reason: null,
    finishedAt: '2026-11-21T09:30:01.000Z',
  });
  const failed = aJob({ progress: { status: 'failed', finishedAt: someDay + 1_000, failure: 'Agents not found' } });
  expect(renderLogoutJob({ job: failed, counts: counts() }).body).toMatchObject({
    status: 'failed',
    finishedAt: '2026-11-21T09:30:01.000Z',
    failure: 'Agents not found',
  });
});

test('results come in pages', () => {
  const path = { jobId: '7' };
  expect(parseListLogoutResults(aRequest({ path }))).toEqual([{ instanceId: 'demo', jobId: 7 }, { limit: 50 }]);
  expect(parseListLogoutResults(aRequest({ path, query: { limit: '5', cursor: 'c' } }))[1]).toEqual({
    limit: 5,
    cursor: 'c',
  });
  expect(faultsOf(() => parseListLogoutResults(aRequest({ path, query: { page: '2', cursor: 'é' } })))).toEqual([
    { path: 'cursor', message: 'Must be the cursor of an earlier answer, at most 2048 characters, got "é"' },
    { path: 'page', message: 'Unknown key; known are limit, cursor' },
  ]);
  expect(renderLogoutResults({ results: [aResult('11')], cursor: 'next', complete: false }).body).toEqual({
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

test.each(['0', '01', '-1', '7.0', 'seven', '9007199254740993', 'constructor'])('no job has the id %j', (jobId) => {
  const none = { type: 'notFound', message: 'There is no logout job with this id in your instance' };
  expect(refusalOf(() => parseGetLogoutJob(aRequest({ path: { jobId } })))).toEqual(none);
  expect(refusalOf(() => parseListLogoutResults(aRequest({ path: { jobId } })))).toEqual(none);
  expect(refusalOf(() => renderLogoutJob(undefined))).toEqual(none);
  expect(refusalOf(() => renderLogoutResults(undefined))).toEqual(none);
});

test('reading jobs takes the scope to read, or the one to start them', () => {
  const request = aRequest({ path: { jobId: '7' }, caller: aCaller('logout:one', 'sessions:write') });
  const needs = { type: 'forbidden', scope: 'sessions:read' };
  expect(parseGetLogoutJob(aRequest({ path: { jobId: '7' } }))).toEqual({ instanceId: 'demo', jobId: 7 });
  const starter = aRequest({ path: { jobId: '7' }, caller: aCaller('logout:bulk') });
  expect(parseGetLogoutJob(starter)).toEqual({ instanceId: 'demo', jobId: 7 });
  expect(refusalOf(() => parseGetLogoutJob(request))).toEqual(needs);
  expect(refusalOf(() => parseListLogoutResults(request))).toEqual(needs);
});
