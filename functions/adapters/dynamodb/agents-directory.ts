import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type IpRange, includes } from '#core/agents/ip-range.ts';
import { returnsUntil } from '#core/agents/lease.ts';
import { type AgentDirectory, type AgentIdPage, BadCursorError } from '#core/agents/ports.ts';
import type { Clock } from '#core/ports.ts';
import { ipAddress } from '../codec/fields.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { agentItem, leftAt, teamIds } from './agent-item.ts';
import { agentIdOf, agentKey, agentsTable, teamMemberKey, teamPartition } from './agents-table.ts';
import { batchGet } from './batch-get.ts';
import type { DynamoTable } from './document-client.ts';

const { name: indexName, partitionKey: onlineInstance, sortKey: onlineAddress } = agentsTable.onlineByAddress;

interface Page {
  readonly limit: number;
  readonly cursor?: string;
}

const memberShape = z.object({ sk: z.string() });
/** What tells whether an agent is signed in and in a team: nothing that names the person. */
const presenceAttributes = ['pk', `${teamIds.attribute}.${teamIds.member}`, onlineAddress];
const presenceShape = z.object({
  pk: z.string(),
  [teamIds.attribute]: z.looseObject({ [teamIds.member]: teamIds.stored }),
  [onlineAddress]: z.exactOptional(z.string()),
  [leftAt.attribute]: z.exactOptional(z.looseObject({ [leftAt.member]: z.number() })),
});
const entryShape = z.object({ pk: z.string(), [onlineAddress]: ipAddress });
/** A place in a cursor: DynamoDB would refuse a key that is longer than any id. */
const agentIdShape = z.string().check(z.minLength(1), z.maxLength(256));
const rangePlaceShape = z.tuple([ipAddress, agentIdShape]);

interface Options {
  /** Tells whose client has just left a session and may come back to it. @default - those agents are not found */
  readonly clock?: Clock;
}

/**
 * Finds agents in the agents table: a team by its members, a range by one query on the index of signed-in agents.
 * The cost of reading a team follows its size, that of reading a range its matches.
 */
export function makeDynamoAgentDirectory(table: DynamoTable, { clock }: Options = {}): AgentDirectory {
  async function inTeam(instanceId: string, teamId: string, { limit, cursor }: Page): Promise<AgentIdPage> {
    const pk = teamPartition(instanceId, teamId);
    const after = cursor === undefined ? undefined : decodeCursor(pk, agentIdShape, cursor);
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new QueryCommand({
        TableName: table.tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ConsistentRead: true,
        Limit: limit,
        ExclusiveStartKey: after === undefined ? undefined : teamMemberKey(instanceId, teamId, after),
      }),
    );
    const members = Items.map((item) => memberShape.parse(item).sk);
    const signedIn = await presentMembers(instanceId, teamId, members);
    return {
      agentIds: members.filter((agentId) => signedIn.has(agentId)),
      ...(LastEvaluatedKey && { cursor: encodeCursor(pk, memberShape.parse(LastEvaluatedKey).sk) }),
    };
  }

  /** Those of the agents who are signed in and, by their profile, in the team. */
  async function presentMembers(instanceId: string, teamId: string, agentIds: readonly string[]) {
    const keys = agentIds.map((agentId) => agentKey(instanceId, agentId));
    const attributes = clock ? [...presenceAttributes, leftAt.path] : presenceAttributes;
    const items = await batchGet(table, keys, { attributes });
    return new Set(
      items
        .map((item) => presenceShape.parse(item))
        .filter((item) => isPresent(item) && item[teamIds.attribute][teamIds.member].includes(teamId))
        .map(({ pk }) => agentIdOf(pk)),
    );
  }

  function isPresent({ [onlineAddress]: address, [leftAt.attribute]: left }: z.output<typeof presenceShape>): boolean {
    const endedAt = left?.[leftAt.member];
    return (
      address !== undefined ||
      (endedAt !== undefined && clock !== undefined && clock.now() <= returnsUntil({ endedAt }))
    );
  }

  async function inRange(instanceId: string, range: IpRange, { limit, cursor }: Page): Promise<AgentIdPage> {
    const list = `${instanceId}#${range.first}#${range.last}`;
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new QueryCommand({
        TableName: table.tableName,
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
      const distinct = [...new Set(agentIds)];
      const items = await batchGet(
        table,
        distinct.map((agentId) => agentKey(instanceId, agentId)),
      );
      const agents = new Map(items.map((item) => [item.pk, item]));
      return distinct.flatMap((agentId) => {
        const item = agents.get(agentKey(instanceId, agentId).pk);
        return item ? [agentItem.fromItem({ instanceId, agentId }, item).state] : [];
      });
    },
  };
}

function placeOf(key: Record<string, unknown>): z.output<typeof rangePlaceShape> {
  const { pk, [onlineAddress]: address } = entryShape.parse(key);
  return [address, agentIdOf(pk)];
}

/** The key to continue from. DynamoDB would refuse one that is outside the range. */
function startKey(instanceId: string, range: IpRange, list: string, cursor: string) {
  const [address, agentId] = decodeCursor(list, rangePlaceShape, cursor);
  if (!includes(range, address)) throw new BadCursorError();
  return { ...agentKey(instanceId, agentId), [onlineInstance]: instanceId, [onlineAddress]: address };
}
