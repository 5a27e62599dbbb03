import * as z from 'zod';
import type { LogoutJobReport } from '#core/sessions/get-logout-job.ts';
import type { JobCounts } from '#core/sessions/job-counts.ts';
import type { JobKey, JobProgress } from '#core/sessions/logout-job.ts';
import { type HttpAnswer, type HttpRequest, requireScope } from '../http.ts';
import { jobKeyOf, noSuchJob } from '../job-id.ts';
import { noBody, noQuery, parseRequest } from '../request-schema.ts';

const getLogoutJob = z.object({ path: z.object({ id: z.string() }), query: noQuery, body: noBody });

/** `GET /agent_statuses/force_logout/jobs/{id}` */
export function parseLogoutJob(request: HttpRequest): JobKey {
  requireScope(request.caller, 'sessions:read', 'logout:bulk');
  return jobKeyOf(request, parseRequest(getLogoutJob, request).path.id);
}

/** The names of that API; only `completed` is documented there. */
const statuses = {
  created: 'created',
  running: 'running',
  completed: 'completed',
  failed: 'failed',
} as const satisfies Record<JobProgress['status'], string>;

/** @throws RefusedRequest when there is no such job. */
export function renderLogoutJob(report: LogoutJobReport | undefined): HttpAnswer {
  if (!report) throw noSuchJob();
  const { jobId, progress } = report.job;
  return { status: 200, body: { id: jobId, status: statuses[progress.status], ...countsOf(report.counts) } };
}

const countsOf = ({ matched, loggedOut, deferred, alreadySignedOut, skipped, failed }: JobCounts) => ({
  matched,
  logged_out: loggedOut,
  deferred,
  already_signed_out: alreadySignedOut,
  skipped,
  failed,
});
