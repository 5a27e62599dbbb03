import type { SeededRandom } from '../random.ts';
import type { Centre } from '../stand-in.ts';
import { isRinging, type Slot } from '../state/agent-state.ts';
import type { User } from '../state/directory.ts';
import type { AgentChange, InstanceObserver } from '../state/instance.ts';

/** How long contacts last, in seconds. */
const lengths = { VOICE: [40, 300], CHAT: [120, 600], TASK: [60, 400], EMAIL: [120, 600] } as const;

/** Agents who answer what rings, finish it, and take breaks. */
export class ScriptedAgents implements InstanceObserver {
  readonly #centre: Centre;
  readonly #random: SeededRandom;
  readonly #isYours: (user: User) => boolean;
  readonly #userIds = new Set<string>();
  #hasStopped = false;

  /** @param isYours whether only people change the status of an agent */
  constructor(centre: Centre, random: SeededRandom, isYours: (user: User) => boolean) {
    this.#centre = centre;
    this.#random = random;
    this.#isYours = isYours;
  }

  /** Lets an agent come to work within half a minute. */
  begin(userId: string): void {
    this.#userIds.add(userId);
    this.#after(this.#random.between(0, 30), userId, (user) => {
      this.#centre.agents.signIn(user.id, 'Available');
      if (!this.#isYours(user)) this.#changeStatusAgainAndAgain(user.id);
    });
  }

  stop(): void {
    this.#hasStopped = true;
  }

  agentChanged({ userId, before, after }: AgentChange): void {
    if (this.#hasStopped || !this.#userIds.has(userId)) return;
    for (const slot of after.state.slots) {
      const earlier = before.state.slots.find(({ contactId }) => contactId === slot.contactId);
      if (earlier?.state !== slot.state || earlier.since !== slot.since) this.#react(userId, slot);
    }
  }

  contactChanged(): void {}

  #react(userId: string, slot: Slot): void {
    const { contacts } = this.#centre;
    const { contactId, state } = slot;
    if (isRinging(slot)) {
      this.#afterIfUnchanged([2, 8], userId, slot, () => {
        const chance = this.#random.fraction();
        if (chance < 0.92) contacts.accept(contactId);
        else if (chance < 0.95) contacts.reject(contactId);
      });
      return;
    }
    switch (state) {
      case 'CONNECTED':
        if (slot.channel === 'VOICE' && this.#random.fraction() < 0.2) this.#holdForAWhile(userId, slot);
        this.#after(this.#between(lengths[slot.channel]), userId, () => contacts.end(contactId, 'CUSTOMER_DISCONNECT'));
        return;
      case 'ENDED':
        this.#afterIfUnchanged([10, 40], userId, slot, () => contacts.clear(userId, contactId));
        return;
      case 'MISSED':
      case 'REJECTED':
      case 'ERROR':
        this.#afterIfUnchanged([15, 60], userId, slot, () => contacts.clear(userId, contactId));
    }
  }

  #holdForAWhile(userId: string, slot: Slot): void {
    const { contacts } = this.#centre;
    this.#afterIfUnchanged([10, 20], userId, slot, () => {
      contacts.setState(slot.contactId, 'CONNECTED_ONHOLD');
      this.#afterIfUnchanged([5, 30], userId, { ...slot, state: 'CONNECTED_ONHOLD' }, () =>
        contacts.setState(slot.contactId, 'CONNECTED'),
      );
    });
  }

  #changeStatusAgainAndAgain(userId: string): void {
    this.#after(this.#random.between(60, 240), userId, () => {
      this.#changeStatus(userId);
      this.#changeStatusAgainAndAgain(userId);
    });
  }

  #changeStatus(userId: string): void {
    const { agents, instance } = this.#centre;
    const { status, next } = instance.stateOf(userId);
    const chance = this.#random.fraction();
    if (!instance.agent(userId).signedIn) agents.signIn(userId, 'Available');
    else if (status.type === 'OFFLINE' && chance < 0.3) agents.chooseStatus(userId, 'Available');
    else if (status.type === 'CUSTOM' && chance < 0.6) agents.chooseStatus(userId, 'Available');
    else if (status.type === 'ROUTABLE' && next === undefined) {
      if (chance < 0.25) agents.chooseStatus(userId, this.#random.oneOf(['Break', 'Lunch', 'Training']) ?? 'Break');
      else if (chance < 0.27) agents.logOut(userId);
      else if (chance < 0.29) agents.endSession(userId);
    }
  }

  /** Does something with a contact, if it is still as it was and somebody is there. */
  #afterIfUnchanged(
    seconds: readonly [number, number],
    userId: string,
    { contactId, state, since }: Slot,
    act: () => void,
  ): void {
    this.#after(this.#between(seconds), userId, () => {
      const slot = this.#centre.instance.stateOf(userId).slots.find((one) => one.contactId === contactId);
      if (slot?.state === state && slot.since === since && this.#centre.instance.agent(userId).signedIn) act();
    });
  }

  #after(seconds: number, userId: string, act: (user: User) => void): void {
    const { time, directory } = this.#centre.instance;
    time.at(time.now() + seconds * 1000, async () => {
      const user = directory.users.get(userId);
      if (user !== undefined && !this.#hasStopped) act(user);
    });
  }

  #between([least, most]: readonly [number, number]): number {
    return this.#random.between(least, most);
  }
}
