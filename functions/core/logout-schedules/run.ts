import type { GuardRefusal } from '../forced-logouts/guard.ts';
import { type Instant, minutes, seconds } from '../instant.ts';
import type { Skipped } from './events.ts';
import {
  isSameRequest,
  type KeptSchedule,
  type LastRun,
  type LogoutSchedule,
  type ScheduleDecided,
  type StandingRequest,
  wakeUpOf,
} from './logout-schedule.ts';
import { nextOccurrence } from './occurrence.ts';

/** An occurrence that has no job after this time, because no wake-up has fired, is left out: nobody expects it any more. */
const longestDelay = minutes(60);

/** Agents who could not be counted in time are counted again: a moment of slowness is no reason to leave an occurrence out. */
const countsAgainAfter = seconds(30);
const countsAgainFor = minutes(5);

/** What is to be done about a schedule. */
export type Due =
  | { readonly type: 'nothing' }
  | { readonly type: 'late' | 'due'; readonly at: Instant; readonly request: StandingRequest }
  | Begun;

/** An occurrence whose job has a number. */
export interface Begun {
  readonly type: 'begun';
  readonly at: Instant;
  readonly jobId: number;
  readonly request: StandingRequest;
}

/** Whether an occurrence is too late for a job to be made for it. */
export const isTooLate = (at: Instant, now: Instant): boolean => now > at + longestDelay;

const nothing = { type: 'nothing' } as const;

export function dueOf(schedule: LogoutSchedule | undefined, now: Instant): Due {
  if (schedule?.content.type !== 'kept') return nothing;
  const { next, request } = schedule.content;
  if (next.type === 'begun') return { ...next, request };
  if (next.type === 'disabled' || now < next.at) return nothing;
  return { type: isTooLate(next.at, now) ? 'late' : 'due', at: next.at, request };
}

/** A wake-up at which nothing is due, or nothing any more, is followed by the one of the next occurrence. */
export const waitOn = (schedule: LogoutSchedule | undefined, now: Instant): ScheduleDecided<undefined> => ({
  state: schedule,
  events: [],
  outcome: undefined,
  ...(schedule?.content.type === 'kept' && wakeUpOf(schedule.content, now)),
});

/** An occurrence that a guard has let pass. */
interface Checked {
  readonly at: Instant;
  readonly jobId: number;
  readonly request: StandingRequest;
}

/**
 * Reserves the number for the job of the occurrence, unless another one is. From now on the occurrence is completed, whatever changes.
 * If the schedule asks for something else than what was checked, nothing happens.
 */
export function beginRun(
  schedule: LogoutSchedule | undefined,
  { at, jobId, request }: Checked,
  now: Instant,
): ScheduleDecided<Due> {
  const due = dueOf(schedule, now);
  const isChecked = due.type === 'due' && due.at === at && isSameRequest(due.request, request);
  if (!isChecked || schedule?.content.type !== 'kept') return { ...waitOn(schedule, now), outcome: due };
  const content: KeptSchedule = { ...schedule.content, next: { type: 'begun', at, jobId } };
  return {
    ...waitOn({ ...schedule, content }, now),
    outcome: { type: 'begun', at, jobId, request: due.request },
  };
}

/** The job of the occurrence is there. */
export const completeRun = (
  schedule: LogoutSchedule | undefined,
  { at, jobId }: { readonly at: Instant; readonly jobId: number },
  now: Instant,
): ScheduleDecided<undefined> => {
  const content = schedule?.content;
  const isOwn = content?.type === 'kept' && content.next.type === 'begun' && content.next.jobId === jobId;
  if (!schedule || !isOwn) return waitOn(schedule, now);
  return waitOn({ ...schedule, content: withLastRun(content, { at, jobId }) }, now);
};

/** Whether a guard is asked again, because it could not count. */
export const countsAgain = ({ why }: GuardRefusal, at: Instant, now: Instant): boolean =>
  why === 'notCounted' && now < at + countsAgainFor;

/** Waits until the agents of an occurrence are counted again. */
export const countLater = (schedule: LogoutSchedule | undefined, now: Instant): ScheduleDecided<undefined> => ({
  ...waitOn(schedule, now),
  ...(dueOf(schedule, now).type === 'due' && { wakeUpAt: now + countsAgainAfter }),
});

/** What is left out, and what it was for: another request may have been put meanwhile, and one that is late may have begun. */
export interface LeftOut {
  readonly due: Exclude<Due, { type: 'nothing' }>;
  readonly skipped: Skipped;
}

/** The occurrence is left out, if it is still what it was. */
export function skipRun(
  schedule: LogoutSchedule | undefined,
  { due: { at, ...due }, skipped }: LeftOut,
  now: Instant,
): ScheduleDecided<Due> {
  const found = dueOf(schedule, now);
  const isSame = found.type === due.type && found.at === at && isSameRequest(found.request, due.request);
  if (schedule?.content.type !== 'kept' || !isSame) return { ...waitOn(schedule, now), outcome: found };
  const { instanceId, scheduleId, content } = schedule;
  const { order } = content.request;
  return {
    ...waitOn({ ...schedule, content: withLastRun(content, { at, skipped }) }, now),
    events: [{ type: 'LogoutScheduleSkipped', instanceId, scheduleId, order, scheduledAt: at, ...skipped }],
    outcome: nothing,
  };
}

/** The occurrence after one that is over. It may have passed as well, after an outage of days: then it is the next to be late. */
const withLastRun = (content: KeptSchedule, lastRun: LastRun): KeptSchedule => ({
  ...content,
  lastRun,
  next: { type: 'waiting', at: nextOccurrence(content.when, lastRun.at) },
});
