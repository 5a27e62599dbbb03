import type { Centre } from './a-centre.ts';
import { guidOf, makeHuaweiCall, password } from './huawei-client.ts';

interface AnAgent {
  readonly teamIds?: readonly string[];
  readonly securityProfileId?: string;
}

/** What a contact centre does with its agents, who sign in by Huawei's API or are signed in by the native one. */
export function agentsOf({ app, call, instanceId }: Centre) {
  const huawei = makeHuaweiCall(app, instanceId);
  let agents = 200;
  /** Creates a new agent. */
  async function anAgent({ teamIds = [], securityProfileId }: AnAgent = {}): Promise<string> {
    agents += 1;
    const agentId = String(agents);
    const profile = { name: 'Ann', email: 'ann@example.com', agentNumber: '1' };
    const rights = securityProfileId !== undefined && { securityProfileId };
    await call('PUT', `/v1/agents/${agentId}`, { ...profile, teamIds, ...rights });
    return agentId;
  }
  return {
    huawei,
    anAgent,
    /** Creates a new agent who can sign in by Huawei's API. */
    async anAgentWithPassword(settings?: AnAgent): Promise<string> {
      const agentId = await anAgent(settings);
      await call('PUT', `/v1/agents/${agentId}/password`, { password });
      return agentId;
    },
    signIn: (agentId: string, suffix = '') => guidOf(huawei, agentId, suffix),
    beginCall: (agentId: string) => call('PUT', `/v1/agents/${agentId}/contacts/call-1`, { channel: 'VOICE' }),
  };
}
