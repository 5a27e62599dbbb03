import * as z from 'zod';
import type { ForceLogoutsOutcome } from '#core/forced-logouts/force-logouts.ts';
import type { JobKey } from '#core/forced-logouts/logout-job.ts';
import type { ScheduleOutcome } from '#core/forced-logouts/schedule-logout.ts';
import type { ForcedLogoutUseCases } from '#core/forced-logouts/use-cases.ts';
import { toIso } from '#core/instant.ts';
import { type HttpAnswer, RefusedRequest } from '../http.ts';
import { type AttemptedRequest, idempotencyHeader, idempotent } from '../idempotent.ts';
import { limited } from '../limited.ts';
import { refusedByGuard } from '../logout-refusal.ts';
import { logoutScope, orderedBy } from '../logouts.ts';
import { noQuery } from '../request-schema.ts';
import { selectorOf } from './logout-fields.ts';
import { forceLogoutBody, logoutRequestOf, requireOwnTeams } from './logout-request.ts';
import { previewAnswer, previewView } from './preview-view.ts';
import { nativeRoute } from './problem.ts';
import { resultAnswer, resultView } from './result-view.ts';
import { unmatchedAnswer, unmatchedView } from './unmatched-view.ts';

type LogoutRows = Extract<ForceLogoutsOutcome, { type: 'done' }>;

const rowsView = (outcome: LogoutRows) => ({
  results: outcome.rows.map(resultView),
  unmatched: unmatchedView(outcome.unmatched),
  ...(outcome.excluded !== undefined && { excluded: outcome.excluded }),
});

const forceLogouts = limited(
  nativeRoute(
    idempotent({
      key: 'POST /v1/force-logouts',
      scopeFor: ({ body }, caller) => logoutScope(selectorOf(body, caller), caller),
      request: z.object({ query: noQuery, headers: idempotencyHeader, body: forceLogoutBody }),
      heedsTeams: true,
      changesNothing: ({ body }) => body.dryRun,
      answers: {
        200: z.union([
          z.strictObject({
            results: z.array(resultAnswer),
            unmatched: unmatchedAnswer,
            excluded: z.int().exactOptional(),
          }),
          previewAnswer,
        ]),
        202: z.strictObject({ jobId: z.int(), status: z.enum(['created', 'scheduled']), link: z.url() }),
      },
      run: async (useCases: ForcedLogoutUseCases, { body }, request: AttemptedRequest) => {
        const { caller, attempt } = request;
        requireOwnTeams(body, caller);
        const { instanceId } = caller;
        const selector = selectorOf(body, caller);
        const guarded = { ...logoutRequestOf(body, orderedBy(request)), ...(attempt && { attempt }) };
        const { guard: _, ...asked } = guarded;
        const { startAt: startsAt } = body;
        if (body.dryRun) {
          const refusal = startsAt === undefined ? undefined : useCases.checkStart(startsAt);
          if (refusal) return refusal;
          const preview = await useCases.previewLogouts(instanceId, selector, guarded);
          return { type: 'preview', preview } as const;
        }
        return startsAt === undefined
          ? useCases.forceLogouts(instanceId, selector, guarded)
          : useCases.scheduleLogout(instanceId, selector, { ...asked, startsAt });
      },
      render: (outcome, _, { url }) => {
        switch (outcome.type) {
          case 'preview':
            return { status: 200, body: previewView(outcome.preview) };
          case 'refused':
            throw refusedByGuard(outcome.refusal);
          case 'done':
            return { status: 200, body: rowsView(outcome) };
          case 'job':
            return accepted(outcome.job, 'created', url);
          case 'scheduled':
            return accepted(outcome.job, 'scheduled', url);
          case 'badStart':
            throw badStart(outcome);
        }
      },
    }),
  ),
);

function accepted({ jobId }: JobKey, status: 'created' | 'scheduled', url: string): HttpAnswer {
  const link = `${url}/${jobId}`;
  return { status: 202, headers: { location: link }, body: { jobId, status, link } };
}

function badStart({ after, until }: Extract<ScheduleOutcome, { type: 'badStart' }>): RefusedRequest {
  const message = `Must be after now, ${toIso(after)}, and at most 30 days ahead, until ${toIso(until)}`;
  return new RefusedRequest({ type: 'badInput', faults: [{ path: 'startAt', message }] });
}

/** Forced logouts. */
export const forceLogoutRoutes = [forceLogouts];
