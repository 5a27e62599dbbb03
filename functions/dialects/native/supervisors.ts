import * as z from 'zod';
import { scopeOfWatching } from '#core/access/access.ts';
import { toIso } from '#core/instant.ts';
import type { SupervisorUseCases } from '#core/supervisors/use-cases.ts';
import { mostWatches, mostWatchesOfCaller } from '#core/supervisors/watch.ts';
import { instant } from '../fields.ts';
import { RefusedRequest } from '../http.ts';
import { noBody, noQuery } from '../request-schema.ts';
import { nativeRoute } from './problem.ts';

const full = {
  full: `${mostWatches} pages watch your instance, which is the most: close one of them`,
  fullForCaller: `You have ${mostWatchesOfCaller} pages that watch, which is the most: close one of them`,
};

/** The address of a WebSocket over which a supervisor's page is shown what its caller may see. */
const requestWatch = nativeRoute({
  key: 'POST /v1/supervisor-connections',
  scope: scopeOfWatching,
  request: z.object({ query: noQuery, body: noBody }),
  answers: { 200: z.strictObject({ url: z.string(), expiresAt: instant }) },
  heedsTeams: true,
  run: ({ requestWatch }: Pick<SupervisorUseCases, 'requestWatch'>, _, { caller }) => requestWatch(caller),
  render: (outcome) => {
    if (outcome.type !== 'address') throw new RefusedRequest({ type: 'conflict', message: full[outcome.type] });
    return { status: 200, body: { url: outcome.url, expiresAt: toIso(outcome.expiresAt) } };
  },
});

/** What the servers of supervisors' pages call. */
export const supervisorRoutes = [requestWatch];
