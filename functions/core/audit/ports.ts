import type { Origin } from '../agents/logout-order.ts';
import type { Instant } from '../instant.ts';

/** What somebody has asked for, or what has become of it. It is written once and never changed. */
export interface AuditEntry {
  readonly instanceId: string;
  /** The id of the event that it was made of. */
  readonly eventId: string;
  readonly at: Instant;
  /** The name of the event. It may be one that only a newer version knows. */
  readonly type: string;
  readonly requestedBy: string;
  /** @default - nobody asked from anywhere, or a release before this one took the request */
  readonly from?: Origin;
  readonly reason?: string;
  readonly agentId?: string;
  readonly jobId?: number;
  /** What else the event says: no name, and not the message to the agent. */
  readonly details: AuditDetails;
}

export type AuditDetails = Readonly<Record<string, unknown>>;

/** Which entries of an instance are meant: those that fulfil all that is given. */
export interface AuditQuery {
  readonly agentId?: string;
  readonly jobId?: number;
  /** From this instant on. */
  readonly from?: Instant;
  /** Before this instant. */
  readonly to?: Instant;
}

export interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly cursor?: string;
}

/** Keeps entries for a set time. */
export interface AuditTrail {
  /** Keeps an entry. A repeat changes nothing. */
  record(entry: AuditEntry): Promise<void>;
  /**
   * Entries by instant, the newest first. A page may have fewer than its limit, and none, and still a cursor; one is valid for the
   * same query only. An entry that cannot be read is passed over.
   *
   * @throws BadCursorError
   */
  page(
    instanceId: string,
    query: AuditQuery,
    page: { readonly limit: number; readonly cursor?: string },
  ): Promise<AuditPage>;
}
