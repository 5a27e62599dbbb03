import type { Switches } from './switches.ts';
import type { StandInTime } from './time.ts';

/** A token bucket: this many requests a second, and so many at once. */
export interface Quota {
  readonly rate: number;
  readonly burst: number;
}

const usual: Quota = { rate: 2, burst: 5 };
const chat: Quota = { rate: 5, burst: 8 };
const contact: Quota = { rate: 10, burst: 15 };

/** The defaults of an account, where they are not the usual ones. */
const defaultQuotas: Readonly<Record<string, Quota>> = {
  UpdateParticipantRoleConfig: chat,
  StartContactStreaming: chat,
  StopContactStreaming: chat,
  CreateParticipant: chat,
  StartChatContact: chat,
  StopContact: contact,
  DescribeContact: contact,
  UpdateContact: contact,
  GetContactAttributes: contact,
  UpdateContactAttributes: contact,
  UpdateContactRoutingData: { rate: 20, burst: 20 },
  SearchContacts: { rate: 0.5, burst: 1 },
};

/** What the two lists of AWS contradict each other about. */
const disputed = ['ListUsers', 'DescribeUser', 'ListAgentStatuses', 'ListRoutingProfiles', 'ListUserHierarchyGroups'];

/** The token buckets of an account in a region, one for each operation, shared by all instances and callers. */
export class Quotas {
  readonly #time: StandInTime;
  readonly #switches: () => Switches;
  readonly #raised: Readonly<Record<string, Quota>>;
  readonly #buckets = new Map<string, { tokens: number; filledAt: number }>();

  /** @param raised quotas that AWS has raised for the account. @default none */
  constructor(time: StandInTime, switches: () => Switches, raised: Readonly<Record<string, Quota>> = {}) {
    this.#time = time;
    this.#switches = switches;
    this.#raised = raised;
  }

  /** The quota of an operation. */
  of(operation: string): Quota {
    const raised = this.#raised[operation];
    if (raised !== undefined) return raised;
    if (disputed.includes(operation) && this.#switches().listRate === 'tenASecond') return { rate: 10, burst: 10 };
    return defaultQuotas[operation] ?? usual;
  }

  /** Counts a request. Returns false if there was no token left for it. */
  take(operation: string): boolean {
    const bucket = this.#filled(operation);
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

  /** Takes tokens as somebody else's requests do, a dashboard's for example. @default all that are there */
  drain(operation: string, tokens?: number): void {
    const bucket = this.#filled(operation);
    bucket.tokens = tokens === undefined ? 0 : Math.max(0, bucket.tokens - tokens);
  }

  #filled(operation: string): { tokens: number; filledAt: number } {
    const { rate, burst } = this.of(operation);
    const now = this.#time.now();
    const { tokens, filledAt } = this.#buckets.get(operation) ?? { tokens: burst, filledAt: now };
    const bucket = { tokens: Math.min(burst, tokens + ((now - filledAt) / 1000) * rate), filledAt: now };
    this.#buckets.set(operation, bucket);
    return bucket;
  }
}
