import * as z from 'zod';
import type { AgentKey } from '#core/sessions/agent.ts';
import type { LogoutCause } from '#core/sessions/events.ts';
import type { OwnSignOutOutcome } from '#core/sessions/own-session.ts';
import type { HttpAnswer } from '../http.ts';
import { mustBe } from '../must-be.ts';
import { parseRequest } from '../request-schema.ts';
import { agentKeyOf, type GatewayRequest, pathOf, sessionHeaders, withInstance } from './request.ts';
import { gatewayAnswer } from './retcodes.ts';

const causeError = mustBe('a cause, a whole number from 1 to 255');
const cause = z
  .string({ error: causeError })
  .regex(/^([1-9]\d?|1\d\d|2[0-4]\d|25[0-5])$/, { error: causeError })
  .transform(Number);

const signOut = z.object({ path: pathOf({ reason: cause.exactOptional() }), headers: sessionHeaders });

/** How an agent's client signs its agent out. */
export interface GatewaySignOut {
  readonly byForce: boolean;
  readonly cause?: LogoutCause;
}

/** `DELETE /onlineagent/{agentid}/logout`, `…/forcelogout` and `…/forcelogoutwithreason/{reason}` */
export function parseGatewaySignOut(
  request: GatewayRequest,
): readonly [agent: AgentKey, secret: string, how: GatewaySignOut] {
  const { path, headers } = parseRequest(signOut, withInstance(request));
  const { reason } = path;
  const byForce = request.route.includes('/forcelogout');
  return [agentKeyOf(path), headers.guid, { byForce, ...(reason !== undefined && { cause: reason }) }];
}

type Refused = 'busy' | 'notYours' | 'unknownAgent' | 'overlapping';

const noSession = gatewayAnswer('noPermission', 'The Guid is of no session of this agent: sign in again');

const refusals = {
  busy: gatewayAnswer(
    'busy',
    'This agent has a contact in hand: end it first, or use …/forcelogout, which releases it',
  ),
  notYours: noSession,
  unknownAgent: noSession,
  overlapping: gatewayAnswer('overlapping', 'Another sign-in or sign-out of this agent has no answer yet: wait for it'),
} satisfies Record<Refused, HttpAnswer>;

export function renderGatewaySignOut(
  outcome: OwnSignOutOutcome | { readonly type: 'unknownAgent' | 'overlapping' },
): HttpAnswer {
  if (outcome.type !== 'signedOut') return refusals[outcome.type];
  if (!outcome.wasBefore) return gatewayAnswer('success', 'success');
  return gatewayAnswer('alreadySignedOut', 'The session of this Guid is over already');
}
