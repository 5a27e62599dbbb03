import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unknownAddress } from '#core/agents/ip-range.ts';
import { heartbeatSpacing } from '#core/agents/lease.ts';
import type { AgentStore } from '#core/agents/ports.ts';
import { agentItem } from './agent-item.ts';
import { agentsTable } from './agents-table.ts';
import { makeDynamoAggregateStore } from './aggregate-store.ts';
import { type DynamoTable, isWritten } from './document-client.ts';
import { makeTeamMembers } from './team-members.ts';

/**
 * Keeps each agent in one item of the agents table, and each membership of a team in another.
 * A save is one write, and more only if it changes the agent's teams.
 */
export function makeDynamoAgentStore(table: DynamoTable): AgentStore {
  const members = makeTeamMembers(table);
  const store = makeDynamoAggregateStore(
    table,
    agentItem,
    ({ instanceId, agentId }) => `Agent ${instanceId}/${agentId}`,
  );
  return {
    ...store,

    async save(next, previous) {
      await members.beforeSave(next, previous);
      await store.save(next, previous);
      await members.afterSave(next, previous);
    },

    /**
     * One write that touches no key of the index, and no read. A heartbeat that a later one has overtaken is refused as
     * well, because DynamoDB has no maximum of two numbers, and so is the first with an address, which is a key of the
     * index: the caller then loads the agent and finds the session. So is one that is too close to others. That costs a write
     * unit and a read unit, and leaves the version alone.
     */
    recordHeartbeat(key, proof, { at, sentAt, from }) {
      const isDated = sentAt !== undefined;
      const isLatest = isDated ? ' AND (attribute_not_exists(se.ls.sa) OR se.ls.sa <= :sent)' : '';
      const isKnown = from === undefined ? '' : ` AND ${agentsTable.onlineByAddress.sortKey} <> :unknown`;
      const isSpaced = '(attribute_not_exists(se.ls.pv) OR se.ls.pv <= :spaced OR attribute_exists(se.ls.lv))';
      return isWritten(
        table.client.send(
          new UpdateCommand({
            TableName: table.tableName,
            Key: agentItem.keyOf(key),
            UpdateExpression: `SET se.ls.pv = se.ls.#at, se.ls.#at = :at${isDated ? ', se.ls.sa = :sent' : ''} REMOVE se.ls.lv ADD v :one`,
            ConditionExpression: `se.#proof = :proof AND se.ls.#at <= :at AND ${isSpaced}${isLatest}${isKnown}`,
            ExpressionAttributeNames: { '#at': 'at', '#proof': 'sessionId' in proof ? 'id' : 'sh' },
            ExpressionAttributeValues: {
              ':proof': 'sessionId' in proof ? proof.sessionId : proof.secretHash,
              ':at': at,
              ':spaced': at - heartbeatSpacing,
              ':one': 1,
              ...(isDated && { ':sent': sentAt }),
              ...(from !== undefined && { ':unknown': unknownAddress }),
            },
          }),
        ),
      );
    },
  };
}
