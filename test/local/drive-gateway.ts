import type { LocalRun } from '../../local/start-local.ts';
import { forgetAlarm, type State } from './app-state.ts';
import type { Call } from './call-api.ts';
import { gatewayOf, guidOf, password } from './gateway-client.ts';
import { flowEvent, invokeByFlow } from './invoke-by-flow.ts';

const instanceId = 'demo';
const profile = { name: 'Ann', email: 'ann@example.com', agentNumber: '1', teamIds: [] };
const available = { status: 'Available', statusType: 'ROUTABLE' };

const [supervisor, busy, forcedOut, silent] = ['101', '102', '103', '104'] as const;
const byGateway = [supervisor, busy, forcedOut, silent];
const [supervised, crashed, stuck] = ['105', '106', '107'] as const;
const byApi = [supervised, crashed, stuck];

/**
 * Has the functions of the agent gateway, and of whatever else ends the session of one agent, do all that they ever do.
 * To be driven first: only then is there no signing key yet.
 */
export async function driveGateway(run: LocalRun, call: Call, { agents, alarms }: State): Promise<void> {
  const gateway = gatewayOf(run);
  const guids = new Map<string, string>();
  const done = async (by: string, path: string) => {
    const { retcode, message } = await gateway(path, { guid: guids.get(by) ?? '' });
    if (retcode !== '0') throw new Error(`${path}: ${retcode} ${message}`);
  };
  /** An alarm that stands already would serve the next change too. */
  const hasRung = (agentId: string) => forgetAlarm(agents, { instanceId, agentId });

  await call('PUT', '/v1/security-profiles/floor', { endSessions: 'everybody' });
  await call('GET', '/v1/security-profiles/floor');
  for (const agentId of [...byGateway, ...byApi]) {
    await call('PUT', `/v1/agents/${agentId}`, { ...profile, securityProfileId: 'floor' });
  }
  for (const agentId of byApi) await call('PUT', `/v1/agents/${agentId}/session`, available);
  for (const agentId of byGateway) {
    await call('PUT', `/v1/agents/${agentId}/password`, { password });
    guids.set(agentId, await guidOf(gateway, agentId));
    // Who is busy stays signed in without a poll.
    if (agentId !== silent) await call('PUT', `/v1/agents/${agentId}/contacts/call-1`, { channel: 'VOICE' });
  }

  await done(supervisor, `GET /agentevent/${supervisor}`);
  await hasRung(busy);
  await done(busy, `DELETE /onlineagent/${busy}/forcelogout`);
  await hasRung(supervised);
  await done(supervisor, `POST /qualitycontrol/${supervisor}/forcelogout/${supervised}`);
  await call('POST', '/v1/force-logouts', { select: { agentIds: [forcedOut] }, timing: 'immediate' });
  await done(forcedOut, `GET /agentevent/${forcedOut}`);
  await hasRung(stuck);
  await call('POST', `/incontactapi/services/v30.0/agents/${stuck}/logout`);
  const { securityUser } = await invokeByFlow(
    run,
    'flow-set-security-user',
    flowEvent('call-2', { agent: supervisor }),
  );
  const termination = flowEvent('call-2', { securityUser, agentId: crashed });
  await hasRung(crashed);
  await invokeByFlow(run, 'flow-terminate-agent-session', termination);
  await done(supervisor, `DELETE /onlineagent/${supervisor}/forcelogout`);
  await alarms.haveRung();
}
