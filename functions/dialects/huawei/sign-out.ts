import * as z from 'zod';
import type { SupervisorSignOutOutcome } from '#core/agent-clients/supervisor-sign-out.ts';
import type { AgentClientUseCases } from '#core/agent-clients/use-cases.ts';
import { type HttpAnswer, RefusedRequest } from '../http.ts';
import { originOf } from '../logouts.ts';
import { mustBe } from '../request-schema.ts';
import type { RouteKey } from '../route.ts';
import { huaweiAnswer, huaweiAnswers, huaweiRoute } from './problem.ts';
import { agentKeyOf, type BasePath, huaweiAgentId, pathOf, sessionHeaders } from './session.ts';

const causeError = mustBe('a cause, a whole number from 1 to 255');

/** A number with a meaning of the client's own. */
const clientCause = z
  .string({ error: causeError })
  .regex(/^([1-9]\d?|1\d\d|2[0-4]\d|25[0-5])$/, { error: causeError })
  .transform(Number);

const noSession = huaweiAnswer('noPermission', 'The Guid is of no session of this agent: sign in again');

type OwnSignOutOutcome = Awaited<ReturnType<AgentClientUseCases['signOutOwn']>>;

const refusals = {
  busy: huaweiAnswer('busy', 'This agent has a contact in hand: end it first, or use …/forcelogout, which releases it'),
  notYours: noSession,
  unknownAgent: noSession,
  overlapping: huaweiAnswer('overlapping', 'Another sign-in or sign-out of this agent has no answer yet: wait for it'),
} satisfies Record<Exclude<OwnSignOutOutcome['type'], 'signedOut'>, HttpAnswer>;

const ownRequest = z.object({ path: pathOf({ reason: clientCause.exactOptional() }), headers: sessionHeaders });

/** By force, an agent who has a contact is signed out too; the contact is released. */
const signOut = (key: RouteKey, { byForce }: { readonly byForce: boolean }) =>
  huaweiRoute({
    key,
    throttleShare: 0.003,
    request: ownRequest,
    answers: huaweiAnswers(['wrongCause', 'alreadySignedOut', 'busy', 'overlapping']),
    run: ({ signOutOwn }: AgentClientUseCases, { path, headers }) =>
      signOutOwn(agentKeyOf(path), headers.guid, {
        byForce,
        ...(path.reason !== undefined && { clientCause: path.reason }),
      }),
    render(outcome) {
      if (outcome.type !== 'signedOut') return refusals[outcome.type];
      if (!outcome.wasBefore) return huaweiAnswer('success', 'success');
      return huaweiAnswer('alreadySignedOut', 'The session of this Guid is over already');
    },
  });

/** An agent's client signs its agent out. */
export const signOutRoutes = (base: BasePath) => [
  signOut(`DELETE ${base}/onlineagent/{agentid}/logout`, { byForce: false }),
  signOut(`DELETE ${base}/onlineagent/{agentid}/forcelogout`, { byForce: true }),
  signOut(`DELETE ${base}/onlineagent/{agentid}/forcelogoutwithreason/{reason}`, { byForce: true }),
];

const supervisorAnswers = {
  signedOut: huaweiAnswer('success', 'success'),
  notSignedIn: huaweiAnswer('notSignedIn', 'The agent to be signed out is not signed in'),
  noPermission: huaweiAnswer('noPermission', 'Your security profile does not allow to sign this agent out'),
  oneself: huaweiAnswer(
    'oneself',
    'Nobody signs out oneself as a supervisor: use DELETE /onlineagent/{agentid}/logout',
  ),
  overlapping: huaweiAnswer('overlapping', 'Another sign-in or sign-out of that agent has no answer yet: wait for it'),
  'supervisor:signedOut': huaweiAnswer('notSignedIn', 'The session of this Guid is over: sign in again'),
  'supervisor:notYours': noSession,
} satisfies Record<Exclude<SupervisorSignOutOutcome['type'], 'tooManyRequests'>, HttpAnswer>;

const supervisorRequest = z.object({ path: pathOf({ workNo: huaweiAgentId }), headers: sessionHeaders });

/** A supervisor signs another agent of the centre out. The Guid is that of the supervisor. */
export const supervisorSignOutRoute = (base: BasePath) =>
  huaweiRoute({
    key: `POST ${base}/qualitycontrol/{agentid}/forcelogout/{workNo}`,
    throttleShare: 0.003,
    request: supervisorRequest,
    answers: huaweiAnswers(['notSignedIn', 'oneself', 'overlapping']),
    run: ({ supervisorSignOut }: AgentClientUseCases, { path, headers }, { sourceIp }) => {
      const from = originOf({ via: 'session', sourceIp });
      return supervisorSignOut(agentKeyOf(path), { secret: headers.guid, from }, path.workNo);
    },
    render(outcome) {
      if (outcome.type === 'tooManyRequests') throw new RefusedRequest(outcome);
      return supervisorAnswers[outcome.type];
    },
  });
