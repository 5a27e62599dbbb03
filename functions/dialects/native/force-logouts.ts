import * as z from 'zod';
import type { ForceLogoutsOutcome } from '#core/forced-logouts/force-logouts.ts';
import type { ForcedLogoutUseCases } from '#core/forced-logouts/use-cases.ts';
import { limited } from '../limited.ts';
import { logoutScope } from '../logouts.ts';
import { noQuery } from '../request-schema.ts';
import { forceLogoutBody, logoutRequestOf } from './logout-request.ts';
import { nativeRoute } from './problem.ts';
import { resultAnswer, resultView } from './result-view.ts';

type LogoutRows = Extract<ForceLogoutsOutcome, { type: 'done' }>;

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
      body: forceLogoutBody,
    }),
    answers: {
      200: z.strictObject({ results: z.array(resultAnswer), unmatched: unmatchedAnswer }),
      202: z.strictObject({ jobId: z.int(), status: z.literal('created'), link: z.url() }),
    },
    run: (useCases: ForcedLogoutUseCases, { body }, { caller }) =>
      useCases.forceLogouts(caller.instanceId, body.select, logoutRequestOf(body, caller)),
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

/** Forced logouts. */
export const forceLogoutRoutes = [forceLogouts];
