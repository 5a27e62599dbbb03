import type { LogoutOrder, Origin, Timing } from '../agents/logout-order.ts';
import type { Guard, GuardRefusal } from '../forced-logouts/guard.ts';
import type { SelectionSummary } from '../forced-logouts/request-events.ts';
import type { Instant } from '../instant.ts';
import type { Weekday } from './occurrence.ts';

interface OfSchedule {
  readonly instanceId: string;
  readonly scheduleId: string;
}

/**
 * Why an occurrence was left out: it came too late, the guard of the request has refused it, or somebody has changed the times of the
 * schedule when it was due and had not begun.
 */
export interface Skipped {
  readonly why: 'late' | 'refused' | 'changed';
  readonly refusal?: GuardRefusal;
}

/** Who has deleted a schedule, and where they asked for it. */
interface Deletion {
  readonly deletedBy: string;
  readonly deletedFrom?: Origin;
}

/** What a guard allows, in the words of the request. */
type GuardSummary = { readonly confirmEveryone: boolean } & Omit<Guard, 'confirmsEveryone'>;

/** What happens to schedules, in the past tense; published on the bus with an envelope (`Recorded`). */
export type ScheduleEvent =
  /** Somebody has made it, or changed it; `order` says who, and what will be asked for. */
  | (OfSchedule & {
      readonly type: 'LogoutScheduleChanged';
      readonly order: LogoutOrder;
      readonly timing: Timing;
      readonly selection: SelectionSummary;
      readonly guard: GuardSummary;
      readonly days: readonly Weekday[];
      /** Hours and minutes in the time zone. */
      readonly time: string;
      readonly timeZone: string;
      readonly enabled: boolean;
    })
  | (OfSchedule & { readonly type: 'LogoutScheduleDeleted' } & Deletion)
  /** There was no forced logout at an occurrence. */
  | (OfSchedule & {
      readonly type: 'LogoutScheduleSkipped';
      readonly order: LogoutOrder;
      /** When it should have been. */
      readonly scheduledAt: Instant;
    } & Skipped);
