import type { Agent, Profile } from '#core/agents/agent.ts';
import { anAgent, aSession } from '../../support/agents.ts';

export const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** An agent of the usual size: ids that are UUIDs, two teams, names of ordinary length. */
export const aUsualAgent = (overrides: Partial<Agent & Profile> = {}) =>
  anAgent({
    instanceId: 'contoso-production',
    agentId: uuid(1),
    name: 'Bartholomew Featherstonehaugh',
    email: 'bartholomew.featherstonehaugh@contoso.example',
    agentNumber: 'Agent No. 100123',
    teamIds: ['billing-support', 'second-level'],
    session: aSession({ sessionId: uuid(2) }),
    ...overrides,
  });
