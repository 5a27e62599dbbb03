import * as z from 'zod';
import type { ForceLogoutsOutcome } from '#core/forced-logouts/force-logouts.ts';
import type { JobProgress } from '#core/forced-logouts/logout-job.ts';
import { isEmpty, type Selector, selectsEverybody } from '#core/forced-logouts/selector.ts';
import type { ForcedLogoutUseCases } from '#core/forced-logouts/use-cases.ts';
import { toIso } from '#core/instant.ts';
import { limited } from '../audiences.ts';
import { agentId, instant, ipRanges, line, list, mostSelected, paragraph, teamId } from '../fields.ts';
import { jobKeyOf, logoutScope, noSuchJob } from '../logouts.ts';
import { closedObject, mustBe, noBody, noQuery, onceRead, sizeOf } from '../request-schema.ts';
import { cursorAnswer, pageKeys, pageOf } from './page.ts';
import { nativeRoute } from './problem.ts';
import { resultAnswer, resultView } from './result-view.ts';

const select = closedObject({
  agentIds: list(agentId, { of: 'agent ids', max: mostSelected.agentIds }).default([]),
  teamIds: list(teamId, { of: 'team ids', max: mostSelected.teamIds }).default([]),
  ipAddresses: ipRanges.default([]),
})
  .transform(({ ipAddresses, ...ids }): Selector => ({ ...ids, ipRanges: ipAddresses }))
  .refine((selector) => !isEmpty(selector), {
    error: 'Must name somebody: at least one entry in agentIds, teamIds or ipAddresses',
  });

type LogoutRows = Extract<ForceLogoutsOutcome, { type: 'done' }>;

const timing = z.enum(['immediate', 'afterContact'], { error: mustBe('immediate or afterContact') });

/** The entries of the selector that matched nobody: ids that no agent has, and teams in which nobody is signed in. */
const unmatchedAnswer = z.strictObject({ agentIds: z.array(z.string()), teamIds: z.array(z.string()) });

const unmatchedIn = ({ rows, emptyTeamIds = [] }: LogoutRows) => ({
  agentIds: rows.flatMap(({ agentId, outcome }) => (outcome === 'unknownAgent' ? [agentId] : [])),
  teamIds: emptyTeamIds,
});

const forceLogouts = limited(
  nativeRoute({
    key: 'POST /v1/force-logouts',
    scopeFor: ({ body }, caller) => logoutScope(body.select, caller),
    request: z.object({
      query: noQuery,
      headers: z.object({
        'idempotency-key': z.never({ error: 'Unknown header: repeats are not recognised, so leave it out' }).optional(),
      }),
      body: closedObject({
        select,
        timing: timing.default('afterContact'),
        reason: line(256, { got: sizeOf }).exactOptional(),
        message: paragraph(250).exactOptional(),
        confirmEveryone: z.boolean({ error: mustBe('true or false') }).default(false),
      }).refine((body) => body.confirmEveryone || !selectsEverybody(body.select), {
        path: ['confirmEveryone'],
        error:
          'Must be true, for select.ipAddresses holds at least half of all IPv4 or of all public IPv6 addresses: nearly everybody would be logged out',
        when: onceRead('select'),
      }),
    }),
    answers: {
      200: z.strictObject({ results: z.array(resultAnswer), unmatched: unmatchedAnswer }),
      202: z.strictObject({ jobId: z.int(), status: z.literal('created'), link: z.url() }),
    },
    run: (useCases: ForcedLogoutUseCases, { body }, { caller }) => {
      const { select, timing, confirmEveryone: _, ...texts } = body;
      return useCases.forceLogouts(caller.instanceId, select, {
        timing,
        order: { requestedBy: caller.callerId, ...texts },
      });
    },
    render: (outcome, _, { url }) => {
      switch (outcome.type) {
        case 'done':
          return { status: 200, body: { results: outcome.rows.map(resultView), unmatched: unmatchedIn(outcome) } };
        case 'job': {
          const { jobId } = outcome.job;
          const link = `${url}/${jobId}`;
          return { status: 202, headers: { location: link }, body: { jobId, status: 'created', link } };
        }
      }
    },
  }),
);

const counts = z.strictObject({
  matched: z.int(),
  loggedOut: z.int(),
  deferred: z.int(),
  alreadySignedOut: z.int(),
  skipped: z.int(),
  failed: z.int(),
  unconfirmed: z.int().exactOptional(),
});

const jobAnswer = {
  jobId: z.int(),
  reason: z.string().nullable(),
  requestedBy: z.string(),
  timing: z.enum(['immediate', 'afterContact']),
  startedAt: instant,
  counts,
};

const getLogoutJob = nativeRoute({
  key: 'GET /v1/force-logouts/{jobId}',
  scope: ['sessions:read', 'logout:bulk'],
  request: z.object({ path: z.object({ jobId: z.string() }), query: noQuery, body: noBody }),
  answers: {
    200: z.discriminatedUnion('status', [
      z.strictObject({ ...jobAnswer, status: z.enum(['created', 'running']), expectedEndAt: instant.exactOptional() }),
      z.strictObject({ ...jobAnswer, status: z.literal('completed'), finishedAt: instant }),
      z.strictObject({ ...jobAnswer, status: z.literal('failed'), finishedAt: instant, failure: z.string() }),
    ]),
  },
  run: (useCases: ForcedLogoutUseCases, { path }, request) => useCases.getLogoutJob(jobKeyOf(request, path.jobId)),
  render: (report) => {
    if (!report) throw noSuchJob();
    const { jobId, progress, order, timing, startedAt } = report.job;
    const expected = report.expectedEndAt === undefined ? {} : { expectedEndAt: toIso(report.expectedEndAt) };
    const begun = {
      jobId,
      status: progress.status,
      reason: order.reason ?? null,
      requestedBy: order.requestedBy,
      timing,
    };
    return {
      status: 200,
      body: { ...begun, startedAt: toIso(startedAt), counts: report.counts, ...expected, ...endOf(progress) },
    };
  },
});

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

const listLogoutResults = nativeRoute({
  key: 'GET /v1/force-logouts/{jobId}/results',
  scope: ['sessions:read', 'logout:bulk'],
  request: z.object({ path: z.object({ jobId: z.string() }), query: closedObject(pageKeys), body: noBody }),
  answers: { 200: z.strictObject({ results: z.array(resultAnswer), complete: z.boolean(), ...cursorAnswer }) },
  run: (useCases: ForcedLogoutUseCases, { path, query }, request) =>
    useCases.listLogoutResults(jobKeyOf(request, path.jobId), pageOf(query)),
  render: (page) => {
    if (!page) throw noSuchJob();
    const { results, cursor, complete } = page;
    return {
      status: 200,
      body: { results: results.map(resultView), complete, ...(cursor !== undefined && { cursor }) },
    };
  },
});

/** Forced logouts, and the jobs that the large ones become. */
export const forceLogoutRoutes = [forceLogouts, getLogoutJob, listLogoutResults];
