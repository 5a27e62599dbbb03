import type { AggregateStore } from '../change.ts';
import type { ScheduleEvent } from './events.ts';
import type { KeptSchedule, LogoutSchedule, ScheduleKey } from './logout-schedule.ts';

/** A schedule that has not been deleted. */
export type ListedSchedule = ScheduleKey & { readonly content: KeptSchedule };

interface ScheduleList {
  readonly schedules: readonly ListedSchedule[];
  /** There when there may be more. Opaque. */
  readonly cursor?: string;
}

/** Keeps schedules. */
export interface LogoutScheduleStore extends AggregateStore<ScheduleKey, LogoutSchedule, ScheduleEvent> {
  /**
   * Schedules of an instance by id, at most `limit` at a time, and fewer if they are large. Those that are deleted are left out.
   * Those that cannot be read are reported and passed over.
   * @throws BadCursorError
   */
  list(instanceId: string, page: { limit: number; cursor?: string }): Promise<ScheduleList>;
  /** How many an instance has, without those that are deleted. */
  count(instanceId: string): Promise<number>;
}
