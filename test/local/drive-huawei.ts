import type { StartedApp } from '../app/app-processes.ts';
import { forgetWakeUp, type State } from './app-state.ts';
import type { Call } from './call-api.ts';
import { guidOf, makeHuaweiCall, password } from './huawei-client.ts';
import { flowEvent, invokeByFlow } from './invoke-by-flow.ts';

const instanceId = 'demo';
const profile = { name: 'Ann', email: 'ann@example.com', agentNumber: '1', teamIds: [] };
const available = { status: 'Available', statusType: 'ROUTABLE' };

const [supervisor, busy, forcedOut, silent] = ['101', '102', '103', '104'] as const;
const byHuawei = [supervisor, busy, forcedOut, silent];
const [supervised, crashed, stuck] = ['105', '106', '107'] as const;
const byApi = [supervised, crashed, stuck];

/** Makes the functions of Huawei's API, and all others that end the session of one agent, use all their permissions. */
export async function driveHuawei(app: StartedApp, call: Call, { agents }: State): Promise<void> {
  const huawei = makeHuaweiCall(app);
  const guids = new Map<string, string>();
  const succeed = async (by: string, path: string) => {
    const { retcode, message } = await huawei(path, { guid: guids.get(by) ?? '' });
    if (retcode !== '0') throw new Error(`${path}: ${retcode} ${message}`);
  };
  /** Otherwise a wake-up that is already set would serve the next change too. */
  const withoutWakeUp = (agentId: string) => forgetWakeUp(agents, { instanceId, agentId });

  await call('PUT', '/v1/security-profiles/floor', { endSessions: 'everybody' });
  await call('GET', '/v1/security-profiles/floor');
  for (const agentId of [...byHuawei, ...byApi]) {
    await call('PUT', `/v1/agents/${agentId}`, { ...profile, securityProfileId: 'floor' });
  }
  for (const agentId of byApi) await call('PUT', `/v1/agents/${agentId}/session`, available);
  for (const agentId of byHuawei) {
    await call('PUT', `/v1/agents/${agentId}/password`, { password });
    guids.set(agentId, await guidOf(huawei, agentId));
    // A busy agent stays signed in without polls.
    if (agentId !== silent) await call('PUT', `/v1/agents/${agentId}/contacts/call-1`, { channel: 'VOICE' });
  }

  await succeed(supervisor, `GET /agentevent/${supervisor}`);
  await withoutWakeUp(busy);
  await succeed(busy, `DELETE /onlineagent/${busy}/forcelogout`);
  await withoutWakeUp(supervised);
  await succeed(supervisor, `POST /qualitycontrol/${supervisor}/forcelogout/${supervised}`);
  await call('POST', '/v1/force-logouts', { select: { agentIds: [forcedOut] }, timing: 'immediate' });
  await succeed(forcedOut, `GET /agentevent/${forcedOut}`);
  await withoutWakeUp(stuck);
  await call('POST', `/incontactapi/services/v30.0/agents/${stuck}/logout`);
  const { securityUser } = await invokeByFlow(
    app,
    'flow-set-security-user',
    flowEvent('call-2', { agent: supervisor }),
  );
  const termination = flowEvent('call-2', { securityUser, agentId: crashed });
  await withoutWakeUp(crashed);
  await invokeByFlow(app, 'flow-terminate-agent-session', termination);
  await succeed(supervisor, `DELETE /onlineagent/${supervisor}/forcelogout`);
  // Signed out, with a password and an attempt at it.
  await call('DELETE', `/v1/agents/${forcedOut}`);
}
