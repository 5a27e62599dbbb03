import type { AgentKey } from '#core/agents/agent.ts';
import { signIn } from '#core/agents/presence.ts';
import { type Instant, seconds } from '#core/instant.ts';
import { anAddress } from '#test/support/agents.ts';
import type { Random } from '../random.ts';
import type { Centre, CentreUseCases } from './centre.ts';

/** A session as its client sees it. */
export interface ClientSession {
  readonly sessionId: string;
  /** Without one the session ends only when somebody ends it. */
  readonly leaseSeconds: number | undefined;
  /** When the client last sent a message that was answered: the session goes on. */
  seenAt: Instant;
}

/** Agents who sign in, take contacts, fall silent, leave and come back, at random until an instant. */
export class AgentsAtWork {
  /** Every session of which a client knows. */
  readonly sessions = new Map<string, ClientSession>();
  readonly #centre: Centre;
  readonly #random: Random;
  readonly #latest = new Map<string, ClientSession>();
  #signIns = 0;

  constructor(centre: Centre, random: Random) {
    this.#centre = centre;
    this.#random = random;
  }

  /** An agent does something every half minute or so. */
  work(key: AgentKey, until: Instant): void {
    const { time } = this.#centre;
    const at = time.now() + this.#random.upTo(seconds(60));
    if (at >= until) return;
    time.at(at, async () => {
      this.work(key, until);
      await this.#act(key).catch(() => undefined);
    });
  }

  /** All contacts end. */
  async endContacts(key: AgentKey): Promise<void> {
    for (const contactId of contactIds) {
      await this.#centre.invoke(({ endContact }) => endContact(key, contactId)).catch(() => undefined);
    }
  }

  async #act(key: AgentKey): Promise<unknown> {
    const { invoke, time } = this.#centre;
    const session = this.#latest.get(key.agentId);
    const lot = this.#random.upTo(99);
    if (!session || lot < 8) return this.#signIn(key);
    const { sessionId } = session;
    const at = time.now();
    const contactId = contactIds[this.#random.upTo(contactIds.length - 1)] ?? 'c1';
    if (lot < 60) {
      const { type } = await invoke(({ heartbeat }) => heartbeat(key, { sessionId, sentAt: at }));
      if (type === 'goesOn') session.seenAt = Math.max(session.seenAt, at);
      else this.#latest.delete(key.agentId);
      return;
    }
    if (lot < 66) return invoke(({ leave }) => leave(key, { sessionId, sentAt: at, withinSeconds: 2 }));
    if (lot < 68) return invoke(({ signOutOwn }) => signOutOwn(key, sessionId, { byForce: this.#random.chance(0.5) }));
    if (lot < 82) return invoke(({ beginContact }) => beginContact(key, { contactId, channel: 'VOICE' }));
    if (lot < 96) return invoke(({ endContact }) => endContact(key, contactId));
    return invoke(({ changeStatus }) => changeStatus(key, { status: 'Lunch', statusType: 'CUSTOM' }));
  }

  async #signIn(key: AgentKey): Promise<void> {
    this.#signIns += 1;
    const sessionId = `${key.agentId}/${this.#signIns}`;
    const leaseSeconds = this.#random.chance(0.8) ? 60 + this.#random.upTo(180) : undefined;
    const command = {
      sessionId,
      status: 'Available',
      statusType: 'ROUTABLE',
      ipAddress: anAddress(`10.0.${this.#random.upTo(1)}.1`),
      ...(leaseSeconds !== undefined && { leaseSeconds }),
      takeOver: this.#random.chance(0.7),
    } as const;
    const seenAt = this.#centre.time.now();
    const work = ({ changeAgent }: CentreUseCases) => changeAgent(key, (agent, now) => signIn(agent, command, now));
    const { type } = await this.#centre.invoke(work);
    if (type !== 'done') return;
    const session = { sessionId, leaseSeconds, seenAt };
    this.sessions.set(sessionId, session);
    this.#latest.set(key.agentId, session);
  }
}

const contactIds = ['c1', 'c2'] as const;
