import { expect } from '@jest/globals';
import { inParallel } from '#core/in-parallel.ts';
import { online, stored } from '../../support/agents.ts';
import { eventually } from '../../support/eventually.ts';
import { openState } from '../app-state.ts';
import { aDesktop } from '../desktop-client.ts';
import { password } from '../huawei-client.ts';
import { flowEvent, invokeByFlow } from '../invoke-by-flow.ts';
import { type Scene, type Stage, soon } from './stage.ts';

const available = { status: 'Available', statusType: 'ROUTABLE' };
const order = { reason: 'night', message: 'Good night' };
/** More than one request logs out. */
const crowd = Array.from({ length: 52 }, (_, n) => `crowd-${n}`);
const crowdAddress = '10.9.0.1';
const someTime = 1_800_000_000_000;

async function aSignedInAgent(stage: Stage, session: object = available, more: Parameters<Stage['anAgent']>[0] = {}) {
  const agentId = await stage.anAgent(more);
  const signedIn = await stage.call('PUT', `/v1/agents/${agentId}/session`, session);
  const path = `/v1/agents/${agentId}`;
  return {
    agentId,
    signedIn,
    path,
    session: async () => (await stage.call('GET', path)).session,
    forceOut: (timing: string) =>
      stage.call('POST', '/v1/force-logouts', { select: { agentIds: [agentId] }, timing, ...order }),
  };
}

const deferredLogout: Scene = async (stage) => {
  const agent = await aSignedInAgent(stage);
  await stage.beginCall(agent.agentId);
  expect((await agent.forceOut('afterContact')).results).toMatchObject([{ outcome: 'deferred' }]);
  return async () => {
    expect(await agent.session()).toMatchObject({ status: 'In-call', pendingLogout: order });
    await stage.call('DELETE', `${agent.path}/contacts/call-1`);
    expect(await stage.eventsOf(agent.agentId)).toMatchObject([
      { type: 'AgentSignedIn' },
      { type: 'AgentStatusChanged', status: 'In-call' },
      { type: 'AgentLogoutDeferred', order },
      { type: 'AgentSignedOut', cause: 'forced', order },
    ]);
  };
};

const immediateLogout: Scene = async (stage) => {
  const agents = [await aSignedInAgent(stage), await aSignedInAgent(stage)] as const;
  await stage.beginCall(agents[0].agentId);
  expect((await agents[1].forceOut('immediate')).results).toMatchObject([{ outcome: 'loggedOut' }]);
  return async () => {
    expect((await agents[0].forceOut('immediate')).results).toMatchObject([{ outcome: 'loggedOut', contacts: 1 }]);
    expect((await agents[1].forceOut('immediate')).results).toMatchObject([{ outcome: 'alreadySignedOut' }]);
    await stage.call('PUT', `${agents[1].path}/session`, available);
    const released = (await stage.eventsOf(agents[0].agentId)).map(({ type }) => type);
    expect(released).toEqual(['AgentSignedIn', 'AgentStatusChanged', 'ContactReleased', 'AgentSignedOut']);
  };
};

/** A team and an address are looked up a second time: messages of every kind. */
const logoutJob: Scene = async (stage) => {
  const { agents } = openState(stage.app);
  await inParallel(crowd, 8, (agentId) =>
    agents.save(stored(online(agentId, { from: crowdAddress, instanceId: stage.instanceId })), undefined),
  );
  const select = { teamIds: ['nobody'], ipAddresses: [crowdAddress] };
  const { jobId } = await stage.call('POST', '/v1/force-logouts', {
    select,
    timing: 'immediate',
    confirmEveryone: true,
    ...order,
  });
  return async () => {
    const path = `/v1/force-logouts/${jobId}`;
    const done = await eventually(async () => {
      const job = await stage.call('GET', path);
      return job.status === 'completed' ? job : undefined;
    });
    expect(done).toMatchObject({ counts: { matched: crowd.length, loggedOut: crowd.length }, reason: order.reason });
    const { results } = await stage.call('GET', `${path}/results?limit=100`);
    expect(results).toHaveLength(crowd.length);
    // Some have come back, and are few enough to be logged out in the request, which leaves a second look.
    const back = crowd.slice(0, 3);
    for (const agentId of back)
      await stage.call('PUT', `/v1/agents/${agentId}/session`, { ...available, ipAddress: crowdAddress });
    const row = { current_status: 'Offline' };
    const ccai = await stage.call('POST', '/apps/api/v1/agent_statuses/force_logout', { ip_addrs: [crowdAddress] });
    expect(Object.values(ccai).flat()).toEqual(expect.arrayContaining(back.map(() => expect.objectContaining(row))));
  };
};

