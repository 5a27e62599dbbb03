import { inParallel } from '#core/in-parallel.ts';
import { anAgentEvent, anOrder, someDay } from '#test/support/agents.ts';
import { aJob, counts } from '#test/support/logout-jobs.ts';
import { readSeed, type Seed } from '../../local/seed.ts';
import type { RunningApp } from '../app/running-app.ts';
import { eventually } from '../support/eventually.ts';
import { forgetWakeUp, leaveUnpublished, openState, type State } from './app-state.ts';
import { type Call, makeCall } from './call-api.ts';
import { driveAgentInChat, driveChats, startSweptTimer } from './drive-chats.ts';
import { driveDesktops } from './drive-desktops.ts';
import { driveHuawei } from './drive-huawei.ts';
import { driveParticipants } from './drive-participants.ts';
import { startSchedules } from './drive-schedules.ts';
import { driveSupervisors } from './drive-supervisors.ts';
import { flowEvent, invokeByFlow } from './invoke-by-flow.ts';
import { setByFlow } from './set-timers.ts';

const instanceId = 'demo';
const profile = { name: 'Ann', email: 'ann@example.com', agentNumber: '1' };
const session = { status: 'Available', statusType: 'ROUTABLE' } as const;
const anyone = (agentId: number, team: string, ipAddress: string) => ({
  agentId: String(agentId),
  ...profile,
  teamIds: [team],
  session: { ...session, ipAddress },
});

/** More agents of team 1 than one request logs out, and agents 61 to 66 of team 2. */
const crowd = Array.from({ length: 54 }, (_, n) => anyone(n + 1, '1', `10.1.0.${n + 1}`));
const few = [61, 62, 63, 64, 65, 66].map((agentId) => anyone(agentId, '2', '10.2.0.1'));

/** The demo's instance and key, with these agents signed in. */
export const manyAgents: Seed = {
  instances: readSeed().instances.map((demo) => ({ ...demo, agents: [...few, ...crowd] })),
};

const forceLogout = '/apps/api/v1/agent_statuses/force_logout';

/** Makes every function of an app with `manyAgents` use all its permissions. */
export async function driveWholeApp(app: RunningApp): Promise<void> {
  const call = makeCall(app);
  const state = openState(app);
  const flow = (contactId: string) => setByFlow(app, contactId, { agentIdleMinutes: '470' });
  const sweptTimerFires = await startSweptTimer(makeCall(app, await app.instance('swept')));
  const schedulesRun = await startSchedules(app);
  await makeSigningKeys(app);
  await listAChat(call);
  await driveParticipants({ app, call, flow, state });
  const ofAgents = driveAgents(app, call, state);
  await Promise.all([driveChats(call, flow, state), driveAgentInChat(app, call, state), ofAgents]);
  await sweptTimerFires();
  await schedulesRun();
}

async function driveAgents(app: RunningApp, call: Call, state: State): Promise<void> {
  await driveHuawei(app, call, state);
  await driveDesktops(app, call, state);
  await call('GET', '/v1/health');
  await call('GET', '/v1/agents/61');
  await call('GET', '/v1/agents');
  await call('GET', '/v1/agents?signedIn=true&teamId=2');
  await call('GET', '/v1/agents?signedIn=true&ip=10.2.0.0/24');
  await logOutTheCrowdTwice(call);
  await changeTheFew(call, state);
  await finishWhatWasLeft(call, state);
  // The changes before cost less while nobody watches.
  await driveSupervisors(app, call);
}

/** The first token of an instance makes its signing key, whether it is for a participant, a session or a security user. */
async function makeSigningKeys(app: RunningApp): Promise<void> {
  const ofParticipant = makeCall(app, await app.instance('participant-first'));
  await ofParticipant('PUT', '/v1/chats/1', { customer: { displayName: 'Luke' } });
  const ofSession = makeCall(app, await app.instance('session-first'));
  await ofSession('PUT', '/v1/agents/1', { ...profile, teamIds: [] });
  await ofSession('PUT', '/v1/agents/1/session', { leaseSeconds: 600 });
  const ofSecurityUser = makeCall(app, await app.instance('security-user-first'));
  await ofSecurityUser('PUT', '/v1/security-profiles/floor', { endSessions: 'everybody' });
  await ofSecurityUser('PUT', '/v1/agents/1', { ...profile, teamIds: [], securityProfileId: 'floor' });
  await invokeByFlow(app, 'flow-set-security-user', flowEvent('call-1', { agent: '1' }, 'security-user-first'));
}

