import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { BadCursorError } from '#core/sessions/bad-cursor.ts';
import { type IpRange, includes } from '#core/sessions/ip-range.ts';
import type { AgentDirectory, AgentIdPage } from '#core/sessions/ports.ts';
import { decodeCursor, encodeCursor } from '../../cursor.ts';
import { ipAddressShape } from '../../ip-address-shape.ts';
import { texts } from '../../texts.ts';
import { batchGet } from '../batch-get.ts';
import type { DynamoTable } from '../document-client.ts';
import { fromAgentItem } from './agent-item.ts';
import { agentIdOf, agentKey, agentsTable, teamMemberKey, teamPartition } from './keys.ts';

const { name: indexName, partitionKey: onlineInstance, sortKey: onlineAddress } = agentsTable.onlineByAddress;

interface Page {
  readonly limit: number;
  readonly cursor?: string;
}

const memberShape = z.object({ sk: z.string() });
const presenceShape = z.object({ pk: z.string(), tm: texts, [onlineAddress]: z.exactOptional(ipAddressShape) });
const entryShape = z.object({ pk: z.string(), [onlineAddress]: ipAddressShape });
/** What a cursor may hold: a key longer than any would be refused by DynamoDB. */
const agentIdShape = z.string().check(z.minLength(1), z.maxLength(256));
const rangePlaceShape = z.tuple([ipAddressShape, agentIdShape]);

/**
 * Finds agents in the agents table: a team by its members, a range by one query on the index of those signed in.
 * Reading a team follows its size, reading a range its matches.
 */
export function makeDynamoAgentDirectory(table: DynamoTable): AgentDirectory {
  const { client, tableName: TableName } = table;

  async function inTeam(instanceId: string, teamId: string, { limit, cursor }: Page): Promise<AgentIdPage> {
    const pk = teamPartition(instanceId, teamId);
    const after = cursor === undefined ? undefined : decodeCursor(pk, agentIdShape, cursor);
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        Limit: limit,
        ExclusiveStartKey: after === undefined ? undefined : teamMemberKey(instanceId, teamId, after),
      }),
    );
    const members = Items.map((item) => memberShape.parse(item).sk);
    const signedIn = await present(instanceId, teamId, members);
    return {
      agentIds: members.filter((agentId) => signedIn.has(agentId)),
      ...(LastEvaluatedKey && { cursor: encodeCursor(pk, memberShape.parse(LastEvaluatedKey).sk) }),
    };
  }

  /** Who of them is signed in and, by the profile, in the team. */
  async function present(instanceId: string, teamId: string, agentIds: readonly string[]) {
    const keys = agentIds.map((agentId) => agentKey(instanceId, agentId));
    const agents = await batchGet(table, keys, { attributes: ['pk', 'tm', onlineAddress] });
    return new Set(
      agents
        .map((item) => presenceShape.parse(item))
        .filter((agent) => agent[onlineAddress] !== undefined && agent.tm.includes(teamId))
        .map(({ pk }) => agentIdOf(pk)),
    );
  }

  async function inRange(instanceId: string, range: IpRange, { limit, cursor }: Page): Promise<AgentIdPage> {
    const list = `${instanceId}#${range.first}#${range.last}`;
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: indexName,
        KeyConditionExpression: '#instance = :instance AND #address BETWEEN :first AND :last',
        ExpressionAttributeNames: { '#instance': onlineInstance, '#address': onlineAddress },
        ExpressionAttributeValues: { ':instance': instanceId, ':first': range.first, ':last': range.last },
        Limit: limit,
        ExclusiveStartKey: cursor === undefined ? undefined : startKey(instanceId, range, list, cursor),
      }),
    );
    return {
      agentIds: Items.map((item) => agentIdOf(entryShape.parse(item).pk)),
      ...(LastEvaluatedKey && { cursor: encodeCursor(list, placeOf(LastEvaluatedKey)) }),
    };
  }

  return {
    signedIn: (instanceId, group, page) =>
      'teamId' in group ? inTeam(instanceId, group.teamId, page) : inRange(instanceId, group.ipRange, page),

    async find(instanceId, agentIds) {
      const named = [...new Set(agentIds)];
      const items = await batchGet(
        table,
        named.map((agentId) => agentKey(instanceId, agentId)),
      );
      const agents = new Map(items.map((item) => [item.pk, item]));
      return named.flatMap((agentId) => {
        const item = agents.get(agentKey(instanceId, agentId).pk);
        return item ? [fromAgentItem({ instanceId, agentId }, item).state] : [];
      });
    },
  };
}

function placeOf(key: Record<string, unknown>): z.output<typeof rangePlaceShape> {
  const { pk, [onlineAddress]: address } = entryShape.parse(key);
  return [address, agentIdOf(pk)];
}

/** The key to go on from. It must lie in the range, or DynamoDB would refuse it. */
function startKey(instanceId: string, range: IpRange, list: string, cursor: string) {
  const [address, agentId] = decodeCursor(list, rangePlaceShape, cursor);
  if (!includes(range, address)) throw new BadCursorError();
  return { ...agentKey(instanceId, agentId), [onlineInstance]: instanceId, [onlineAddress]: address };
}
