import type { User } from '../state/directory.ts';
import type { AgentChange, ConnectInstance } from '../state/instance.ts';
import type { StatusChange } from '../state/put-user-status.ts';
import { setStatus } from './set-status.ts';

/** After this a session ends by itself, even on a call. */
const longestSessionMillis = 12 * 3_600_000;

/** What agents do at their control panels, and what befalls them there. */
export class AgentActions {
  readonly #instance: ConnectInstance;
  readonly #sessions = new Map<string, number>();
  /** How often agents will still choose Available again. */
  readonly #insisting = new Map<string, number>();

  constructor(instance: ConnectInstance) {
    this.#instance = instance;
    instance.observe({ agentChanged: (change) => this.#insist(change), contactChanged: () => {} });
  }

  /**
   * Signs in to the control panel. The status is that of the last time, Offline at first.
   *
   * @param statusName the status that the agent then chooses. @default none
   */
  signIn(userId: string, statusName?: string): void {
    const instance = this.#instance;
    const agent = instance.agent(userId);
    const session = (this.#sessions.get(userId) ?? 0) + 1;
    this.#sessions.set(userId, session);
    agent.signedIn = true;
    agent.hasEverSignedIn = true;
    instance.tellAgent('LOGIN', instance.snapshot(userId));
    instance.time.at(instance.time.now() + longestSessionMillis, async () => {
      if (this.#sessions.get(userId) === session && instance.directory.users.has(userId)) this.endSession(userId);
    });
    if (statusName !== undefined) this.chooseStatus(userId, statusName);
  }

  /** Chooses a status, or the next one during a contact. */
  chooseStatus(userId: string, statusName: string): StatusChange {
    return setStatus(this.#instance, userId, this.#instance.directory.statusNamed(statusName));
  }

  /**
   * The agent's page chooses Available again, as soon as the status is Offline: without a sign-in in between, however that came
   * about.
   */
  insistOnAvailable(userId: string, times = 1): void {
    this.#insisting.set(userId, times);
  }

  /** Presses Logout in the control panel: Offline, after the contact if there is one. */
  logOut(userId: string): void {
    setStatus(this.#instance, userId, this.#instance.directory.statusOfType('OFFLINE'));
    this.#endSession(userId);
    this.#tellLogout(userId);
  }

  /** Opens `/logout`, which ends the session and leaves the status as it was. */
  openLogoutPage(userId: string): void {
    this.#endSession(userId);
    this.#tellLogout(userId);
  }

  /** Closes the window, is inactive for too long, or reaches the end of the 12 hours. A switch says what that does. */
  endSession(userId: string): void {
    if (!this.#instance.agent(userId).signedIn) return;
    this.#endSession(userId);
    const { sessionEnd } = this.#instance.switches;
    if (sessionEnd === 'nothing') return;
    if (sessionEnd === 'logoutEventAndOffline')
      setStatus(this.#instance, userId, this.#instance.directory.statusOfType('OFFLINE'));
    this.#tellLogout(userId);
  }

  /** Renames an agent, or moves one to another hierarchy group or routing profile. */
  change(userId: string, change: Partial<Omit<User, 'id'>>): void {
    this.#instance.changeUser(userId, change);
  }

  /** Deletes a user. What rang there waits for somebody else. */
  delete(userId: string): void {
    for (const { contactId } of this.#instance.stateOf(userId).slots) {
      const { offeredTo, ...contact } = this.#instance.contact(contactId);
      if (offeredTo === userId) this.#instance.saveContact(contact);
    }
    this.#endSession(userId);
    this.#instance.deleteUser(userId);
  }

  #insist({ userId, before, after }: AgentChange): void {
    const left = this.#insisting.get(userId) ?? 0;
    if (left === 0 || before.state.status.type === 'OFFLINE' || after.state.status.type !== 'OFFLINE') return;
    this.#insisting.set(userId, left - 1);
    const { time, directory } = this.#instance;
    time.at(time.now(), async () => {
      if (directory.users.has(userId)) setStatus(this.#instance, userId, directory.statusOfType('ROUTABLE'));
    });
  }

  #endSession(userId: string): void {
    this.#sessions.set(userId, (this.#sessions.get(userId) ?? 0) + 1);
    const agent = this.#instance.agent(userId);
    agent.signedIn = false;
    agent.sessionEndedAt = this.#instance.time.now();
  }

  #tellLogout(userId: string): void {
    this.#instance.tellAgent('LOGOUT', this.#instance.snapshot(userId));
  }
}
