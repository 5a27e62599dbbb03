import { makeDynamoLogoutScheduleStore } from '#adapters/dynamodb/logout-schedules.ts';
import { makeLogoutScheduleUseCases } from '#core/logout-schedules/use-cases.ts';
import { report } from '../observe.ts';
import { directory } from './agents.ts';
import { clock, pauses, workClock } from './clock.ts';
import { table } from './dynamodb.ts';
import { forcedLogouts, logoutJobs, logoutWakeUps } from './forced-logouts.ts';
import { bus } from './messaging.ts';

export const logoutSchedules = makeLogoutScheduleUseCases(
  {
    schedules: makeDynamoLogoutScheduleStore(table('JOBS_TABLE'), report),
    jobs: logoutJobs,
    directory,
    bus,
    wakeUps: logoutWakeUps,
    clock,
    workClock,
    pauses,
    report,
  },
  forcedLogouts,
);
