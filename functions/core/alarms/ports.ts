import type { Instant } from '../instant.ts';

/** "Look at this thing no later than `at`." An alarm that rings too often or for nothing does no harm. */
export type Alarm = AlarmTarget & { readonly at: Instant };

/** What an alarm is about. */
export type AlarmTarget =
  | { readonly kind: 'agent'; readonly instanceId: string; readonly agentId: string }
  | { readonly kind: 'job'; readonly instanceId: string; readonly jobId: number }
  | { readonly kind: 'chat'; readonly instanceId: string; readonly contactId: string };

/** `{instanceId}/{kind}/{id}`, unlike any other's. */
export function nameOf(target: AlarmTarget): string {
  switch (target.kind) {
    case 'agent':
      return `${target.instanceId}/agent/${target.agentId}`;
    case 'job':
      return `${target.instanceId}/job/${target.jobId}`;
    case 'chat':
      return `${target.instanceId}/chat/${target.contactId}`;
  }
}

/** Rings each alarm at least once, never before its instant. */
export interface Alarms {
  set(alarm: Alarm): Promise<void>;
}

/** Alarms that are too far ahead for the queue, by shard and instant. */
export interface AlarmBuckets {
  /**
   * Keeps an alarm in its shard (`shardOf`). Afterwards `sentUpTo` of the shard is defined and, unless a sweep has moved
   * it on, not later than the alarm; so the next sweep that gets that far finds it. Repeating it changes nothing.
   */
  put(alarm: Alarm): Promise<void>;
  /** Alarms of a shard with `from <= at < to`, by instant, at most `limit` at a time. */
  read(shard: number, span: AlarmSpan, page: { limit: number; cursor?: string }): Promise<AlarmPage>;
  /** Up to which instant a shard has been sent, that instant not included; `undefined` before its first alarm. */
  sentUpTo(shard: number): Promise<Instant | undefined>;
  /** Moves that instant on; does nothing when it is no longer `from`. */
  advance(shard: number, from: Instant, to: Instant): Promise<void>;
}

interface AlarmSpan {
  readonly from: Instant;
  readonly to: Instant;
}

interface AlarmPage {
  readonly alarms: readonly Alarm[];
  readonly cursor?: string;
}

/** Delivers an alarm at its instant, to the nearest second, at least once; takes those at most 15 minutes ahead. */
export interface AlarmQueue {
  /** Accepts all of them or throws; after a throw some may have been accepted. */
  send(alarms: readonly Alarm[]): Promise<void>;
}
