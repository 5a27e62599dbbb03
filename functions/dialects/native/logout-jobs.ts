import * as z from 'zod';
import { jobStatuses } from '#core/forced-logouts/logout-job.ts';
import type { ForcedLogoutUseCases } from '#core/forced-logouts/use-cases.ts';
import { instant } from '../fields.ts';
import { cancelledBy, jobKeyOf, mayReadJob, noSuchJob } from '../logouts.ts';
import { closedObject, mustBe, noBody, noQuery } from '../request-schema.ts';
import { jobView } from './job-view.ts';
import { cursorAnswer, pageKeys, pageOf } from './page.ts';
import { nativeRoute } from './problem.ts';
import { counts, resultAnswer, resultView } from './result-view.ts';

const jobAnswer = {
  jobId: z.int(),
  reason: z.string().nullable(),
  requestedBy: z.string(),
  scheduleId: z.string().exactOptional(),
  timing: z.enum(['immediate', 'afterContact']),
  startedAt: instant,
  counts,
};

const { startedAt: _, ...scheduledAnswer } = jobAnswer;

const jobReport = z.discriminatedUnion('status', [
  z.strictObject({ ...scheduledAnswer, status: z.literal('scheduled'), startsAt: instant }),
  z.strictObject({ ...jobAnswer, status: z.enum(['created', 'running']), expectedEndAt: instant.exactOptional() }),
  z.strictObject({ ...jobAnswer, status: z.literal('completed'), finishedAt: instant }),
  z.strictObject({
    ...scheduledAnswer,
    startedAt: instant.exactOptional(),
    startsAt: instant.exactOptional(),
    status: z.literal('cancelled'),
    finishedAt: instant,
  }),
  z.strictObject({ ...jobAnswer, status: z.literal('failed'), finishedAt: instant, failure: z.string() }),
]);

const getLogoutJob = nativeRoute({
  key: 'GET /v1/force-logouts/{jobId}',
  scope: ['sessions:read', 'logout:bulk'],
  request: z.object({ path: z.object({ jobId: z.string() }), query: noQuery, body: noBody }),
  answers: { 200: jobReport },
  heedsTeams: true,
  run: (useCases: ForcedLogoutUseCases, { path }, request) => useCases.getLogoutJob(jobKeyOf(request, path.jobId)),
  render: (report, _, { caller }) => {
    if (!report || !mayReadJob(caller, report.job.order.requestedBy)) throw noSuchJob();
    return { status: 200, body: jobView(report) };
  },
});

const listLogoutJobs = nativeRoute({
  key: 'GET /v1/force-logouts',
  scope: ['sessions:read', 'logout:bulk'],
  request: z.object({
    query: closedObject({
      status: z.enum(jobStatuses, { error: mustBe(`one of ${jobStatuses.join(', ')}`) }).optional(),
      ...pageKeys,
    }),
    body: noBody,
  }),
  answers: { 200: z.strictObject({ jobs: z.array(jobReport), ...cursorAnswer }) },
  heedsTeams: true,
  run: (useCases: ForcedLogoutUseCases, { query }, { caller }) => {
    const { status } = query;
    return useCases.listLogoutJobs(caller.instanceId, status === undefined ? {} : { status }, pageOf(query));
  },
  render: ({ jobs, cursor }, _, { caller }) => ({
    status: 200,
    // A page may have fewer jobs than its limit, and none of them.
    body: {
      jobs: jobs.filter(({ job }) => mayReadJob(caller, job.order.requestedBy)).map(jobView),
      ...(cursor !== undefined && { cursor }),
    },
  }),
});

const listLogoutResults = nativeRoute({
  key: 'GET /v1/force-logouts/{jobId}/results',
  scope: ['sessions:read', 'logout:bulk'],
  request: z.object({ path: z.object({ jobId: z.string() }), query: closedObject(pageKeys), body: noBody }),
  answers: { 200: z.strictObject({ results: z.array(resultAnswer), complete: z.boolean(), ...cursorAnswer }) },
  heedsTeams: true,
  run: (useCases: ForcedLogoutUseCases, { path, query }, request) =>
    useCases.listLogoutResults(jobKeyOf(request, path.jobId), pageOf(query)),
  render: (page, _, { caller }) => {
    if (!page || !mayReadJob(caller, page.requestedBy)) throw noSuchJob();
    const { results, cursor, complete } = page;
    return {
      status: 200,
      body: { results: results.map(resultView), complete, ...(cursor !== undefined && { cursor }) },
    };
  },
});

/** Cancels what has not happened yet. Logouts that wait are taken back after the answer, one by one. */
const cancelLogoutJob = nativeRoute({
  key: 'DELETE /v1/force-logouts/{jobId}',
  scope: 'logout:bulk',
  request: z.object({ path: z.object({ jobId: z.string() }), query: noQuery, body: noBody }),
  answers: { 202: z.strictObject({ jobId: z.int(), status: z.literal('cancelled'), link: z.url() }) },
  heedsTeams: true,
  run: async (useCases: ForcedLogoutUseCases, { path }, request) => {
    const key = jobKeyOf(request, path.jobId);
    if (request.caller.teamIds) {
      const report = await useCases.getLogoutJob(key);
      if (!report || !mayReadJob(request.caller, report.job.order.requestedBy)) throw noSuchJob();
    }
    return useCases.cancelJob(key, cancelledBy(request));
  },
  render: ({ type }, { path }, { url }) => {
    if (type === 'unknownJob') throw noSuchJob();
    return {
      status: 202,
      headers: { location: url },
      body: { jobId: Number(path.jobId), status: 'cancelled', link: url },
    };
  },
});

/** The jobs that large forced logouts become. */
export const logoutJobRoutes = [cancelLogoutJob, listLogoutJobs, getLogoutJob, listLogoutResults];
