import * as z from 'zod';
import type { ForceLogouts, ForceLogoutsOutcome } from '#core/sessions/force-logouts.ts';
import { agentId } from '../fields.ts';
import { type HttpAnswer, type HttpRequest, RefusedRequest } from '../http.ts';
import { requireLogoutScope } from '../logout-scope.ts';
import { mustBe } from '../must-be.ts';
import { noBody, noQuery, parseRequest } from '../request-schema.ts';

const versionError = mustBe('a version such as v30.0');

const logout = z.object({
  // Nothing has changed in this call from version to version.
  path: z.object({ version: z.string().regex(/^v\d{1,3}(\.\d{1,3})?$/, { error: versionError }), agentId }),
  query: noQuery,
  body: noBody,
});

/** `POST /incontactapi/services/{version}/agents/{agentId}/logout`: at once, contacts are released. */
export function parseNiceLogout(request: HttpRequest): Parameters<ForceLogouts> {
  const { path } = parseRequest(logout, request);
  const { instanceId, callerId } = request.caller;
  const selector = { agentIds: [path.agentId], teamIds: [], ipRanges: [] };
  requireLogoutScope(request.caller, selector);
  return [instanceId, selector, { timing: 'immediate', requestedBy: callerId }];
}

/** Signed out is what was asked for, whoever did it. @throws RefusedRequest when there is no such agent. */
export function renderNiceLogout(outcome: ForceLogoutsOutcome): HttpAnswer {
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
