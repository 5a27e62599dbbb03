import * as z from 'zod';
import type { ReconciliationUseCases } from '#core/agent-reconciliations/use-cases.ts';
import { toIso } from '#core/instant.ts';
import { instant } from '../fields.ts';
import { RefusedRequest } from '../http.ts';
import { noBody, noQuery } from '../request-schema.ts';
import { nativeRoute } from './problem.ts';

const reconciliationAnswer = z.strictObject({
  reconciliationId: z.string(),
  requestedBy: z.string(),
  requestedAt: instant,
});

/** Asks for a look at everybody in the background, or joins the one that is not done yet. */
const postReconciliation = nativeRoute({
  key: 'POST /v1/agent-reconciliations',
  scope: 'sessions:write',
  request: z.object({ query: noQuery, body: noBody }),
  answers: { 202: reconciliationAnswer },
  run: ({ askForReconciliation }: ReconciliationUseCases, _, { caller }) =>
    askForReconciliation({ instanceId: caller.instanceId }, caller.callerId),
  render: (asked) => {
    if (!asked) {
      throw new RefusedRequest({
        type: 'conflict',
        message:
          'Agents of this instance are not those of an Amazon Connect instance: what Lastcall knows of them is the truth already',
      });
    }
    const { reconciliationId, requestedBy, requestedAt } = asked;
    return { status: 202, body: { reconciliationId, requestedBy, requestedAt: toIso(requestedAt) } };
  },
});

/** Agents as the contact centre that owns them shows them. */
export const agentReconciliationRoutes = [postReconciliation];
