import type { Caller } from '#core/access/access.ts';
import type { SessionState } from '#core/agent-clients/heartbeat.ts';
import type { Agent, EndedSession } from '#core/agents/agent.ts';
import { maximumContacts } from '#core/agents/contacts.ts';
import type { LogoutOrder } from '#core/agents/logout-order.ts';
import type { PresenceOutcome } from '#core/agents/presence.ts';
import type { AgentUseCases } from '#core/agents/use-cases.ts';
import { type Instant, toIso } from '#core/instant.ts';
import { type HttpAnswer, type Problem, RefusedRequest } from '../http.ts';
import { agentView } from './agent-view.ts';

/** Every refusal of a command about an agent's presence. */
const refusals = {
  unknownAgent: {
    type: 'notFound',
    message: 'There is no agent with this id: create one with PUT /v1/agents/{agentId}',
  },
  notSignedIn: {
    type: 'conflict',
    message: 'This agent is not signed in: sign in first with PUT /v1/agents/{agentId}/session',
  },
  alreadySignedIn: {
    type: 'conflict',
    message: 'This agent is already signed in: sign out first, or send takeOver true to end that session',
  },
  beingSignedOut: {
    type: 'conflict',
    message: 'This agent is being signed out when the contact in hand ends: wait until then, or end that contact',
  },
  busy: {
    type: 'conflict',
    message: 'This agent has a contact in hand: end it first, or force the logout with POST /v1/force-logouts',
  },
  otherChannel: {
    type: 'conflict',
    message: 'This agent has a contact of this id in another channel: end it first, or begin one of another id',
  },
  ownedByBackend: {
    type: 'conflict',
    message:
      'This agent works in Amazon Connect, which shows status and contacts to Lastcall: change them there, or force the logout with POST /v1/force-logouts',
  },
  stillOwed: {
    type: 'conflict',
    message: 'Amazon Connect has not been told yet that this agent is signed out: try again in a minute',
  },
  existsInBackend: {
    type: 'conflict',
    message:
      'This agent is a user of Amazon Connect, whom the next import would bring back: delete the user there, import agents with POST /v1/agent-imports, and try again',
  },
  signedIn: {
    type: 'conflict',
    message: 'This agent is signed in: sign out first, or force the logout with POST /v1/force-logouts',
  },
  tooManyContacts: {
    type: 'conflict',
    message: `This agent has ${maximumContacts} contacts in hand, and no more are taken: end one first`,
  },
} as const satisfies Record<string, Problem>;

type Refusal = keyof typeof refusals;

export const refused = (refusal: Refusal) => new RefusedRequest(refusals[refusal]);

/** The refusal of a sign-in during the hold after a forced logout. */
export const heldBack = (until: Instant) =>
  new RefusedRequest({
    type: 'conflict',
    message: `This agent was forced out and cannot sign in before ${toIso(until)}: DELETE /v1/agents/{agentId}/pending-logout ends the hold`,
    members: { heldUntil: toIso(until) },
  });

/** The agent after the command. @throws RefusedRequest when it was refused. */
export function agentAfter(outcome: PresenceOutcome<Refusal>): Agent {
  if (outcome.type === 'done') return outcome.agent;
  throw refused(outcome.type);
}

export type FindAgent = Pick<AgentUseCases, 'getAgent'>;

/** The agent that the path of a request names. */
export const agentInPath = (
  { getAgent }: FindAgent,
  { path: { agentId } }: { readonly path: { readonly agentId: string } },
  { instanceId }: Caller,
) => getAgent({ instanceId, agentId });

/** Answers with the agent after the command: profile and session. */
export const renderAgent = (outcome: PresenceOutcome<Refusal>): HttpAnswer => ({
  status: 200,
  body: agentView(agentAfter(outcome)),
});

/** @throws RefusedRequest when there is no such agent. */
export const renderFoundAgent = (agent: Agent | undefined): HttpAnswer =>
  renderAgent(agent ? { type: 'done', agent } : { type: 'unknownAgent' });

/** @throws RefusedRequest when the session is over, with how it ended if that is known. */
export function requireSession(state: SessionState): void {
  switch (state.type) {
    case 'goesOn':
      return;
    case 'over':
      throw sessionOver(state);
    case 'unknownAgent':
      throw refused('unknownAgent');
  }
}

function sessionOver({ ended, heldUntil: until }: Extract<SessionState, { type: 'over' }>): RefusedRequest {
  const held = until === undefined ? undefined : toIso(until);
  return new RefusedRequest({
    type: 'conflict',
    message: held
      ? `This session is over, and the agent was forced out and cannot sign in before ${held}`
      : 'This session is over: sign in anew with PUT /v1/agents/{agentId}/session',
    members: { ...(ended && { ended: endedView(ended) }), ...(held && { heldUntil: held }) },
  });
}

const endedView = ({ cause, order }: EndedSession) => ({ cause, ...orderForAgent(order) });

/** What the agent is shown of an order: the reason and the message, not who gave it. */
export const orderForAgent = ({ reason, message }: Partial<LogoutOrder> = {}) => ({
  ...(reason !== undefined && { reason }),
  ...(message !== undefined && { message }),
});
