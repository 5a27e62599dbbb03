import type { Caller } from '../access/access.ts';
import { canonical } from '../canonical.ts';
import { summaryOf } from '../forced-logouts/request-events.ts';
import type { Instant } from '../instant.ts';
import {
  type ChangeRefused,
  isSameRequest,
  type KeptSchedule,
  type LastRun,
  type LogoutSchedule,
  mayReach,
  type NextRun,
  type ScheduleContent,
  type ScheduleDecided,
  type ScheduleKey,
  type StandingRequest,
  wakeUpOf,
} from './logout-schedule.ts';
import { nextOccurrence, timeText } from './occurrence.ts';

/** What becomes of the next occurrence when a schedule is put. */
function nextAfterPut(before: KeptSchedule | undefined, { when, enabled }: ScheduleContent, now: Instant) {
  const pending = before?.next.type === 'waiting' ? before.next : undefined;
  const isDue = pending !== undefined && pending.at <= now;
  if (enabled && pending && isDue && nextOccurrence(when, pending.at - 1) === pending.at) return { next: pending };
  const isSameTime = before !== undefined && canonical(before.when) === canonical(when);
  if (enabled && pending && isSameTime) return { next: pending };
  const next: NextRun = enabled ? { type: 'waiting', at: nextOccurrence(when, now) } : { type: 'disabled' };
  return { next, ...(isDue && { left: pending.at }) };
}

/**
 * Makes a schedule, or puts another one in its place. The same content changes nothing. An occurrence that is due and has not
 * begun happens as the new content says, unless that has none at its instant.
 */
export function putSchedule(
  schedule: LogoutSchedule | undefined,
  key: ScheduleKey,
  put: ScheduleContent & { readonly teamIds?: Caller['teamIds'] },
  now: Instant,
): ScheduleDecided<ChangeRefused | { readonly type: 'done'; readonly content: KeptSchedule }> {
  const { when, enabled, teamIds } = put;
  const before = schedule?.content.type === 'kept' ? schedule.content : undefined;
  const refused = (outcome: ChangeRefused) => ({ state: schedule, events: [], outcome });
  if (before && !mayReach(teamIds ? { teamIds } : {}, { content: before })) return refused({ type: 'unknown' });
  if (before?.next.type === 'begun') return refused({ type: 'begun' });
  const request = put.keepsLimits && before ? limitedAs(before.request, put.request) : put.request;
  const isSame =
    before !== undefined &&
    (before.next.type === 'waiting') === enabled &&
    canonical(before.when) === canonical(when) &&
    isSameRequest(before.request, request);
  if (isSame)
    return { state: schedule, events: [], outcome: { type: 'done', content: before }, ...wakeUpOf(before, now) };
  const change = { at: now, by: request.order.requestedBy };
  const { next, left } = nextAfterPut(before, put, now);
  const lastRun: LastRun | undefined = left === undefined ? before?.lastRun : { at: left, skipped: { why: 'changed' } };
  const content: KeptSchedule = {
    type: 'kept',
    request,
    when,
    next,
    ...(lastRun && { lastRun }),
    created: before?.created ?? change,
    updated: change,
  };
  const { order, timing, selector } = request;
  const { confirmsEveryone: confirmEveryone, ...limits } = request.guard;
  const { days, timeZone } = when;
  const changed = {
    type: 'LogoutScheduleChanged',
    ...key,
    ...{ order, timing, selection: summaryOf(selector), guard: { confirmEveryone, ...limits } },
    ...{ days, time: timeText(when), timeZone, enabled },
  } as const;
  const skipped = { type: 'LogoutScheduleSkipped', ...key, order, why: 'changed' } as const;
  return {
    state: { ...key, content },
    events: [changed, ...(left === undefined ? [] : [{ ...skipped, scheduledAt: left }])],
    outcome: { type: 'done', content },
    ...wakeUpOf(content, now),
  };
}

/** A request with the limits of another one. */
function limitedAs({ selector: { conditions } }: StandingRequest, request: StandingRequest): StandingRequest {
  const { callerTeamIds } = conditions ?? {};
  const { selector } = request;
  return callerTeamIds
    ? { ...request, selector: { ...selector, conditions: { ...selector.conditions, callerTeamIds } } }
    : request;
}
