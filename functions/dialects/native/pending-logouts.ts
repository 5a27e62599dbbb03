import * as z from 'zod';
import type { TakenBack } from '#core/agents/take-back.ts';
import type { ForcedLogoutUseCases } from '#core/forced-logouts/use-cases.ts';
import { agentId } from '../fields.ts';
import { type Problem, RefusedRequest } from '../http.ts';
import { cancelledBy } from '../logouts.ts';
import { noBody, noQuery } from '../request-schema.ts';
import { noContent } from '../route.ts';
import { agentInPath, type FindAgent, refused } from './presence.ts';
import { nativeRoute } from './problem.ts';

const refusals = {
  nothingPending: {
    type: 'conflict',
    message: 'No forced logout waits for this agent, and the agent is not held: there is nothing to take back',
  },
  tooLate: {
    type: 'conflict',
    message:
      'The forced logout of this agent is for at once and under way, or has taken place: it cannot be taken back',
  },
  notCancelled: {
    type: 'conflict',
    message:
      'The forced logout could not be cancelled: Amazon Connect goes on showing that the agent goes offline after the contact. The logout stays',
  },
} as const satisfies Record<Exclude<TakenBack['type'], 'cancelled' | 'unknownAgent'>, Problem>;

/** Takes back what is still to happen to an agent: a logout that waits, or the hold after one. */
const cancelLogout = nativeRoute({
  key: 'DELETE /v1/agents/{agentId}/pending-logout',
  scope: ['logout:one', 'logout:bulk'],
  agentOf: agentInPath,
  request: z.object({ path: z.object({ agentId }), query: noQuery, body: noBody }),
  answers: { 204: noContent },
  run: (useCases: Pick<ForcedLogoutUseCases, 'cancelLogout'> & FindAgent, { path }, request) =>
    useCases.cancelLogout({ instanceId: request.caller.instanceId, ...path }, cancelledBy(request)),
  render: ({ type }) => {
    if (type === 'cancelled') return { status: 204 };
    throw type === 'unknownAgent' ? refused(type) : new RefusedRequest(refusals[type]);
  },
});

/** Forced logouts that wait. */
export const pendingLogoutRoutes = [cancelLogout];
