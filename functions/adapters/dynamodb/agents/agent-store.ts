import type { AgentStore } from '#core/sessions/ports.ts';
import { makeDynamoAggregateStore } from '../aggregate-store.ts';
import type { DynamoTable } from '../document-client.ts';
import { fromAgentItem, toAgentItem } from './agent-item.ts';
import { agentKey } from './keys.ts';
import { makeTeamMembers } from './team-members.ts';

/**
 * Keeps each agent in one item of the agents table, and each membership of a team in another.
 * A save is one write, and more only if it changes the agent's teams.
 */
export function makeDynamoAgentStore(table: DynamoTable): AgentStore {
  const members = makeTeamMembers(table);
  const store: AgentStore = makeDynamoAggregateStore(table, {
    nameOf: ({ instanceId, agentId }) => `Agent ${instanceId}/${agentId}`,
    keyOf: ({ instanceId, agentId }) => agentKey(instanceId, agentId),
    toItem: toAgentItem,
    fromItem: fromAgentItem,
  });
  return {
    ...store,
    async save(next, previous) {
      await members.beforeSave(next, previous);
      await store.save(next, previous);
      await members.afterSave(next, previous);
    },
  };
}
