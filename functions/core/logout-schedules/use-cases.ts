import type { Caller } from '../access/access.ts';
import type { AgentDirectory } from '../agents/ports.ts';
import { type ChangeOptions, makeChange } from '../change.ts';
import { makeCheckGuard } from '../forced-logouts/guard.ts';
import type { LogoutJobStore } from '../forced-logouts/ports.ts';
import type { ForcedLogoutUseCases } from '../forced-logouts/use-cases.ts';
import type { Publisher } from '../outbox.ts';
import type { Clock, Pauses, Report } from '../ports.ts';
import type { WakeUps } from '../wake-ups/ports.ts';
import type { ScheduleEvent } from './events.ts';
import {
  type Deleter,
  deleteSchedule,
  type KeptSchedule,
  type LogoutSchedule,
  mayReach,
  putSchedule,
  type ScheduleContent,
  type ScheduleKey,
} from './logout-schedule.ts';
import type { LogoutScheduleStore } from './ports.ts';
import { type Begun, beginRun, completeRun, countLater, countsAgain, dueOf, skipRun, waitOn } from './run.ts';

/** How many schedules an instance may have. */
export const mostSchedules = 100;
/** An occurrence begins at most once in so many attempts to change its schedule. */
const mostTries = 3;

export interface LogoutSchedulePorts {
  readonly schedules: LogoutScheduleStore;
  readonly jobs: LogoutJobStore;
  readonly directory: AgentDirectory;
  readonly bus: Publisher<ScheduleEvent>;
  readonly wakeUps: WakeUps;
  readonly clock: Clock;
  readonly pauses: Pauses;
  readonly report: Report;
}

export type LogoutScheduleUseCases = ReturnType<typeof makeLogoutScheduleUseCases>;

export type PutScheduleOutcome =
  | { readonly type: 'done'; readonly content: KeptSchedule }
  | { readonly type: 'unknown' }
  | { readonly type: 'tooMany' }
  | { readonly type: 'contended' };

/**
 * Recurring forced logouts. Each occurrence makes one job, by the number that is reserved for it with the schedule: whatever is
 * repeated creates the job with that number, and creating one that exists changes nothing.
 */
export function makeLogoutScheduleUseCases(
  ports: LogoutSchedulePorts,
  { startJob }: Pick<ForcedLogoutUseCases, 'startJob'>,
) {
  const { schedules, jobs, clock } = ports;
  const checkGuard = makeCheckGuard(ports);
  const change = makeChange<ScheduleKey, LogoutSchedule, ScheduleEvent>({
    ...ports,
    store: schedules,
    publisher: ports.bus,
    target: ({ instanceId, scheduleId }) => ({ kind: 'schedule', instanceId, scheduleId }),
  });

  /** Makes the job of an occurrence that has begun. */
  async function complete(
    { instanceId, scheduleId }: ScheduleKey,
    run: Begun,
    options: ChangeOptions = {},
  ): Promise<void> {
    const { at, jobId, request } = run;
    const { selector, timing, order } = request;
    const attempt = { reserved: jobId, reserve: async () => jobId };
    await startJob(instanceId, selector, { timing, order: { ...order, scheduleId }, attempt });
    await change({ instanceId, scheduleId }, (schedule, now) => completeRun(schedule, { at, jobId }, now), options);
  }

  /** Changes a schedule as soon as no occurrence of it has begun and is not completed. */
  async function whenComplete<Outcome extends { readonly type: string }>(
    key: ScheduleKey,
    attempt: () => Promise<Outcome>,
  ): Promise<Exclude<Outcome, { readonly type: 'begun' }> | { readonly type: 'contended' }> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const outcome = await attempt();
      if (isNotBegun(outcome)) return outcome;
      const due = dueOf((await schedules.load(key))?.state, clock.now());
      if (due.type === 'begun') await complete(key, due);
    }
    return { type: 'contended' };
  }

  return {
    /** The caller's limits are those of the content's selector. */
    async putSchedule(key: ScheduleKey, content: ScheduleContent): Promise<PutScheduleOutcome> {
      const before = await schedules.load(key);
      const isNew = before?.state.content.type !== 'kept';
      // Two callers who make the last one at the same moment may end up with one more: the limit only keeps mistakes small.
      if (isNew && (await schedules.count(key.instanceId)) >= mostSchedules) return { type: 'tooMany' };
      return whenComplete(key, () => change(key, (schedule, now) => putSchedule(schedule, key, content, now)));
    },

    /** @returns nothing if there is none that the caller may know of */
    async getSchedule(key: ScheduleKey, caller: Pick<Caller, 'teamIds'>): Promise<KeptSchedule | undefined> {
      const found = (await schedules.load(key))?.state;
      return found?.content.type === 'kept' && mayReach(caller, found) ? found.content : undefined;
    },

    /** Those that the caller may know of. */
    listSchedules: (
      { instanceId, ...caller }: Pick<Caller, 'instanceId' | 'teamIds'>,
      page: { readonly limit: number; readonly cursor?: string },
    ) => schedules.list(instanceId, page, (schedule) => mayReach(caller, schedule)),

    /** A repeat, and one of a schedule that was never there, changes nothing. */
    deleteSchedule: (key: ScheduleKey, by: Deleter) =>
      whenComplete(key, () => change(key, (schedule, now) => deleteSchedule(schedule, by, now))),

    /**
     * The wake-up of a schedule: makes the job of an occurrence that is due, or leaves it out, and waits for the next one. A queue
     * repeats it until it is done.
     */
    async wakeSchedule(key: ScheduleKey): Promise<void> {
      const repeated = { delivery: 'repeated' } as const;
      const due = dueOf((await schedules.load(key))?.state, clock.now());
      switch (due.type) {
        case 'nothing':
          return change(key, waitOn, repeated);
        case 'late': {
          const left = { at: due.at, skipped: { why: 'late' } } as const;
          return change(key, (schedule, now) => skipRun(schedule, left, now), repeated);
        }
        case 'due': {
          const { at, request } = due;
          const refusal = await checkGuard({ ...key, ...request });
          if (refusal && countsAgain(refusal, at, clock.now())) return change(key, countLater, repeated);
          if (refusal) {
            const skipped = { why: 'refused', refusal } as const;
            return change(key, (schedule, now) => skipRun(schedule, { at, skipped }, now), repeated);
          }
          const jobId = await jobs.nextJobId(key.instanceId);
          const begun = await change(key, (schedule, now) => beginRun(schedule, { at, jobId }, now), repeated);
          return begun.type === 'begun' ? complete(key, begun, repeated) : undefined;
        }
        case 'begun':
          return complete(key, due, repeated);
      }
    },
  };
}

const isNotBegun = <Outcome extends { readonly type: string }>(
  outcome: Outcome,
): outcome is Exclude<Outcome, { readonly type: 'begun' }> => outcome.type !== 'begun';
