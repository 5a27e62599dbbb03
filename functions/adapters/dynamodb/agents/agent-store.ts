import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { AggregateStore } from '#core/commit.ts';
import type { Agent, AgentKey } from '#core/sessions/agent.ts';
import type { AgentEvent } from '#core/sessions/events.ts';
import type { AgentStore } from '#core/sessions/ports.ts';
import { makeDynamoAggregateStore } from '../aggregate-store.ts';
import { isWritten } from '../conditional-write.ts';
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
  const { client, tableName: TableName } = table;
  const store: AggregateStore<AgentKey, Agent, AgentEvent> = makeDynamoAggregateStore(table, {
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

    /**
     * One write that touches no key of the index, and nothing is read. Word that is older than what is noted is refused
     * too, for DynamoDB knows no maximum of two numbers: whoever brings it loads the agent then, and finds the session.
     */
    hear: ({ instanceId, agentId }, proof, { at, saidAt }) => {
      const isSaid = saidAt !== undefined;
      const isLatest = isSaid ? ' AND (attribute_not_exists(se.sa) OR se.sa <= :said)' : '';
      return isWritten(
        client.send(
          new UpdateCommand({
            TableName,
            Key: agentKey(instanceId, agentId),
            UpdateExpression: `SET se.ls[1] = :at${isSaid ? ', se.sa = :said' : ''} REMOVE se.lv ADD v :one`,
            ConditionExpression: `se.#proof = :proof AND se.ls[1] <= :at${isLatest}`,
            ExpressionAttributeNames: { '#proof': 'sessionId' in proof ? 'id' : 'sh' },
            ExpressionAttributeValues: {
              ':proof': 'sessionId' in proof ? proof.sessionId : proof.secretHash,
              ':at': at,
              ':one': 1,
              ...(isSaid && { ':said': saidAt }),
            },
          }),
        ),
      );
    },
  };
}
