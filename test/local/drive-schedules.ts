import { minutes, toIso } from '#core/instant.ts';
import { openVirtualTime } from '../../local/aws/state-folder.ts';
import { virtualAt } from '../../local/aws/virtual-time.ts';
import type { RunningApp } from '../app/running-app.ts';
import { eventually } from '../support/eventually.ts';
import { type Call, makeCall } from './call-api.ts';

const nightly = '/v1/logout-schedules/nightly';

/** An occurrence of a schedule comes due, its guard counts, and it logs an agent out. */
export async function driveSchedules(app: RunningApp): Promise<void> {
  const call = makeCall(app, await app.instance('scheduled'));
  for (const agentId of ['1', '2']) {
    await call('PUT', `/v1/agents/${agentId}`, { name: 'A', email: 'a@b', agentNumber: '', teamIds: ['night'] });
    await call('PUT', `/v1/agents/${agentId}/session`, { ipAddress: '10.4.0.1' });
  }
  await putForSoon(app, call);
  const jobId = await eventually(async () => (await call('GET', nightly)).lastRun?.jobId);
  await eventually(async () => (await call('GET', `/v1/force-logouts/${jobId}`)).status === 'completed' || undefined);
  const { session } = await call('GET', '/v1/agents/1');
  if (session !== null) throw new Error('The schedule has not logged the agent out');
  const { schedules } = await call('GET', '/v1/logout-schedules');
  if (schedules.length !== 1) throw new Error('The schedule is not listed');
  await call('DELETE', nightly);
}

/** Whoever is slow may have missed the minute, and puts it again. */
async function putForSoon(app: RunningApp, call: Call): Promise<void> {
  const time = openVirtualTime(app.folder, app.speed, Date.now());
  const now = () => virtualAt(time, Date.now());
  for (;;) {
    const { nextRunAt } = await call('PUT', nightly, {
      request: {
        select: { teamIds: ['night'] },
        exclude: { agentIds: ['2'] },
        timing: 'immediate',
        minimumRemaining: 1,
      },
      days: ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'],
      at: toIso(now() + minutes(2)).slice(11, 16),
      timeZone: 'UTC',
    });
    if (Date.parse(nextRunAt) - now() < minutes(5)) return;
  }
}
