import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import { type IpRange, includes } from '#core/agents/ip-range.ts';
import { returnsUntil } from '#core/agents/lease.ts';
import { type AgentDirectory, type AgentIdPage, BadCursorError } from '#core/agents/ports.ts';
import type { Clock, Report } from '#core/ports.ts';
import { ipAddress } from '../codec/fields.ts';
import type { Item } from '../codec/saved-as.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { agentItem, leftAt, teamIds } from './agent-item.ts';
import { agentIdShape, everyAgent, membersOf, type Page } from './agents-roll.ts';
import { agentIdOf, agentKey, agentsTable } from './agents-table.ts';
import { batchGet } from './batch-get.ts';
import type { DynamoTable } from './document-client.ts';
import { readableItems } from './readable.ts';

const { name: indexName, partitionKey: onlineInstance, sortKey: onlineAddress } = agentsTable.onlineByAddress;

/** What tells whether an agent is signed in and in a team: nothing that names the person. */
const presenceAttributes = ['pk', `${teamIds.attribute}.${teamIds.member}`, onlineAddress];
/** What cannot be read is taken for that of an agent who is there, so that whoever looks for the agent meets the fault. */
const profileShape = z.looseObject({ [teamIds.member]: teamIds.stored });
const leftShape = z.looseObject({ [leftAt.member]: z.number() });
const entryShape = z.object({ pk: z.string(), [onlineAddress]: ipAddress });
const rangePlaceShape = z.tuple([ipAddress, agentIdShape]);

interface Options {
  /** Tells whose client has just left a session and may come back to it. @default - those agents are not found */
  readonly clock?: Clock;
  /** @default - agents who cannot be read are not reported */
  readonly report?: Report;
}

/**
 * Finds agents in the agents table: a team by its members, a range by one query on the index of signed-in agents.
 * The cost of reading a team follows its size, that of reading a range its matches.
 */
export function makeDynamoAgentDirectory(table: DynamoTable, options: Options = {}): AgentDirectory {
  const { clock, report = () => {} } = options;

  async function inTeam(instanceId: string, teamId: string, page: Page): Promise<AgentIdPage> {
    const { agentIds: members, ...rest } = await membersOf(table, { instanceId, teamId }, page);
    if (page.withSignedOut) return { ...rest, agentIds: members };
    const signedIn = await presentMembers(instanceId, teamId, members);
    return { ...rest, agentIds: members.filter((agentId) => signedIn.has(agentId)) };
  }

  /** Those of the agents who are signed in and, by their profile, in the team. */
  async function presentMembers(instanceId: string, teamId: string, agentIds: readonly string[]) {
    const keys = agentIds.map((agentId) => agentKey(instanceId, agentId));
    const attributes = clock ? [...presenceAttributes, leftAt.path] : presenceAttributes;
    const items = await batchGet(table, keys, { attributes });
    return new Set(
      items.filter((item) => isPresent(item) && isInTeam(item, teamId)).map((item) => agentIdOf(String(item.pk))),
    );
  }

  /** Whether the agent is signed in, or has just left and may come back. */
  function isPresent({ [onlineAddress]: address, [leftAt.attribute]: left }: Item): boolean {
    if (address !== undefined) return true;
    if (left === undefined || clock === undefined) return false;
    const { success, data } = leftShape.safeParse(left);
    return !success || clock.now() <= returnsUntil({ endedAt: data[leftAt.member] });
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

    everybody: (instanceId, { teamId }, page) =>
      teamId === undefined ? everyAgent(table, instanceId, page) : membersOf(table, { instanceId, teamId }, page),

    async find(instanceId, agentIds) {
      const distinct = [...new Set(agentIds)];
      const items = await batchGet(
        table,
        distinct.map((agentId) => agentKey(instanceId, agentId)),
      );
      const read = new Map(
        readableItems(
          items,
          (item) => agentItem.fromItem({ instanceId, agentId: agentIdOf(String(item.pk)) }, item).state,
          report,
        ).map((agent) => [agent.agentId, agent]),
      );
      const stored = new Set(items.map((item) => agentIdOf(String(item.pk))));
      return {
        agents: distinct.flatMap((agentId) => read.get(agentId) ?? []),
        unreadable: distinct.filter((agentId) => stored.has(agentId) && !read.has(agentId)),
      };
    },
  };
}

function isInTeam({ [teamIds.attribute]: profile }: Item, teamId: string): boolean {
  const { success, data } = profileShape.safeParse(profile);
  return !success || data[teamIds.member].includes(teamId);
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
