import { inParallel } from '#core/in-parallel.ts';
import { anAgentEvent, someDay } from '#test/support/agents.ts';
import { aJob, counts } from '#test/support/logout-jobs.ts';
import { readSeed, type Seed } from '../../local/seed.ts';
import type { LocalRun } from '../../local/start-local.ts';
import { leaveUnpublished, openState, type State } from './app-state.ts';
import { type Call, makeCall } from './call-api.ts';
import { awaitSweptTimer, driveChats, startSweptTimer } from './drive-chats.ts';
import { driveDesktops } from './drive-desktops.ts';
import { driveGateway } from './drive-gateway.ts';
import { driveParticipants } from './drive-participants.ts';
import { eventually } from './runs.ts';
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

/** More agents of team 1 than are logged out at once, and agents 61 to 66 of team 2. */
const crowd = Array.from({ length: 54 }, (_, n) => anyone(n + 1, '1', `10.1.0.${n + 1}`));
const few = [61, 62, 63, 64, 65, 66].map((agentId) => anyone(agentId, '2', '10.2.0.1'));

/** The demo's instance and key with these agents, signed in. */
export const manyAgents: Seed = {
  instances: readSeed().instances.map((demo) => ({ ...demo, agents: [...few, ...crowd] })),
};

const forceLogout = '/apps/api/v1/agent_statuses/force_logout';

/** Has every function of an app with `manyAgents` do all that it ever does, short of breaking off. */
export async function driveWholeApp(run: LocalRun): Promise<void> {
  const call = makeCall(run);
  const state = openState(run);
  await driveGateway(run, call, state);
  await driveDesktops(run, call, state);
  await startSweptTimer(call);
  await call('GET', '/v1/health');
  await call('GET', '/v1/agents/61');
  await call('GET', '/v1/agents?signedIn=true&teamId=2');
  await call('GET', '/v1/agents?signedIn=true&ip=10.2.0.0/24');
  await logOutTheCrowdTwice(call);
  // An alarm that stands already serves the next change too; once all have rung, each change sets its own.
  await state.alarms.haveRung();
  await changeTheFew(call, state);
  await mendWhatBrokeOff(call, state);
  await state.alarms.haveRung();
  const flow = (contactId: string) => setByFlow(run, contactId, { agentIdleMinutes: '470' });
  await driveChats(call, { flow, haveRung: state.alarms.haveRung });
  await driveParticipants({ run, call, flow, state });
  await awaitSweptTimer(call);
}

async function logOutTheCrowdTwice(call: Call): Promise<void> {
  await call('POST', '/v1/force-logouts', { select: { teamIds: ['1'], ipAddresses: ['10.1.0.0/24'] } });
  await jobDone(call, '/v1/force-logouts/1');
  await call('GET', '/v1/force-logouts/1/results');
  await inParallel(crowd, 4, ({ agentId }) => call('PUT', `/v1/agents/${agentId}/session`, session));
  await call('POST', forceLogout, { team_ids: [1], ip_addrs: ['10.1.0.0/24'] });
  await jobDone(call, `${forceLogout}/jobs/2`);
}

async function changeTheFew(call: Call, { alarms }: State): Promise<void> {
  await call('PATCH', '/v1/agents/61/session', { status: 'lunch', statusType: 'CUSTOM' });
  await call('PUT', '/v1/agents/62/contacts/call-1', { channel: 'VOICE' });
  await call('DELETE', '/v1/agents/63/session');
  await call('PUT', '/v1/agents/63', { ...profile, teamIds: ['3'] });
  await call('POST', '/v1/force-logouts', { select: { agentIds: ['64'] } });
  await call('POST', forceLogout, { agent_ids: [65] });
  await alarms.haveRung();
  await call('DELETE', '/v1/agents/62/contacts/call-1');
}

/** What was left unpublished is published by the next change or else by the alarm, which also sends off a job. */
async function mendWhatBrokeOff(call: Call, { agents, jobs, plan, alarms }: State): Promise<void> {
  await leaveUnpublished(agents, { instanceId, agentId: '61' }, { fact: anAgentEvent() });
  await call('PUT', '/v1/agents/61', { ...profile, teamIds: ['2'] });

  await leaveUnpublished(agents, { instanceId, agentId: '66' }, { fact: anAgentEvent() });
  await alarms.ring({ kind: 'agent', instanceId, agentId: '66' });

  const finished = { instanceId, jobId: 1 };
  const facts = { requestedBy: 'demo', startedAt: someDay, finishedAt: someDay, counts: counts() };
  await leaveUnpublished(jobs, finished, { fact: { type: 'LogoutJobCompleted', ...finished, ...facts } });
  await alarms.ring({ kind: 'job', ...finished });

  const created = { instanceId, jobId: 99 };
  await plan.putSelector(created, { agentIds: ['64'], teamIds: [], ipRanges: [] });
  await jobs.save({ state: aJob(created), version: 1, sequence: 0, outbox: [] }, undefined);
  await alarms.ring({ kind: 'job', ...created });
  await jobDone(call, '/v1/force-logouts/99');
}

const jobDone = (call: Call, path: string) =>
  eventually(async () => (await call('GET', path)).status === 'completed' || undefined);
