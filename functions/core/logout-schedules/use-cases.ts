import type { Caller } from '../access/access.ts';
import type { AgentDirectory } from '../agents/ports.ts';
import { type ChangeOptions, makeChange } from '../change.ts';
import { makeCheckGuard } from '../forced-logouts/guard.ts';
import type { LogoutJobStore } from '../forced-logouts/ports.ts';
import type { ForcedLogoutUseCases } from '../forced-logouts/use-cases.ts';
import type { Publisher } from '../outbox.ts';
import type { Clocks, Pauses, Report } from '../ports.ts';
import type { WakeUps } from '../wake-ups/ports.ts';
import type { ScheduleEvent } from './events.ts';
import {
  type Deleter,
  deleteSchedule,
  type KeptSchedule,
  type LogoutSchedule,
  mayReach,
  type ScheduleContent,
  type ScheduleKey,
} from './logout-schedule.ts';
import type { LogoutScheduleStore } from './ports.ts';
import { putSchedule } from './put-schedule.ts';
import {
  type Begun,
  beginRun,
  completeRun,
  countLater,
  countsAgain,
  type Due,
  dueOf,
  isTooLate,
  type LeftOut,
  skipRun,
  waitOn,
} from './run.ts';

/** How many schedules an instance may have. */
export const mostSchedules = 100;
/** Attempts of those who meet others that change the same schedule, or an occurrence of it that begins. */
const mostTries = 3;

export interface LogoutSchedulePorts extends Clocks {
  readonly schedules: LogoutScheduleStore;
  readonly jobs: Pick<LogoutJobStore, 'nextJobId' | 'load'>;
  readonly directory: AgentDirectory;
  readonly bus: Publisher<ScheduleEvent>;
  readonly wakeUps: WakeUps;
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

  /**
   * Makes the job of an occurrence that has begun. One that has none after an hour gets none any more: a job that was made long ago may
   * have expired.
   */
  async function complete(key: ScheduleKey, run: Begun, options: ChangeOptions = {}): Promise<void> {
    const { instanceId, scheduleId } = key;
    const { jobId, request } = run;
    if (!isTooLate(run.at, clock.now())) {
      const { selector, timing, order } = request;
      const attempt = { reserved: jobId, reserve: async () => jobId };
      await startJob(instanceId, selector, { timing, order: { ...order, scheduleId }, attempt });
    } else if (!(await jobs.load({ instanceId, jobId }))) {
      await change(key, (schedule, now) => skipRun(schedule, { due: run, skipped: { why: 'late' } }, now), options);
      return;
    }
    await change(key, (schedule, now) => completeRun(schedule, run, now), options);
  }

  /** Looks at a schedule once. @returns what is due now, if somebody has changed the schedule meanwhile */
  async function lookOnce(key: ScheduleKey): Promise<Due> {
    const repeated = { delivery: 'repeated' } as const;
    const due = dueOf((await schedules.load(key))?.state, clock.now());
    const skip = (leftOut: LeftOut) => change(key, (schedule, now) => skipRun(schedule, leftOut, now), repeated);
    switch (due.type) {
      case 'nothing':
        await change(key, waitOn, repeated);
        return due;
      case 'late':
        return skip({ due, skipped: { why: 'late' } });
      case 'due': {
        const { at, request } = due;
        const refusal = await checkGuard({ ...key, ...request });
        if (refusal && countsAgain(refusal, at, clock.now())) {
          await change(key, countLater, repeated);
          return nothing;
        }
        if (refusal) return skip({ due, skipped: { why: 'refused', refusal } });
        const jobId = await jobs.nextJobId(key.instanceId);
        const begun = await change(key, (schedule, now) => beginRun(schedule, { at, jobId, request }, now), repeated);
        if (begun.type !== 'begun') return begun;
        await complete(key, begun, repeated);
        return nothing;
      }
      case 'begun':
        await complete(key, due, repeated);
        return nothing;
    }
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
    async putSchedule(
      key: ScheduleKey,
      content: ScheduleContent,
      { teamIds }: Pick<Caller, 'teamIds'> = {},
    ): Promise<PutScheduleOutcome> {
      const before = await schedules.load(key);
      const isNew = before?.state.content.type !== 'kept';
      // Two callers who make the last one at the same moment may end up with one more: the limit only keeps mistakes small.
      if (isNew && (await schedules.count(key.instanceId)) >= mostSchedules) return { type: 'tooMany' };
      return whenComplete(key, () =>
        change(key, (schedule, now) => putSchedule(schedule, key, { ...content, teamIds }, now)),
      );
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
      for (let tries = 0; tries < mostTries; tries += 1) if ((await lookOnce(key)).type === 'nothing') return;
      throw new Error(`Schedule ${key.scheduleId} of ${key.instanceId} is changed all the time`);
    },
  };
}

const nothing = { type: 'nothing' } as const;

const isNotBegun = <Outcome extends { readonly type: string }>(
  outcome: Outcome,
): outcome is Exclude<Outcome, { readonly type: 'begun' }> => outcome.type !== 'begun';
