import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { StaleVersionError } from '#core/commit.ts';
import type { AgentStore } from '#core/sessions/ports.ts';
import { putVersion, removeOutbox } from '../conditional-write.ts';
import type { DynamoTable } from '../document-client.ts';
import { fromAgentItem, toAgentItem } from './agent-item.ts';
import { agentKey } from './keys.ts';
import { makeTeamMembers } from './team-members.ts';

/**
 * Keeps each agent in one item of the agents table, and each membership of a team in another.
 * A save is one write, and more only if it changes the agent's teams.
 */
export function makeDynamoAgentStore(table: DynamoTable): AgentStore {
  const { client, tableName: TableName } = table;
  const members = makeTeamMembers(table);
  return {
    async load(key) {
      const Key = agentKey(key.instanceId, key.agentId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && fromAgentItem(key, Item);
    },

    async save(next, previous) {
      await members.beforeSave(next, previous);
      if (!(await putVersion(table, toAgentItem(next), previous?.version))) {
        const { instanceId, agentId } = next.state;
        throw new StaleVersionError(`Agent ${instanceId}/${agentId} is no longer at version ${previous?.version ?? 0}`);
      }
      await members.afterSave(next, previous);
    },

    async clearOutbox({ state, version }) {
      await removeOutbox(table, agentKey(state.instanceId, state.agentId), version);
    },
  };
}
