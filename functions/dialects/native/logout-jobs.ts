import * as z from 'zod';
import { toIso } from '#core/instant.ts';
import type { LogoutJobReport } from '#core/sessions/get-logout-job.ts';
import type { LogoutResults } from '#core/sessions/list-logout-results.ts';
import type { JobKey, JobProgress } from '#core/sessions/logout-job.ts';
import { type HttpAnswer, type HttpRequest, requireScope } from '../http.ts';
import { jobKeyOf, noSuchJob } from '../job-id.ts';
import { closedObject, noBody, noQuery, parseRequest } from '../request-schema.ts';
import { type Page, pageKeys, pageOf } from './page.ts';
import { resultView } from './result-view.ts';

const path = z.object({ jobId: z.string() });
const getLogoutJob = z.object({ path, query: noQuery, body: noBody });
const listLogoutResults = z.object({ path, query: closedObject(pageKeys), body: noBody });

/** `GET /v1/force-logouts/{jobId}` */
export function parseGetLogoutJob(request: HttpRequest): JobKey {
  requireScope(request.caller, 'sessions:read', 'logout:bulk');
  return jobKeyOf(request, parseRequest(getLogoutJob, request).path.jobId);
}

/** `GET /v1/force-logouts/{jobId}/results` */
export function parseListLogoutResults(request: HttpRequest): readonly [JobKey, Page] {
  requireScope(request.caller, 'sessions:read', 'logout:bulk');
  const { path, query } = parseRequest(listLogoutResults, request);
  return [jobKeyOf(request, path.jobId), pageOf(query)];
}

/** @throws RefusedRequest when there is no such job. */
export function renderLogoutJob(report: LogoutJobReport | undefined): HttpAnswer {
  if (!report) throw noSuchJob();
  const { job, counts } = report;
  const { jobId, progress, reason, requestedBy, timing, startedAt } = job;
  const begun = { jobId, status: progress.status, reason: reason ?? null, requestedBy, timing };
  return { status: 200, body: { ...begun, startedAt: toIso(startedAt), counts, ...endOf(progress) } };
}

function endOf(progress: JobProgress) {
  switch (progress.status) {
    case 'created':
    case 'running':
      return {};
    case 'completed':
      return { finishedAt: toIso(progress.finishedAt) };
    case 'failed':
      return { finishedAt: toIso(progress.finishedAt), failure: progress.failure };
  }
}

/** @throws RefusedRequest when there is no such job. */
export function renderLogoutResults(page: LogoutResults | undefined): HttpAnswer {
  if (!page) throw noSuchJob();
  const { results, cursor, complete } = page;
  const rows = results.map(resultView);
  return { status: 200, body: { results: rows, complete, ...(cursor !== undefined && { cursor }) } };
}
