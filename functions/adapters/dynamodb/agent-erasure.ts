import { DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { AgentKey } from '#core/agents/agent.ts';
import type { AgentErasure } from '#core/agents/ports.ts';
import { StaleVersionError } from '#core/change.ts';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import { guessedPartition, limitsTable, passwordKey } from './access-tables.ts';
import { agentItem } from './agent-item.ts';
import { agentsTable, teamPartition } from './agents-table.ts';
import { type DynamoTable, isWritten } from './document-client.ts';

interface Tables {
  readonly agents: DynamoTable;
  readonly keys: DynamoTable;
  readonly limits: DynamoTable;
}

interface Key {
  readonly pk: string;
  readonly sk?: string;
}

const keyShape = z.object({ pk: z.string(), sk: z.exactOptional(z.string()) });

/** Items that are removed at the same time. */
const width = 10;

/** Removes agents from the agents table, and what is kept of them there and in the tables of keys and limits. */
export function makeDynamoAgentErasure({ agents, keys, limits }: Tables): AgentErasure {
  /** The keys of all items that a query on an index finds. */
  async function keysBy({ client, tableName: TableName }: DynamoTable, query: object): Promise<readonly Key[]> {
    const found: Key[] = [];
    let ExclusiveStartKey: Record<string, unknown> | undefined;
    do {
      const page = await client.send(new QueryCommand({ TableName, ...query, ExclusiveStartKey }));
      found.push(...(page.Items ?? []).map(({ pk, sk }) => keyShape.parse(sk === undefined ? { pk } : { pk, sk })));
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
    return found;
  }

  const remove = ({ client, tableName: TableName }: DynamoTable, Key: Key) =>
    client.send(new DeleteCommand({ TableName, Key: { ...Key } }));

  /** Those that the index shows: of earlier profiles, too, which a crash has left. */
  const membershipsOf = ({ instanceId, agentId }: AgentKey) =>
    keysBy(agents, {
      IndexName: agentsTable.bySortKey,
      KeyConditionExpression: 'sk = :agent AND begins_with(pk, :teams)',
      ExpressionAttributeValues: { ':agent': agentId, ':teams': teamPartition(instanceId, '') },
    });

  const attemptsAt = (key: AgentKey) =>
    keysBy(limits, {
      IndexName: limitsTable.byGuessed.name,
      KeyConditionExpression: '#guessed = :agent',
      ExpressionAttributeNames: { '#guessed': limitsTable.byGuessed.partitionKey },
      ExpressionAttributeValues: { ':agent': guessedPartition(key) },
    });

  return {
    async removeAgent({ state, version }) {
      const isRemoved = await isWritten(
        agents.client.send(
          new DeleteCommand({
            TableName: agents.tableName,
            Key: agentItem.keyOf(state),
            ConditionExpression: 'v = :version',
            ExpressionAttributeValues: { ':version': version },
          }),
        ),
      );
      if (!isRemoved) throw new StaleVersionError(`Agent ${state.instanceId}/${state.agentId} is not at ${version}`);
    },

    async removeTraces(key, teamIds) {
      const [memberships, attempts] = await Promise.all([membershipsOf(key), attemptsAt(key)]);
      const named = teamIds.map((teamId) => ({ pk: teamPartition(key.instanceId, teamId), sk: key.agentId }));
      const items = [
        { table: keys, item: passwordKey(key) },
        ...memberships
          .filter(({ pk }) => !named.some((item) => item.pk === pk))
          .map((item) => ({ table: agents, item })),
        ...named.map((item) => ({ table: agents, item })),
        ...attempts.map((item) => ({ table: limits, item })),
      ];
      allFulfilled(await inParallel(items, width, ({ table, item }) => remove(table, item)), 'items of an agent');
    },
  };
}
