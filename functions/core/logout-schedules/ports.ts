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
   * Those schedules of an instance that are to be shown, by id, at most `limit` at a time, and fewer if they are large. Deleted ones
   * are left out; those that cannot be read are reported and passed over. A cursor names none that is not shown.
   * @throws BadCursorError
   */
  list(
    instanceId: string,
    page: { readonly limit: number; readonly cursor?: string },
    isShown: (schedule: LogoutSchedule) => boolean,
  ): Promise<ScheduleList>;
  /** How many an instance has, without those that are deleted. */
  count(instanceId: string): Promise<number>;
}
