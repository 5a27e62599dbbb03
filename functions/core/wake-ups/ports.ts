import type { Instant } from '../instant.ts';

/** "Look at this aggregate no later than `at`." A wake-up that fires too often or for nothing does no harm. */
export type WakeUp = WakeUpTarget & { readonly at: Instant };

/** The aggregate that a wake-up is for. */
export type WakeUpTarget =
  | { readonly kind: 'agent'; readonly instanceId: string; readonly agentId: string }
  | { readonly kind: 'job'; readonly instanceId: string; readonly jobId: number }
  | { readonly kind: 'chat'; readonly instanceId: string; readonly contactId: string }
  /** All agents of an instance, who are owned by a backend. */
  | { readonly kind: 'instance'; readonly instanceId: string }
  /** The import of an instance's agents from the backend that owns them. */
  | { readonly kind: 'import'; readonly instanceId: string }
  /** A recurring forced logout. */
  | { readonly kind: 'schedule'; readonly instanceId: string; readonly scheduleId: string };

/** `{instanceId}/{kind}/{id}`, unique among all aggregates. */
export function nameOf(target: WakeUpTarget): string {
  switch (target.kind) {
    case 'agent':
      return `${target.instanceId}/agent/${target.agentId}`;
    case 'job':
      return `${target.instanceId}/job/${target.jobId}`;
    case 'chat':
      return `${target.instanceId}/chat/${target.contactId}`;
    case 'instance':
      return `${target.instanceId}/instance`;
    case 'import':
      return `${target.instanceId}/import`;
    case 'schedule':
      return `${target.instanceId}/schedule/${target.scheduleId}`;
  }
}

/** Fires each wake-up at least once, never before its instant. */
export interface WakeUps {
  set(wakeUp: WakeUp): Promise<void>;
}

/** Keeps wake-ups that are too far ahead for the queue, by shard and instant. */
export interface WakeUpBuckets {
  /**
   * Keeps a wake-up in its shard (`shardOf`). Afterwards `sentUpTo` of the shard is defined and not later than the wake-up,
   * unless a sweep has advanced it, so the next sweep that reaches the wake-up finds it. A repeat changes nothing.
   */
  put(wakeUp: WakeUp): Promise<void>;
  /** The wake-ups of a shard with `from <= at < to`, by instant, at most `limit` at a time. */
  read(shard: number, span: WakeUpSpan, page: { limit: number; cursor?: string }): Promise<WakeUpPage>;
  /** The instant up to which a shard has been sent, not included; `undefined` before its first wake-up. */
  sentUpTo(shard: number): Promise<Instant | undefined>;
  /** Advances that instant; does nothing if it is no longer `from`. */
  advance(shard: number, from: Instant, to: Instant): Promise<void>;
}

export interface WakeUpSpan {
  readonly from: Instant;
  readonly to: Instant;
}

interface WakeUpPage {
  readonly wakeUps: readonly WakeUp[];
  readonly cursor?: string;
}

/** Delivers a wake-up at its instant, to the nearest second, at least once. Accepts wake-ups up to 15 minutes ahead. */
export interface WakeUpQueue {
  /** Accepts all of them or throws; after a throw some may have been accepted. */
  send(wakeUps: readonly WakeUp[]): Promise<void>;
}
