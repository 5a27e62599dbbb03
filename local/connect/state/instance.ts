import type { SeededRandom } from '../random.ts';
import type { Switches } from '../switches.ts';
import type { StandInTime } from '../time.ts';
import { AgentHistory } from './agent-history.ts';
import { type AgentState, inStatus } from './agent-state.ts';
import { Arns } from './arns.ts';
import type { Contact } from './contact.ts';
import { Directory, type User } from './directory.ts';
import { InstanceResources } from './resources.ts';

/** An agent at an instant, as events show it. */
export interface Snapshot {
  readonly user: User;
  readonly state: AgentState;
}

/** Something that happened to an agent. */
export interface AgentChange {
  readonly type: 'STATE_CHANGE' | 'LOGIN' | 'LOGOUT';
  readonly userId: string;
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** A type of contact event, by Amazon Connect's name. */
export type ContactChangeType =
  | 'INITIATED'
  | 'CONNECTED_TO_SYSTEM'
  | 'CONTACT_DATA_UPDATED'
  | 'QUEUED'
  | 'CONNECTED_TO_AGENT'
  | 'DISCONNECTED'
  | 'COMPLETED'
  | 'PAUSED'
  | 'RESUMED';

/** What is told of everything that happens in an instance, at once and in order. */
export interface InstanceObserver {
  agentChanged(change: AgentChange): void;
  contactChanged(type: ContactChangeType, contact: Contact): void;
}

/** An agent with a history, as GetCurrentUserData may lag behind. */
interface AgentRecord {
  readonly history: AgentHistory;
  signedIn: boolean;
  sessionEndedAt?: number;
  hasEverSignedIn: boolean;
}

export interface InstanceSettings {
  readonly id: string;
  readonly alias: string;
  readonly account: string;
  readonly region: string;
  readonly time: StandInTime;
  readonly random: SeededRandom;
  readonly switches: () => Switches;
}

/** One instance of Amazon Connect: its directory, its agents and its contacts. Nothing changes except through here. */
export class ConnectInstance {
  readonly id: string;
  readonly alias: string;
  readonly arns: Arns;
  readonly account: string;
  readonly region: string;
  readonly time: StandInTime;
  readonly random: SeededRandom;
  readonly directory = new Directory();
  readonly resources = new InstanceResources();
  readonly contacts = new Map<string, Contact>();
  readonly #agents = new Map<string, AgentRecord>();
  readonly #observers: InstanceObserver[] = [];
  readonly #switches: () => Switches;

  constructor({ id, alias, account, region, time, random, switches }: InstanceSettings) {
    this.id = id;
    this.alias = alias;
    this.account = account;
    this.region = region;
    this.arns = new Arns({ region, account, instanceId: id });
    this.time = time;
    this.random = random;
    this.#switches = switches;
  }

  get switches(): Switches {
    return this.#switches();
  }

  observe(observer: InstanceObserver): void {
    this.#observers.push(observer);
  }

  /** Adds a user, who is Offline and has never signed in. */
  addUser(user: User): void {
    this.directory.users.set(user.id, user);
    const state = inStatus(this.directory.statusOfType('OFFLINE'), this.time.now());
    this.#agents.set(user.id, { history: new AgentHistory(state), signedIn: false, hasEverSignedIn: false });
  }

  /** Renames a user or moves one to another group or profile, which is a STATE_CHANGE with unchanged status. */
  changeUser(userId: string, change: Partial<Omit<User, 'id'>>): void {
    const before = this.snapshot(userId);
    this.directory.users.set(userId, { ...before.user, ...change });
    this.tellAgent('STATE_CHANGE', before);
  }

  /** Deletes a user, whose contacts are nobody's then. There is no event. */
  deleteUser(userId: string): void {
    this.directory.users.delete(userId);
    this.#agents.delete(userId);
  }

  /** @throws RangeError if there is no such user */
  agent(userId: string): AgentRecord {
    const record = this.#agents.get(userId);
    if (record === undefined) throw new RangeError(`Instance ${this.id} has no user ${userId}`);
    return record;
  }

  stateOf(userId: string): AgentState {
    return this.agent(userId).history.current;
  }

  snapshot(userId: string): Snapshot {
    const user = this.directory.users.get(userId);
    if (user === undefined) throw new RangeError(`Instance ${this.id} has no user ${userId}`);
    return { user, state: this.stateOf(userId) };
  }

  /** Changes what an agent does, and says so if anything has changed. */
  changeAgent(userId: string, change: (state: AgentState, now: number) => AgentState): void {
    const before = this.snapshot(userId);
    const now = this.time.now();
    const after = change(before.state, now);
    if (after === before.state) return;
    this.agent(userId).history.add(after, now);
    this.tellAgent('STATE_CHANGE', before);
  }

  /** Says that something has happened to an agent, who was like this before. */
  tellAgent(type: AgentChange['type'], before: Snapshot): void {
    const userId = before.user.id;
    const change = { type, userId, before, after: this.snapshot(userId) };
    for (const observer of this.#observers) observer.agentChanged(change);
  }

  /** @throws RangeError if there is no such contact */
  contact(contactId: string): Contact {
    const contact = this.contacts.get(contactId);
    if (contact === undefined) throw new RangeError(`Instance ${this.id} has no contact ${contactId}`);
    return contact;
  }

  /** Keeps a contact, and says what happened to it. */
  saveContact(contact: Contact, ...types: readonly ContactChangeType[]): Contact {
    this.contacts.set(contact.id, contact);
    for (const type of types) for (const observer of this.#observers) observer.contactChanged(type, contact);
    return contact;
  }
}
