import { minutes, toIso } from '#core/instant.ts';
import { openVirtualTime } from '../../local/aws/state-folder.ts';
import { virtualAt } from '../../local/aws/virtual-time.ts';
import type { RunningApp } from '../app/running-app.ts';
import { eventually } from '../support/eventually.ts';
import { type Call, makeCall } from './call-api.ts';

const path = '/v1/logout-schedules';

/**
 * Puts schedules whose occurrences come due within minutes. One logs an agent out; the guard of the other counts.
 *
 * @returns what waits until both are over
 */
export async function startSchedules(app: RunningApp): Promise<() => Promise<void>> {
  const call = makeCall(app, await app.instance('scheduled'));
  for (const agentId of ['1', '2']) {
    await call('PUT', `/v1/agents/${agentId}`, { name: 'A', email: 'a@b', agentNumber: '', teamIds: ['night'] });
    await call('PUT', `/v1/agents/${agentId}/session`, { ipAddress: '10.4.0.1' });
  }
  const select = { teamIds: ['night'] };
  const exclude = { agentIds: ['2'] };
  await putForSoon(app, call, 'nightly', { select, exclude, timing: 'immediate' });
  await putForSoon(app, call, 'guarded', { select, exclude, minimumRemaining: 1 });
  return async () => {
    const { jobId } = await lastRunOf(call, 'nightly');
    await eventually(async () => (await call('GET', `/v1/force-logouts/${jobId}`)).status === 'completed' || undefined);
    const { session } = await call('GET', '/v1/agents/1');
    if (session !== null) throw new Error('The schedule has not logged the agent out');
    // On a busy machine there may be no time to count: a second of the guard is a sixtieth of one.
    await lastRunOf(call, 'guarded');
    const { schedules } = await call('GET', path);
    for (const { scheduleId } of schedules) await call('DELETE', `${path}/${scheduleId}`);
  };
}

/** What became of the occurrence, once it is over. */
const lastRunOf = (call: Call, scheduleId: string) =>
  eventually(async () => (await call('GET', `${path}/${scheduleId}`)).lastRun);

/** Whoever is slow may have missed the minute, and puts it again. */
async function putForSoon(app: RunningApp, call: Call, scheduleId: string, request: object): Promise<void> {
  const time = openVirtualTime(app.folder, app.speed, Date.now());
  const now = () => virtualAt(time, Date.now());
  for (;;) {
    const { nextRunAt, lastRun } = await call('PUT', `${path}/${scheduleId}`, {
      request,
      days: ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'],
      at: toIso(now() + minutes(2)).slice(11, 16),
      timeZone: 'UTC',
    });
    if (lastRun || Date.parse(nextRunAt) - now() < minutes(5)) return;
  }
}
