/** The kind of an agent status. Names are editable and translated, so only this tells them apart. */
type StatusType = 'ROUTABLE' | 'CUSTOM' | 'OFFLINE';

/** An agent status of an instance. */
export interface AgentStatus {
  readonly id: string;
  readonly name: string;
  readonly type: StatusType;
  /** @default true */
  readonly enabled?: boolean;
}

export const channels = ['VOICE', 'CHAT', 'TASK', 'EMAIL'] as const;
export type Channel = (typeof channels)[number];

/** The state of a contact at an agent. After-contact work is ENDED; there is no state of its own for it. */
export type ContactState =
  | 'INCOMING'
  | 'PENDING'
  | 'CONNECTING'
  | 'CONNECTED'
  | 'CONNECTED_ONHOLD'
  | 'PAUSED'
  | 'MISSED'
  | 'ERROR'
  | 'REJECTED'
  | 'ENDED';

/** A contact that occupies a slot of an agent. */
export interface Slot {
  readonly contactId: string;
  readonly channel: Channel;
  readonly state: ContactState;
  readonly since: number;
  readonly connectedAt?: number;
}

/** What an agent does: the status, the one that comes next, and the contacts. Instants are milliseconds since 1970. */
export interface AgentState {
  readonly status: AgentStatus;
  readonly since: number;
  readonly next?: { readonly status: AgentStatus; readonly enqueuedAt: number };
  readonly slots: readonly Slot[];
}

const ringing: readonly ContactState[] = ['INCOMING', 'PENDING', 'CONNECTING'];
const connected: readonly ContactState[] = ['CONNECTED', 'CONNECTED_ONHOLD', 'PAUSED'];

/** Whether somebody may still be spoken to: the contact rings, or is connected. */
export function isLive({ state }: Slot): boolean {
  return ringing.includes(state) || connected.includes(state);
}

/** Whether the contact rings. */
export function isRinging({ state }: Slot): boolean {
  return ringing.includes(state);
}

/** Puts a contact into a slot. */
export function withSlot(agent: AgentState, slot: Slot): AgentState {
  return { ...agent, slots: [...agent.slots, slot] };
}

/** Changes the state of a contact at an agent. */
export function withContactState(agent: AgentState, contactId: string, state: ContactState, now: number): AgentState {
  const change = (slot: Slot): Slot => {
    // The start of the state of a contact on hold is that of its connection.
    if (state === 'CONNECTED_ONHOLD' || (slot.state === 'CONNECTED_ONHOLD' && state === 'CONNECTED'))
      return { ...slot, state };
    const connectedAt = slot.connectedAt ?? (state === 'CONNECTED' ? now : undefined);
    return { ...slot, state, since: now, ...(connectedAt !== undefined && { connectedAt }) };
  };
  return { ...agent, slots: agent.slots.map((slot) => (slot.contactId === contactId ? change(slot) : slot)) };
}

/** Frees the slot of a contact. With the last one, a pending next status becomes the status. */
export function withoutSlot(agent: AgentState, contactId: string, now: number): AgentState {
  const slots = agent.slots.filter((slot) => slot.contactId !== contactId);
  if (slots.length === agent.slots.length) return agent;
  if (slots.length > 0 || agent.next === undefined) return { ...agent, slots };
  return inStatus(agent.next.status, now);
}

/** An agent in a status, without contacts and without a next status. */
export function inStatus(status: AgentStatus, now: number): AgentState {
  return { status, since: now, slots: [] };
}

/** Whether contacts are routed to the agent at all, whatever slots are free. */
export function isRoutable({ status, next }: AgentState): boolean {
  return status.type === 'ROUTABLE' && next === undefined;
}

/** How many slots each channel may have at most. */
type MostSlots = Readonly<Partial<Record<Channel, number>>>;

/** The slots still free of a channel: none while the agent is busy with another one. */
export function freeSlotsOf(channel: Channel, most: MostSlots, slots: readonly Slot[]): number {
  const free = (most[channel] ?? 0) - slots.length;
  return free > 0 && slots.every((slot) => slot.channel === channel) ? free : 0;
}
