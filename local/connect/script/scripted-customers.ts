import type { SeededRandom } from '../random.ts';
import type { Centre } from '../stand-in.ts';
import { type Channel, freeSlotsOf, isRoutable } from '../state/agent-state.ts';
import { type Contact, isQueued } from '../state/contact.ts';
import type { ContactChangeType, InstanceObserver } from '../state/instance.ts';

/** An agent is busy with about one contact on average, if one begins every so many seconds for each agent. */
const secondsBetweenContactsOfAnAgent = 240;
/** Nobody waits longer. */
const patienceSeconds = 120;

/** Customers who call and chat, and the routing that finds them an agent. */
export class ScriptedCustomers implements InstanceObserver {
  readonly #centre: Centre;
  readonly #random: SeededRandom;
  readonly #agents: number;
  readonly #waiting = new Set<string>();
  #hasStopped = false;

  constructor(centre: Centre, random: SeededRandom, agents: number) {
    this.#centre = centre;
    this.#random = random;
    this.#agents = agents;
  }

  begin(): void {
    this.#come();
    this.#route();
  }

  stop(): void {
    this.#hasStopped = true;
  }

  agentChanged(): void {}

  /** Whatever is put into a queue waits for an agent, also what somebody else has begun or transferred. */
  contactChanged(type: ContactChangeType, { id }: Contact): void {
    if (type !== 'QUEUED' || this.#hasStopped) return;
    const { instance, contacts } = this.#centre;
    this.#waiting.add(id);
    this.#after(patienceSeconds, () => {
      if (isQueued(instance.contact(id))) contacts.end(id, 'CUSTOMER_DISCONNECT');
    });
  }

  #come(): void {
    const { contacts, instance } = this.#centre;
    const queueId = this.#random.oneOf([...instance.directory.queues.keys()]);
    contacts.begin({ channel: this.#channel(), ...(queueId !== undefined && { queueId }) });
    const pause = (secondsBetweenContactsOfAnAgent / this.#agents) * (0.5 + this.#random.fraction());
    this.#after(pause, () => this.#come());
  }

  /** Each second the contacts that wait are offered, the oldest first, to agents who are Available and have a free slot. */
  #route(): void {
    const { instance, contacts } = this.#centre;
    /** Looked up once for all who wait: only an offer changes it in the meantime. */
    const free = new Map<Channel, readonly string[]>();
    for (const contactId of this.#waiting) {
      const contact = instance.contact(contactId);
      if (!isQueued(contact)) {
        this.#waiting.delete(contactId);
        continue;
      }
      if (contact.offeredTo !== undefined) continue;
      const { channel } = contact;
      const userIds = free.get(channel) ?? this.#freeAgents(channel);
      free.set(channel, userIds);
      const userId = this.#random.oneOf(userIds);
      if (userId === undefined) continue;
      contacts.offer(contactId, userId);
      for (const [of, ids] of free) {
        if (!this.#isFree(of, userId))
          free.set(
            of,
            ids.filter((id) => id !== userId),
          );
      }
    }
    this.#after(1, () => this.#route());
  }

  #freeAgents(channel: Channel): readonly string[] {
    return [...this.#centre.instance.directory.users.keys()].filter((userId) => this.#isFree(channel, userId));
  }

  /** A closed window is not noticed: whoever is Available is offered contacts. */
  #isFree(channel: Channel, userId: string): boolean {
    const { instance } = this.#centre;
    const state = instance.stateOf(userId);
    if (!isRoutable(state)) return false;
    const { users, routingProfiles } = instance.directory;
    const profileId = users.get(userId)?.routingProfileId;
    const most = profileId === undefined ? undefined : routingProfiles.get(profileId)?.concurrency;
    return freeSlotsOf(channel, most ?? {}, state.slots) > 0;
  }

  #channel(): Channel {
    const chance = this.#random.fraction();
    if (chance < 0.45) return 'VOICE';
    return chance < 0.9 ? 'CHAT' : 'TASK';
  }

  #after(seconds: number, act: () => void): void {
    const { time } = this.#centre.instance;
    time.at(time.now() + seconds * 1000, async () => {
      if (!this.#hasStopped) act();
    });
  }
}
