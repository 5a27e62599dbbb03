import {
  type ContactState,
  inStatus,
  isLive,
  isRinging,
  type Slot,
  withContactState,
  withoutSlot,
  withSlot,
} from '../state/agent-state.ts';
import type { Contact } from '../state/contact.ts';
import type { ConnectInstance } from '../state/instance.ts';
import { type NewContact, newContact } from '../state/new-contact.ts';
import { completeCleared } from './set-status.ts';

/** How long a contact rings before it is missed. */
const offerMillis = 20_000;

/** What customers, flows and the routing do with contacts, and what agents do with theirs. Ids are of this instance. */
export class ContactActions {
  readonly #instance: ConnectInstance;

  constructor(instance: ConnectInstance) {
    this.#instance = instance;
  }

  /** Begins a contact, or another leg of one. Returns it. */
  begin(how: NewContact): Contact {
    const instance = this.#instance;
    const now = instance.time.now();
    const previous = how.previousContactId === undefined ? undefined : instance.contact(how.previousContactId);
    const contact = newContact(how, { id: instance.random.uuid(), now, previous });
    instance.saveContact(contact, 'INITIATED');
    // An inbound call carries no time of that.
    if (contact.initiationMethod !== 'INBOUND')
      instance.saveContact({ ...contact, connectedToSystemAt: now }, 'CONNECTED_TO_SYSTEM');
    if (how.queueId !== undefined) this.enqueue(contact.id, how.queueId);
    return instance.contact(contact.id);
  }

  /** Puts a contact into a queue. */
  enqueue(contactId: string, queueId: string): void {
    const contact = this.#instance.contact(contactId);
    this.#instance.saveContact({ ...contact, queueId, enqueuedAt: this.#instance.time.now() }, 'QUEUED');
  }

  /** Lets a contact ring at an agent, whatever the agent's status. Unanswered, it is missed after 20 s. */
  offer(contactId: string, userId: string, state: 'CONNECTING' | 'INCOMING' | 'PENDING' = 'CONNECTING'): void {
    const instance = this.#instance;
    const contact = instance.contact(contactId);
    if (contact.disconnectedAt !== undefined || contact.userId !== undefined || contact.offeredTo !== undefined)
      throw new RangeError(`Contact ${contactId} has ended, is connected or rings already`);
    const since = instance.time.now();
    instance.saveContact({ ...contact, offeredTo: userId });
    // The agent may have missed the same contact before.
    const others = (slots: readonly Slot[]) => slots.filter((slot) => slot.contactId !== contactId);
    instance.changeAgent(userId, (agent) =>
      withSlot({ ...agent, slots: others(agent.slots) }, { contactId, channel: contact.channel, state, since }),
    );
    instance.time.at(since + offerMillis, async () => {
      const slot = this.#slotOf(contactId, userId);
      if (slot !== undefined && isRinging(slot) && slot.since === since) this.miss(contactId);
    });
  }

  /** The agent takes the contact that rings. The timers of a chat are fixed now. */
  accept(contactId: string): void {
    const instance = this.#instance;
    const { offeredTo: userId, ...contact } = instance.contact(contactId);
    if (userId === undefined) throw new RangeError(`Contact ${contactId} rings nowhere`);
    instance.changeAgent(userId, (agent, now) => withContactState(agent, contactId, 'CONNECTED', now));
    const joined = { ...contact, userId, connectedToAgentAt: instance.time.now(), runningTimers: contact.timers };
    instance.saveContact(joined, 'CONNECTED_TO_AGENT');
  }

  /** Nobody answers: the agent keeps a missed slot, and the contact waits for somebody else. */
  miss(contactId: string): void {
    this.#endOffer(contactId, 'MISSED');
  }

  /** The agent refuses the contact that rings. */
  reject(contactId: string): void {
    this.#endOffer(contactId, 'REJECTED');
  }

  /** The connection to the agent cannot be made. */
  fail(contactId: string): void {
    this.#endOffer(contactId, 'ERROR');
  }

  /** Holds a call, takes it back, or pauses and resumes a task. */
  setState(contactId: string, state: 'CONNECTED' | 'CONNECTED_ONHOLD' | 'PAUSED'): void {
    const contact = this.#instance.contact(contactId);
    const before = this.#slotOf(contactId, contact.userId);
    if (state === 'PAUSED' && contact.channel !== 'TASK') throw new RangeError('Only tasks are paused');
    if (contact.userId === undefined || before === undefined) throw new RangeError(`Nobody has contact ${contactId}`);
    this.#instance.changeAgent(contact.userId, (agent, now) => withContactState(agent, contactId, state, now));
    if (state === 'PAUSED') this.#instance.saveContact(contact, 'PAUSED');
    else if (before.state === 'PAUSED') this.#instance.saveContact(contact, 'RESUMED');
  }

