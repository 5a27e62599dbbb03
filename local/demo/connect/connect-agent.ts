/** The types of agent states. Their names are chosen by the centre. */
type StateType = 'routable' | 'not_routable' | 'offline' | 'system';

/** An agent state, as the CCP knows it. A state that comes from a contact has no ARN. */
export interface AgentState {
  readonly agentStateARN: string | null;
  readonly name: string;
  readonly type: StateType;
}

/** The ARN of a resource of the instance that the stand-in plays. */
export const arnOf = (resource: string): string =>
  `arn:aws:connect:eu-west-1:000000000000:instance/00000000-0000-4000-8000-000000000000/${resource}`;

const state = (id: string, name: string, type: StateType): AgentState => ({
  agentStateARN: arnOf(`agent-state/${id}`),
  name,
  type,
});

/** The initial state of every agent. */
export const available = state('1', 'Available', 'routable');

/** The state of type `offline`, which the demo's centre has renamed, as centres do. */
export const offline = state('3', 'Gone home', 'offline');

/** The states that an agent of the demo can choose. */
export const agentStates: readonly AgentState[] = [
  available,
  state('2', 'Lunch', 'not_routable'),
  offline,
  state('4', 'Offline work', 'not_routable'),
];

export const findState = (arn: string | null): AgentState | undefined =>
  agentStates.find(({ agentStateARN }) => agentStateARN === arn);

/** A contact of an agent: it rings, it is connected, and after its end there is after-call work. */
export interface ConnectContact {
  readonly contactId: string;
  readonly channel: 'voice' | 'chat';
  readonly state: 'connecting' | 'connected' | 'ended';
  readonly since: number;
}

/** An agent in Amazon Connect. */
export interface ConnectAgent {
  /** The agent's state while there is no contact. */
  readonly chosen: AgentState;
  /** The state that follows when the last contact is cleared. */
  readonly next?: AgentState;
  /** When the state that is shown began. */
  readonly since: number;
  readonly contacts: readonly ConnectContact[];
}

/** Why a state was not set. The texts are the stand-in's own. */
export type Refusal = 'An agent with a contact can only be given a next state' | 'There is no such state';

const systemState = (name: string): AgentState => ({ agentStateARN: null, name, type: 'system' });

/** The state that is shown: that of a contact, or else the chosen one. */
export function shownState({ chosen, contacts }: ConnectAgent): AgentState {
  const has = (contactState: ConnectContact['state']) => contacts.some((contact) => contact.state === contactState);
  if (has('connected')) return systemState('Busy');
  if (has('connecting')) return systemState('PendingBusy');
  return contacts.length > 0 ? systemState('AfterCallWork') : chosen;
}

/**
 * Sets a state at once, or as the next state if the agent has a contact and that is allowed. To set the state that the
 * agent returns to anyway removes the next state.
 */
export function setState(
  agent: ConnectAgent,
  chosen: AgentState,
  isNextAllowed: boolean,
  now: number,
): ConnectAgent | Refusal {
  if (agent.contacts.length === 0) return { chosen, since: now, contacts: [] };
  if (!isNextAllowed) return 'An agent with a contact can only be given a next state';
  const { next: _before, ...rest } = agent;
  return chosen.agentStateARN === agent.chosen.agentStateARN ? rest : { ...rest, next: chosen };
}

export const ring = (
  agent: ConnectAgent,
  contact: Pick<ConnectContact, 'contactId' | 'channel'>,
  now: number,
): ConnectAgent => withContacts(agent, [...agent.contacts, { ...contact, state: 'connecting', since: now }], now);

/** The agent accepts a contact that rings. */
export const accept = (agent: ConnectAgent, contactId: string, now: number): ConnectAgent =>
  advance(agent, { contactId, from: ['connecting'], to: 'connected' }, now);

/** Either side hangs up. After-call work begins. */
export const hangUp = (agent: ConnectAgent, contactId: string, now: number): ConnectAgent =>
  advance(agent, { contactId, from: ['connecting', 'connected'], to: 'ended' }, now);

/** After-call work is done. With the last contact, the next state is set. */
export function clear(agent: ConnectAgent, contactId: string, now: number): ConnectAgent {
  const isEnded = (contact: ConnectContact) => contact.contactId === contactId && contact.state === 'ended';
  if (!agent.contacts.some(isEnded)) return agent;
  const contacts = agent.contacts.filter((contact) => !isEnded(contact));
  const cleared = withContacts(agent, contacts, now);
  const { next, ...rest } = cleared;
  return next === undefined || cleared.contacts.length > 0 ? cleared : { ...rest, chosen: next };
}

interface Advance {
  readonly contactId: string;
  readonly from: readonly ConnectContact['state'][];
  readonly to: ConnectContact['state'];
}

function advance(agent: ConnectAgent, { contactId, from, to }: Advance, now: number): ConnectAgent {
  const applies = (contact: ConnectContact) => contact.contactId === contactId && from.includes(contact.state);
  if (!agent.contacts.some(applies)) return agent;
  const contacts = agent.contacts.map((contact) =>
    applies(contact) ? { ...contact, state: to, since: now } : contact,
  );
  return withContacts(agent, contacts, now);
}

function withContacts(agent: ConnectAgent, contacts: readonly ConnectContact[], now: number): ConnectAgent {
  const changed = { ...agent, contacts };
  return shownState(changed).name === shownState(agent).name ? changed : { ...changed, since: now };
}
