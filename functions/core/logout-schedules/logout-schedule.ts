import type { Caller } from '../access/access.ts';
import type { Origin } from '../agents/logout-order.ts';
import { canonical } from '../canonical.ts';
import type { Decision } from '../change.ts';
import type { Guard } from '../forced-logouts/guard.ts';
import type { LogoutRequest } from '../forced-logouts/logout-job.ts';
import type { Selector } from '../forced-logouts/selector.ts';
import { type Instant, minutes, seconds } from '../instant.ts';
import type { ScheduleEvent, Skipped } from './events.ts';
import type { WeeklyTime } from './occurrence.ts';

/** Names a schedule within an instance. */
export interface ScheduleKey {
  readonly instanceId: string;
  readonly scheduleId: string;
}

/** The forced logout of each occurrence. Its selector has the teams that whoever stored it is limited to. */
export interface StandingRequest extends LogoutRequest {
  readonly selector: Selector;
  /** Is compared with who is there at the occurrence. */
  readonly guard: Guard;
}

/** What somebody puts. */
export interface ScheduleContent {
  readonly request: StandingRequest;
  readonly when: WeeklyTime;
  readonly enabled: boolean;
  /** The limits to teams of the schedule that is there are kept, if there is one. @default - those of the selector hold */
  readonly keepsLimits?: boolean;
}

/** The next occurrence. */
export type NextRun =
  /** There is none. */
  | { readonly type: 'disabled' }
  | { readonly type: 'waiting'; readonly at: Instant }
  /** It has begun: the number is reserved for its job, which may not be there yet. */
  | { readonly type: 'begun'; readonly at: Instant; readonly jobId: number };

/** What became of the occurrence before. */
export type LastRun = { readonly at: Instant } & ({ readonly jobId: number } | { readonly skipped: Skipped });

interface Change {
  readonly at: Instant;
  readonly by: string;
}

export interface KeptSchedule {
  readonly type: 'kept';
  readonly request: StandingRequest;
  readonly when: WeeklyTime;
  readonly next: NextRun;
  readonly lastRun?: LastRun;
  readonly created: Change;
  readonly updated: Change;
}

/** What is left of a schedule: the numbers of its events go on when it is made again, and whoever may know of it still may. */
interface DeletedSchedule {
  readonly type: 'deleted';
  readonly deletedAt: Instant;
  /** The teams that whoever stored it was limited to. @default - to none */
  readonly teamIds?: readonly string[];
}

/** A recurring forced logout. */
export type LogoutSchedule = ScheduleKey & { readonly content: KeptSchedule | DeletedSchedule };

type Limits = Pick<Caller, 'teamIds'>;
export type ScheduleDecided<Outcome> = Decision<LogoutSchedule | undefined, ScheduleEvent, Outcome>;
/** `begun`: an occurrence has begun, and is completed before the schedule changes. */
export type ChangeRefused = { readonly type: 'unknown' } | { readonly type: 'begun' };

/** Whether a caller may know of a schedule: one who is limited to teams only if whoever stored it was limited to no others. */
export function mayReach({ teamIds }: Limits, { content }: Pick<LogoutSchedule, 'content'>): boolean {
  if (teamIds === undefined) return true;
  const of = content.type === 'kept' ? content.request.selector.conditions?.callerTeamIds : content.teamIds;
  return of?.every((teamId) => teamIds.includes(teamId)) ?? false;
}

/** Who deletes a schedule, and where they ask for it. */
export interface Deleter extends Pick<Caller, 'callerId' | 'teamIds'> {
  readonly from?: Origin;
}

/** Deletes a schedule, if there is one. */
export function deleteSchedule(
  schedule: LogoutSchedule | undefined,
  { callerId, teamIds, from }: Deleter,
  now: Instant,
): ScheduleDecided<ChangeRefused | { readonly type: 'done' }> {
  const unchanged = (outcome: ChangeRefused | { readonly type: 'done' }) => ({ state: schedule, events: [], outcome });
  if (teamIds && !(schedule && mayReach({ teamIds }, schedule))) return unchanged({ type: 'unknown' });
  if (schedule?.content.type !== 'kept') return unchanged({ type: 'done' });
  if (schedule.content.next.type === 'begun') return unchanged({ type: 'begun' });
  const { instanceId, scheduleId } = schedule;
  const { callerTeamIds: limits } = schedule.content.request.selector.conditions ?? {};
  const content: DeletedSchedule = { type: 'deleted', deletedAt: now, ...(limits && { teamIds: limits }) };
  const by = { deletedBy: callerId, ...(from && { deletedFrom: from }) };
  const event = { type: 'LogoutScheduleDeleted', instanceId, scheduleId, ...by } as const;
  return { state: { ...schedule, content }, events: [event], outcome: { type: 'done' } };
}

/** Whether the same is asked for, whoever asks and wherever. */
export const isSameRequest = (one: StandingRequest, other: StandingRequest): boolean =>
  contentOf(one) === contentOf(other);

const contentOf = ({ order, ...request }: StandingRequest): string =>
  canonical({ ...request, order: { ...order, requestedBy: undefined, from: undefined } });

/** Whoever has begun an occurrence has completed it by then, or is dead. */
const completesWithin = minutes(1);

/** Whatever is overdue is looked at soon: its wake-up has fired, or is lost. */
const soon = seconds(1);

/** When a schedule is looked at next. */
export function wakeUpOf({ next }: KeptSchedule, now: Instant): { readonly wakeUpAt?: Instant } {
  switch (next.type) {
    case 'disabled':
      return {};
    case 'waiting':
      return { wakeUpAt: next.at > now ? next.at : now + soon };
    case 'begun':
      return { wakeUpAt: now + completesWithin };
  }
}
