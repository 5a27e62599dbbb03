import * as z from 'zod';
import type { Selector } from '#core/forced-logouts/selector.ts';
import { toIso } from '#core/instant.ts';
import type { KeptSchedule, LastRun, ScheduleKey, StandingRequest } from '#core/logout-schedules/logout-schedule.ts';
import { timeText, weekdays } from '#core/logout-schedules/occurrence.ts';
import { instant } from '../fields.ts';
import { guardCounts } from './problem.ts';

const texts = z.array(z.string()).exactOptional();
const run = { at: instant };

/** The body of an answer that shows a schedule. What it says of the request can be put again. */
export const scheduleAnswer = z.strictObject({
  scheduleId: z.string(),
  request: z.strictObject({
    select: z.strictObject({
      agentIds: texts,
      teamIds: texts,
      ipAddresses: texts,
      statuses: texts,
      minimumMinutesInStatus: z.int().exactOptional(),
    }),
    exclude: z.strictObject({ agentIds: texts, teamIds: texts }).exactOptional(),
    timing: z.enum(['immediate', 'afterContact']),
    deadlineMinutes: z.int().exactOptional(),
    onDeadline: z.enum(['force', 'giveUp']).exactOptional(),
    holdMinutes: z.int().exactOptional(),
    reason: z.string().exactOptional(),
    message: z.string().exactOptional(),
    confirmEveryone: z.boolean(),
    maximumAgents: z.int().exactOptional(),
    minimumRemaining: z.union([z.int(), z.record(z.string(), z.int())]).exactOptional(),
  }),
  days: z.array(z.enum(weekdays)),
  at: z.string(),
  timeZone: z.string(),
  enabled: z.boolean(),
  /** Agents of no other teams are logged out, whoever is selected. */
  limitedToTeamIds: texts,
  /** Absent while the schedule is disabled. */
  nextRunAt: instant.exactOptional(),
  /** The occurrence before: the job that it has made, or why there was none. */
  lastRun: z
    .union([
      z.strictObject({ ...run, jobId: z.int() }),
      z.strictObject({
        ...run,
        skipped: z.enum(['late', 'changed', 'everybody', 'tooManyAgents', 'tooFewRemaining', 'notCounted']),
        ...guardCounts,
      }),
    ])
    .exactOptional(),
  createdAt: instant,
  createdBy: z.string(),
  updatedAt: instant,
  updatedBy: z.string(),
});

/** A schedule as the own API shows one. */
export function scheduleView(
  { scheduleId }: Pick<ScheduleKey, 'scheduleId'>,
  { request, when, next, lastRun, created, updated }: KeptSchedule,
): z.input<typeof scheduleAnswer> {
  const { callerTeamIds: limits } = request.selector.conditions ?? {};
  return {
    scheduleId,
    request: requestView(request),
    days: [...when.days],
    at: timeText(when),
    timeZone: when.timeZone,
    enabled: next.type !== 'disabled',
    ...(limits && { limitedToTeamIds: [...limits] }),
    ...(next.type !== 'disabled' && { nextRunAt: toIso(next.at) }),
    ...(lastRun && { lastRun: lastRunView(lastRun) }),
    createdAt: toIso(created.at),
    createdBy: created.by,
    updatedAt: toIso(updated.at),
    updatedBy: updated.by,
  };
}

function lastRunView({ at, ...run }: LastRun) {
  if ('jobId' in run) return { at: toIso(at), jobId: run.jobId };
  const { why, refusal } = run.skipped;
  if (!refusal) return { at: toIso(at), skipped: why === 'changed' ? why : ('late' as const) };
  if (refusal.why === 'tooFewRemaining') return { at: toIso(at), skipped: refusal.why, teams: [...refusal.teams] };
  const { why: skipped, ...counts } = refusal;
  return { at: toIso(at), skipped, ...counts };
}

function requestView({ selector, timing, order, guard }: StandingRequest) {
  const { exclude, statuses, minimumMinutesInStatus } = selector.conditions ?? {};
  const { deadline, holdMinutes, reason, message } = order;
  const { confirmsEveryone, maximumAgents, minimumRemaining } = guard;
  return {
    select: {
      ...listsView(selector),
      ...(statuses && { statuses: [...statuses] }),
      ...(minimumMinutesInStatus !== undefined && { minimumMinutesInStatus }),
    },
    ...(exclude && { exclude: listsView({ ...exclude, ipRanges: [] }) }),
    timing,
    ...(deadline && { deadlineMinutes: deadline.minutes, onDeadline: deadline.onDeadline }),
    ...(holdMinutes !== undefined && { holdMinutes }),
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
    confirmEveryone: confirmsEveryone,
    ...(maximumAgents !== undefined && { maximumAgents }),
    ...(minimumRemaining !== undefined && {
      minimumRemaining: typeof minimumRemaining === 'number' ? minimumRemaining : { ...minimumRemaining },
    }),
  };
}

/** The lists that have an entry. */
const listsView = ({ agentIds, teamIds, ipRanges }: Pick<Selector, 'agentIds' | 'teamIds' | 'ipRanges'>) => ({
  ...(agentIds.length > 0 && { agentIds: [...agentIds] }),
  ...(teamIds.length > 0 && { teamIds: [...teamIds] }),
  ...(ipRanges.length > 0 && { ipAddresses: ipRanges.map(({ text }) => text) }),
});
