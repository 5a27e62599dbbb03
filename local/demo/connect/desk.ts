/** What Amazon Connect tells its states apart by. Names are the centre's own, and say nothing. */
export type StateType = 'routable' | 'not_routable' | 'offline' | 'system';

/** A state, as the CCP knows one. Those that come from contacts have no ARN. */
export interface AgentState {
  readonly agentStateARN: string | null;
  readonly name: string;
  readonly type: StateType;
}

/** A contact at a desk: it rings, it is talked to, and after its end there is work to be done about it. */
export interface DeskContact {
  readonly contactId: string;
  readonly channel: 'voice' | 'chat';
  readonly state: 'connecting' | 'connected' | 'ended';
  readonly since: number;
}

/** An agent, as Amazon Connect sees one. */
export interface Desk {
  /** What the agent is in while there is no contact. */
  readonly chosen: AgentState;
  /** What is to come when the last contact is done. */
  readonly next?: AgentState;
  /** Since when the state shown is what it is. */
  readonly since: number;
  readonly contacts: readonly DeskContact[];
}

/** Why a state was not set. The texts are the stand-in's own. */
export type Refusal = 'An agent with a contact can only be given a next state' | 'There is no such state';

const system = (name: string): AgentState => ({ agentStateARN: null, name, type: 'system' });

/** The state that is shown: of the contact in hand, or else the one chosen. */
export function shownState({ chosen, contacts }: Desk): AgentState {
  const is = (state: DeskContact['state']) => contacts.some((contact) => contact.state === state);
  if (is('connected')) return system('Busy');
  if (is('connecting')) return system('PendingBusy');
  return contacts.length > 0 ? system('AfterCallWork') : chosen;
}

/**
 * Sets a state at once, or with a contact in hand as the next one if that is allowed. To choose what the agent would
 * come back to anyway takes back the next state.
 */
export function putState(desk: Desk, state: AgentState, isNextAllowed: boolean, now: number): Desk | Refusal {
  if (desk.contacts.length === 0) return { chosen: state, since: now, contacts: [] };
  if (!isNextAllowed) return 'An agent with a contact can only be given a next state';
  const { next: _before, ...rest } = desk;
  return state.agentStateARN === desk.chosen.agentStateARN ? rest : { ...rest, next: state };
}

export const ring = (desk: Desk, contact: Pick<DeskContact, 'contactId' | 'channel'>, now: number): Desk =>
  withContacts(desk, [...desk.contacts, { ...contact, state: 'connecting', since: now }], now);

/** The agent takes a contact that rings. */
export const accept = (desk: Desk, contactId: string, now: number): Desk =>
  advance(desk, { contactId, from: ['connecting'], to: 'connected' }, now);

/** Either side hangs up: what was talked about may be worked on. */
export const hangUp = (desk: Desk, contactId: string, now: number): Desk =>
  advance(desk, { contactId, from: ['connecting', 'connected'], to: 'ended' }, now);

/** The work after a contact is done. With the last one, the next state takes hold. */
export function clear(desk: Desk, contactId: string, now: number): Desk {
  const isOver = (contact: DeskContact) => contact.contactId === contactId && contact.state === 'ended';
  if (!desk.contacts.some(isOver)) return desk;
  const contacts = desk.contacts.filter((contact) => !isOver(contact));
  const left = withContacts(desk, contacts, now);
  const { next, ...rest } = left;
  return next === undefined || left.contacts.length > 0 ? left : { ...rest, chosen: next };
}

interface Advance {
  readonly contactId: string;
  readonly from: readonly DeskContact['state'][];
  readonly to: DeskContact['state'];
}

function advance(desk: Desk, { contactId, from, to }: Advance, now: number): Desk {
  const moves = (contact: DeskContact) => contact.contactId === contactId && from.includes(contact.state);
  if (!desk.contacts.some(moves)) return desk;
  const contacts = desk.contacts.map((contact) => (moves(contact) ? { ...contact, state: to, since: now } : contact));
  return withContacts(desk, contacts, now);
}

function withContacts(desk: Desk, contacts: readonly DeskContact[], now: number): Desk {
  const changed = { ...desk, contacts };
  return shownState(changed).name === shownState(desk).name ? changed : { ...changed, since: now };
}
