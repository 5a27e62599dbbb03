import type { Instant } from '../../instant.ts';
import { type Agent, isSignedIn, type SignedInAgent, withSession } from '../agent.ts';
import type { Observed } from '../backend.ts';
import { nextCheck } from '../checks.ts';
import type { AgentEvent, NotStopped } from '../events.ts';
import type { LogoutOrder } from '../logout-order.ts';
import { type EndingContact, nothingWatched, type RuleName, type RuleWatch } from './rule-watch.ts';

/** The agent after a step, and what happened. */
export interface Ruled<State extends Agent = SignedInAgent> {
  readonly state: State;
  readonly events: readonly AgentEvent[];
}

/** A contact that is still shown after so many looks is given up: nine minutes. */
const mostChecks = 4;

export const withWatch = (agent: SignedInAgent, watch: RuleWatch): SignedInAgent =>
  withSession(agent, { ...agent.session, rules: watch });

/** What `requestedBy` begins with in the order of a rule. */
export const byRule = 'rule:';

/** The order behind everything that a rule does. */
export const orderOfRule = (rule: RuleName, reason: string): LogoutOrder => ({ requestedBy: byRule + rule, reason });

export const isByRule = (order: LogoutOrder | undefined): boolean => order?.requestedBy.startsWith(byRule) === true;

const factOf = (
  agent: SignedInAgent,
  { contactId, channel, reason }: Pick<EndingContact, 'contactId' | 'channel' | 'reason'>,
) => ({
  instanceId: agent.instanceId,
  agentId: agent.agentId,
  sessionId: agent.session.sessionId,
  contactId,
  channel,
  order: orderOfRule('longContact', reason),
});

export const contactNotStopped = (
  agent: SignedInAgent,
  contact: Pick<EndingContact, 'contactId' | 'channel' | 'reason'>,
  because: NotStopped,
): AgentEvent => ({ type: 'ContactNotStopped', ...factOf(agent, contact), because });

const contactStopped = (agent: SignedInAgent, contact: EndingContact): AgentEvent => ({
  type: 'ContactStopped',
  ...factOf(agent, contact),
});

const isLive = ({ contacts }: Observed, { contactId }: EndingContact) =>
  contacts.some(
    (contact) => contact.contactId === contactId && contact.phase !== 'afterContactWork' && contact.phase !== 'missed',
  );

/** The agent without contacts that a rule was ending and the backend no longer shows. */
export function withoutStopped(agent: SignedInAgent, observed: Observed): Ruled {
  const { rules: watch = nothingWatched } = agent.session;
  const over = watch.ending.filter((contact) => !isLive(observed, contact));
  if (over.length === 0) return { state: agent, events: [] };
  const ending = watch.ending.filter((contact) => !over.includes(contact));
  return {
    state: withWatch(agent, { ...watch, ending }),
    events: over.map((contact) => contactStopped(agent, contact)),
  };
}

/** Contacts that a rule was ending when the session ended: an agent who is out has none. */
export const stoppedWithSession = (agent: SignedInAgent): readonly AgentEvent[] =>
  (agent.session.rules?.ending ?? []).map((contact) => contactStopped(agent, contact));

/** The agent with contacts that are looked at again, and which of them have to be ended once more. */
export function endAgain(agent: SignedInAgent, now: Instant): Ruled & { readonly toEnd: readonly string[] } {
  const { rules: watch = nothingWatched } = agent.session;
  const due = watch.ending.filter(({ checkAt }) => checkAt <= now);
  if (due.length === 0) return { state: agent, events: [], toEnd: [] };
  const givenUp = due.filter(({ checks }) => checks >= mostChecks);
  const ending = watch.ending
    .filter((contact) => !givenUp.includes(contact))
    .map((contact) => (due.includes(contact) ? { ...contact, ...nextCheck(contact.checks, now) } : contact));
  return {
    state: withWatch(agent, { ...watch, ending }),
    events: givenUp.map((contact) => contactNotStopped(agent, contact, 'goesOn')),
    toEnd: due.filter((contact) => !givenUp.includes(contact)).map(({ contactId }) => contactId),
  };
}

/** The agent after the backend has refused to end a contact. */
export function withRefusal(agent: Agent | undefined, contactId: string): Ruled<Agent> | undefined {
  const refused = agent?.session?.rules?.ending.find((contact) => contact.contactId === contactId);
  if (!isSignedIn(agent) || !refused) return undefined;
  const { rules: watch = nothingWatched } = agent.session;
  return {
    state: withWatch(agent, { ...watch, ending: watch.ending.filter((contact) => contact !== refused) }),
    events: [contactNotStopped(agent, refused, 'refused')],
  };
}
