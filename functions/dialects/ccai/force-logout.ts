import * as z from 'zod';
import type { JobProgress } from '#core/forced-logouts/logout-job.ts';
import type { LogoutRow } from '#core/forced-logouts/logout-row.ts';
import type { JobCounts } from '#core/forced-logouts/result.ts';
import { isEmpty, type Selector, selectsEverybody } from '#core/forced-logouts/selector.ts';
import type { ForcedLogoutUseCases } from '#core/forced-logouts/use-cases.ts';
import { ipRanges, list, mostSelected } from '../fields.ts';
import type { HttpAnswer, HttpRequest } from '../http.ts';
import { limited } from '../limited.ts';
import { refusedByGuard } from '../logout-refusal.ts';
import { jobKeyOf, logoutScope, noSuchJob, orderedBy } from '../logouts.ts';
import { closedObject, mustBe, noQuery, onceRead } from '../request-schema.ts';
import { hasRow, rowOf, rowsAnswer } from './agent-row.ts';
import { ccaiRoute, messageAnswer } from './problem.ts';

/** The status of an answer in which every agent is busy: 400 as documented, or 200 as most clients expect. */
export type DeferredStatusCode = 400 | 200;

type Needed = Pick<ForcedLogoutUseCases, 'forceLogouts'> & { readonly ccaiDeferredStatusCode: DeferredStatusCode };

const idError = mustBe(`a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`);

/** An id: an integer outside, its decimal string inside. */
const integerId = z
  .number({ error: idError })
  .refine((id) => Number.isSafeInteger(id) && id >= 0, { error: idError })
  .transform(String);

const lists = closedObject({
  agent_ids: list(integerId, { of: 'agent ids', max: mostSelected.agentIds }).default([]),
  team_ids: list(integerId, { of: 'team ids', max: mostSelected.teamIds }).default([]),
  ip_addrs: ipRanges.default([]),
});

const selectorOf = ({ agent_ids, team_ids, ip_addrs }: z.output<typeof lists>): Selector => ({
  agentIds: agent_ids,
  teamIds: team_ids,
  ipRanges: ip_addrs,
});

const selector = lists
  .refine((given) => !isEmpty(selectorOf(given)), {
    error: 'Name at least one agent, team or address in agent_ids, team_ids or ip_addrs',
  })
  .refine((given) => !selectsEverybody(selectorOf(given)), {
    error:
      'ip_addrs holds at least half of all IPv4 or of all public IPv6 addresses, so nearly everybody would be logged out: if that is meant, use POST /v1/force-logouts with confirmEveryone true',
    when: onceRead('ip_addrs'),
  })
  .transform(selectorOf);

/** The lists of the request as the caller wrote them. */
const asGiven = z.object({
  agent_ids: z.array(z.number()).optional(),
  team_ids: z.array(z.number()).optional(),
  ip_addrs: z.array(z.string()).optional(),
});

const startedJob = z.strictObject({ id: z.int(), status: z.literal('created'), link: z.string(), ...asGiven.shape });

/** Always waits until the ongoing contact has ended. */
const forceLogout = limited(
  ccaiRoute({
    key: 'POST /apps/api/v1/agent_statuses/force_logout',
    scopeFor: ({ body }, caller) => logoutScope(body, caller),
    request: z.object({ query: noQuery, body: selector }),
    answers: { 200: z.union([rowsAnswer, startedJob]), 400: z.union([rowsAnswer, messageAnswer]) },
    run: async ({ forceLogouts, ccaiDeferredStatusCode }: Needed, { body }, request) => ({
      ...(await forceLogouts(request.caller.instanceId, body, { timing: 'afterContact', order: orderedBy(request) })),
      deferredStatusCode: ccaiDeferredStatusCode,
    }),
    render(outcome, _, request) {
      switch (outcome.type) {
        case 'job':
          return renderJob(outcome.job.jobId, request);
        case 'done':
          return renderRows(outcome.rows, outcome.deferredStatusCode);
        case 'refused':
          throw refusedByGuard(outcome.refusal);
      }
    },
  }),
);

function renderRows(rows: readonly LogoutRow[], deferredStatusCode: DeferredStatusCode): HttpAnswer {
  const online = rows.filter(({ outcome }) => hasRow[outcome]);
  if (online.length === 0) return { status: 400, body: { message: 'cannot find any agent by input params' } };
  const isAllBusy = online.every(({ outcome }) => outcome === 'deferred');
  return { status: isAllBusy ? deferredStatusCode : 200, body: online.map(rowOf) };
}

function renderJob(jobId: number, { url, body }: HttpRequest): HttpAnswer {
  const link = `${url}/jobs/${jobId}`;
  return {
    status: 200,
    headers: { link: `<${link}>; rel="status"` },
    body: { id: jobId, status: 'created', link, ...asGiven.parse(body, { jitless: true }) },
  };
}

/** The statuses by the names of the contract, which documents only `completed`. */
const statuses = {
  scheduled: 'created',
  created: 'created',
  running: 'running',
  completed: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
} as const satisfies Record<JobProgress['status'], string>;

const count = z.int().min(0);
const counts = z.strictObject({
  matched: count,
  logged_out: count,
  deferred: count,
  already_signed_out: count,
  skipped: count,
  failed: count,
});

const getLogoutJob = ccaiRoute({
  key: 'GET /apps/api/v1/agent_statuses/force_logout/jobs/{id}',
  scope: ['sessions:read', 'logout:bulk'],
  // The source prints a body with this call, which says nothing about it.
  ignoresBody: true,
  request: z.object({ path: z.object({ id: z.string() }), query: noQuery }),
  answers: { 200: counts.extend({ id: z.int(), status: z.enum(statuses) }) },
  run: async (useCases: ForcedLogoutUseCases, { path }, request) => useCases.getLogoutJob(jobKeyOf(request, path.id)),
  render(report) {
    if (!report) throw noSuchJob();
    const { jobId, progress } = report.job;
    return { status: 200, body: { id: jobId, status: statuses[progress.status], ...countsOf(report.counts) } };
  },
});

const countsOf = ({
  matched,
  loggedOut,
  deferred,
  alreadySignedOut,
  skipped,
  failed,
}: JobCounts): z.input<typeof counts> => ({
  matched,
  logged_out: loggedOut,
  deferred,
  already_signed_out: alreadySignedOut,
  skipped,
  failed,
});

/** Forced logouts as in CCAI Platform. */
export const ccaiRoutes = [forceLogout, getLogoutJob];
