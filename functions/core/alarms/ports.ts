import type { Instant } from '../instant.ts';

/** "Look at this thing no later than `at`." An alarm that rings too often or for nothing does no harm. */
export type Alarm = AlarmTarget & { readonly at: Instant };

/** What an alarm is about. */
export type AlarmTarget =
  | { readonly kind: 'agent'; readonly instanceId: string; readonly agentId: string }
  | { readonly kind: 'job'; readonly instanceId: string; readonly jobId: number };

/** Rings each alarm at least once, never before its instant. */
export interface Alarms {
  set(alarm: Alarm): Promise<void>;
}