/** The agent has a call, which keeps the session on a slow machine until the page is heard again. */
const leasedSession: Scene = async (stage) => {
  const agent = await aSignedInAgent(stage, { leaseSeconds: 600 });
  const desktop = aDesktop(stage.app, agent.signedIn.token);
  const listening = await soon(desktop.listen);
  await stage.beginCall(agent.agentId);
  expect(await desktop.post('heartbeat', { sentAt: someTime })).toEqual({ status: 204 });
  return async () => {
    expect(await desktop.post('heartbeat', { sentAt: someTime + 60_000 })).toEqual({ status: 204 });
    const later = await soon(desktop.listen);
    await agent.forceOut('immediate');
    for (const { next, socket } of [listening, later]) {
      expect(await next()).toMatchObject({ content: { type: 'LoggedOut', cause: 'forced', ...order } });
      socket.close();
    }
    expect(await desktop.post('heartbeat', { sentAt: someTime + 61_000 })).toMatchObject({ status: 409 });
  };
};

const expiringLease: Scene = async (stage) => {
  const agent = await aSignedInAgent(stage, { leaseSeconds: 60 });
  return async () => {
    const [, ended] = await stage.eventsOf(agent.agentId);
    expect(ended).toMatchObject({ type: 'AgentSignedOut', cause: 'leaseExpired' });
    expect(Date.parse(ended.at)).toBeGreaterThanOrEqual(Date.parse(agent.signedIn.leaseExpiresAt));
    expect(await agent.session()).toBeNull();
  };
};

const passwordSession: Scene = async (stage) => {
  const agentId = await stage.anAgentWithPassword();
  const guid = await stage.signIn(agentId);
  await stage.beginCall(agentId);
  return async () => {
    expect(await stage.huawei(`GET /agentevent/${agentId}`, { guid })).toMatchObject({ status: 200, retcode: '0' });
    expect(await stage.huawei(`DELETE /onlineagent/${agentId}/forcelogout`, { guid })).toMatchObject({ retcode: '0' });
    const again = await stage.huawei(`PUT /onlineagent/${agentId}`, {
      body: JSON.stringify({ password, phonenum: '70001' }),
    });
    expect(again).toMatchObject({ retcode: '0' });
  };
};

/** The token of a security user lasts some minutes only: it is made by one release and read by the other one at once. */
const flowAction: Scene = async (stage) => {
  await stage.call('PUT', '/v1/security-profiles/floor', { endSessions: { teamIds: ['floor'] } });
  const user = await stage.anAgent({ securityProfileId: 'floor' });
  const inFlow = (name: string, parameters: object) =>
    invokeByFlow(stage.app, name, flowEvent('contact-1', parameters, stage.instanceId));
  async function terminate(): Promise<void> {
    const { agentId } = await aSignedInAgent(stage, available, { teamIds: ['floor'] });
    const { securityUser } = await inFlow('flow-set-security-user', { agent: user });
    const answer = await inFlow('flow-terminate-agent-session', { securityUser, agentId });
    expect(answer).toMatchObject({ branch: 'OnSuccess' });
    expect((await stage.eventsOf(agentId)).at(-1)).toMatchObject({ order: { requestedBy: user } });
  }
  await terminate();
  return terminate;
};

const health: Scene = async ({ call }) => {
  const isHealthy = async () => void (await call('GET', '/v1/health'));
  await isHealthy();
  return isHealthy;
};

/** What one release does to agents, and another one goes on with. */
export const agentScenes: Readonly<Record<string, Scene>> = {
  passwordSession,
  deferredLogout,
  immediateLogout,
  flowAction,
  health,
  logoutJob,
  expiringLease,
  leasedSession,
};
