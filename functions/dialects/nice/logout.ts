import * as z from 'zod';
import type { ForceLogoutsOutcome } from '#core/forced-logouts/force-logouts.ts';
import type { ForcedLogoutUseCases } from '#core/forced-logouts/use-cases.ts';
import { agentId } from '../fields.ts';
import { type HttpAnswer, RefusedRequest } from '../http.ts';
import { limited } from '../limited.ts';
import { logoutScope, orderedBy } from '../logouts.ts';
import { answerNoRoute, noRouteAnswers } from '../no-route.ts';
import { mustBe, noBody, noQuery } from '../request-schema.ts';
import { noContent } from '../route.ts';
import { niceRoute } from './problem.ts';

const versionError = mustBe('a version such as v30.0');

const words = ['incontactapi', 'services', 'agents', 'logout'] as const;

const selectorOf = ({ agentId }: { readonly agentId: string }) => ({
  agentIds: [agentId],
  teamIds: [],
  ipRanges: [],
});

/** Logs the agent out at once; contacts are released. */
const logout = limited(
  niceRoute({
    key: 'POST /incontactapi/services/{version}/agents/{agentId}/logout',
    scopeFor: ({ path }, caller) => logoutScope(selectorOf(path), caller),
    request: z.object({
      // This call is the same in every version.
      path: z.object({ version: z.string().regex(/^v\d{1,3}(\.\d{1,3})?$/i, { error: versionError }), agentId }),
      query: noQuery,
      body: noBody,
    }),
    answers: { 200: noContent },
    run: ({ forceLogouts }: ForcedLogoutUseCases, { path }, request) =>
      forceLogouts(request.caller.instanceId, selectorOf(path), { timing: 'immediate', order: orderedBy(request) }),
    render: renderLogout,
  }),
);

/** The caller wants the agent signed out; it does not matter who did it. */
function renderLogout(outcome: ForceLogoutsOutcome): HttpAnswer {
  const result = outcome.type === 'done' ? outcome.rows[0]?.outcome : outcome.type;
  switch (result) {
    case 'loggedOut':
    case 'alreadySignedOut':
      return { status: 200 };
    case 'unknownAgent':
      throw new RefusedRequest({ type: 'notFound', message: 'There is no agent with this id in your instance' });
    default:
      throw new Error(`An immediate logout of one agent has ended as ${result}`);
  }
}

/**
 * The same in every other spelling. The vendor's servers ignore the case of paths, and clients write `/inContactAPI/` or
 * `/InContactAPI/`; API Gateway distinguishes them, so all words are variables. Other paths of six parts have this key too.
 */
const logoutInAnySpelling = {
  ...logout,
  key: 'POST /{incontactapi}/{services}/{version}/{agents}/{agentId}/{logout}',
  answers: { ...noRouteAnswers, 200: z.union([noContent, noRouteAnswers[200]]) },
  instead: (request) =>
    words.every((word) => request.variables[word]?.toLowerCase() === word) ? undefined : answerNoRoute(request),
} as const satisfies typeof logout;

/** The forced logout of one agent, as in NICE CXone. */
export const niceRoutes = [logout, logoutInAnySpelling];