/** The chat is in the list while it is open. */
async function listAChat(call: Call): Promise<void> {
  await call('PUT', '/v1/chats/listed', { customer: { displayName: 'Luke' } });
  await eventually(async () => ((await call('GET', '/v1/chats?state=open')).chats.length > 0 ? true : undefined));
  await call('DELETE', '/v1/chats/listed');
}

async function logOutTheCrowdTwice(call: Call): Promise<void> {
  await call('POST', '/v1/force-logouts', {
    select: { teamIds: ['1'], ipAddresses: ['10.1.0.0/24'] },
    confirmEveryone: true,
  });
  await jobDone(call, '/v1/force-logouts/1');
  await isRecorded(call, '/v1/audit?jobId=1&limit=100', crowd.length);
  await isRecorded(call, '/v1/audit?limit=100', crowd.length);
  await isRecorded(call, '/v1/audit?agentId=1', 1);
  await call('GET', '/v1/force-logouts');
  await call('GET', '/v1/force-logouts/1/results');
  await inParallel(crowd, 4, ({ agentId }) => call('PUT', `/v1/agents/${agentId}/session`, session));
  await call('POST', forceLogout, { team_ids: [1], ip_addrs: ['10.1.0.0/24'] });
  await jobDone(call, `${forceLogout}/jobs/2`);
}

/** The audit follows the events. */
const isRecorded = (call: Call, path: string, least: number) =>
  eventually(async () => ((await call('GET', path)).entries.length >= least ? true : undefined));

/** Without a wake-up that is set already, each change sets one. */
async function changeTheFew(call: Call, { agents }: State): Promise<void> {
  for (const { agentId } of few) await forgetWakeUp(agents, { instanceId, agentId });
  await call('PATCH', '/v1/agents/61/session', { status: 'lunch', statusType: 'CUSTOM' });
  await call('PUT', '/v1/agents/62/contacts/call-1', { channel: 'VOICE' });
  await call('DELETE', '/v1/agents/63/session');
  await call('PUT', '/v1/agents/63', { ...profile, teamIds: ['3'] });
  await call('POST', '/v1/force-logouts', {
    select: { agentIds: ['64'] },
    startAt: new Date(Date.now() + 24 * 3_600_000).toISOString(),
  });
  const again = { 'idempotency-key': 'one' };
  for (const _ of ['once', 'again']) await call('POST', '/v1/force-logouts', { select: { agentIds: ['64'] } }, again);
  await call('POST', forceLogout, { agent_ids: [65] });
  await forgetWakeUp(agents, { instanceId, agentId: '62' });
  await call('DELETE', '/v1/agents/62/contacts/call-1');
}

/** Events that were left are published by the next change or by the wake-up, which also starts a job that was left. */
async function finishWhatWasLeft(call: Call, { agents, jobs, plan, wakeUps }: State): Promise<void> {
  await leaveUnpublished(agents, { instanceId, agentId: '61' }, { fact: anAgentEvent() });
  await call('PUT', '/v1/agents/61', { ...profile, teamIds: ['2'] });

  await leaveUnpublished(agents, { instanceId, agentId: '66' }, { fact: anAgentEvent() });
  await wakeUps.wake({ kind: 'agent', instanceId, agentId: '66' });

  const finished = { instanceId, jobId: 1 };
  const facts = { order: anOrder(), startedAt: someDay, finishedAt: someDay, counts: counts() };
  await leaveUnpublished(jobs, finished, { fact: { type: 'LogoutJobCompleted', ...finished, ...facts } });
  await wakeUps.wake({ kind: 'job', ...finished });

  const created = { instanceId, jobId: 99 };
  await plan.putSelector(created, { agentIds: ['64'], teamIds: [], ipRanges: [] });
  await jobs.save({ state: aJob(created), version: 1, sequence: 0, outbox: [] }, undefined);
  await wakeUps.wake({ kind: 'job', ...created });
  await jobDone(call, '/v1/force-logouts/99');

  const standing = { instanceId, jobId: 98 };
  await plan.putSelector(standing, { agentIds: ['65'], teamIds: [], ipRanges: [] });
  const watch = { done: 0, since: someDay, tries: 0 };
  const job = aJob({ ...standing, progress: { status: 'running' }, watch });
  await jobs.save({ state: job, version: 1, sequence: 0, outbox: [] }, undefined);
  await wakeUps.wake({ kind: 'job', ...standing });
  await jobDone(call, '/v1/force-logouts/98');
}

const jobDone = (call: Call, path: string) =>
  eventually(async () => (await call('GET', path)).status === 'completed' || undefined);