  /** Attributes of a contact change, which is an event and nothing else. */
  changeAttributes(contactId: string): void {
    this.#instance.saveContact(this.#instance.contact(contactId), 'CONTACT_DATA_UPDATED');
  }

  /** Ends a contact for everybody. After-contact work begins if an agent had accepted it. */
  end(contactId: string, disconnectReason?: string | null): void {
    const instance = this.#instance;
    const { offeredTo, ...contact } = instance.contact(contactId);
    if (contact.disconnectedAt !== undefined) return;
    const now = instance.time.now();
    const isAtAgent = this.#slotOf(contactId, contact.userId) !== undefined;
    const ended: Contact = {
      ...contact,
      disconnectedAt: now,
      ...(disconnectReason !== undefined && { disconnectReason }),
      ...(isAtAgent && { afterContactWork: { startedAt: now } }),
    };
    instance.saveContact(ended, 'DISCONNECTED');
    if (!isAtAgent) instance.saveContact(ended, 'COMPLETED');
    if (offeredTo !== undefined && instance.directory.users.has(offeredTo)) this.#clearAt(offeredTo, contactId);
    if (isAtAgent && contact.userId !== undefined) this.#beginAfterContactWork(contactId, contact.userId, now);
  }

  /** The agent clears what is left of a contact. A pending next status applies with the last one. */
  clear(userId: string, contactId: string): void {
    const slot = this.#slotOf(contactId, userId);
    if (slot === undefined || isLive(slot)) throw new RangeError(`Contact ${contactId} cannot be cleared at ${userId}`);
    this.#clearAt(userId, contactId);
  }

  /**
   * Transfers a contact to a queue: its leg ends, and a new one with a new id begins. `DISCONNECT` is the disconnect flow of
   * a chat whose agent has left. Returns the new leg.
   */
  transfer(
    contactId: string,
    queueId: string,
    initiationMethod: 'TRANSFER' | 'QUEUE_TRANSFER' | 'DISCONNECT' = 'TRANSFER',
  ): Contact {
    const { channel } = this.#instance.contact(contactId);
    const leg = this.begin({ channel, initiationMethod, previousContactId: contactId, queueId });
    this.end(contactId, initiationMethod === 'DISCONNECT' ? 'AGENT_DISCONNECT' : 'CONTACT_FLOW_DISCONNECT');
    return leg;
  }

  /** An agent dials out, in any status. The call rings at the customer. */
  dialOut(userId: string): Contact {
    const contact = this.begin({ channel: 'VOICE', initiationMethod: 'OUTBOUND' });
    this.offer(contact.id, userId);
    return contact;
  }

  /** Dialling out fails, and puts an agent in a custom status back to Available. */
  failToDial(contactId: string): void {
    const instance = this.#instance;
    const userId = instance.contact(contactId).offeredTo;
    this.end(contactId, 'TELECOM_PROBLEM');
    if (userId === undefined) return;
    instance.changeAgent(userId, (agent, now) =>
      agent.status.type === 'CUSTOM' ? inStatus(instance.directory.statusOfType('ROUTABLE'), now) : agent,
    );
  }

  #endOffer(contactId: string, state: ContactState): void {
    const { offeredTo, ...contact } = this.#instance.contact(contactId);
    if (offeredTo === undefined) throw new RangeError(`Contact ${contactId} rings nowhere`);
    this.#instance.saveContact(contact);
    this.#instance.changeAgent(offeredTo, (agent, now) => withContactState(agent, contactId, state, now));
  }

  #beginAfterContactWork(contactId: string, userId: string, now: number): void {
    const instance = this.#instance;
    instance.changeAgent(userId, (agent) => withContactState(agent, contactId, 'ENDED', now));
    const seconds = instance.snapshot(userId).user.afterContactWorkSeconds;
    if (seconds === 0) return;
    instance.time.at(now + seconds * 1000, async () => {
      const slot = this.#slotOf(contactId, userId);
      if (slot?.state === 'ENDED' && slot.since === now) this.#clearAt(userId, contactId);
    });
  }

  #clearAt(userId: string, contactId: string): void {
    const before = this.#instance.stateOf(userId);
    this.#instance.changeAgent(userId, (agent, now) => withoutSlot(agent, contactId, now));
    completeCleared(this.#instance, { before, after: this.#instance.stateOf(userId), byStatus: false });
  }

  #slotOf(contactId: string, userId: string | undefined): Slot | undefined {
    if (userId === undefined || !this.#instance.directory.users.has(userId)) return undefined;
    return this.#instance.stateOf(userId).slots.find((slot) => slot.contactId === contactId);
  }
}
