import { DeleteCommand, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Channel } from '#core/agents/agent.ts';
import type { TeamRulesStore } from '#core/agents/ports.ts';
import { hasRules, type RuleMode, type TeamRules } from '#core/agents/rules/team-rules.ts';
import type { Report } from '#core/ports.ts';
import { keyword, texts } from '../codec/fields.ts';
import type { DynamoTable } from './document-client.ts';
import { readableItems } from './readable.ts';
import { rulesPrefix, settingsKeys } from './settings-table.ts';

const mode = keyword<RuleMode>();
const item: z.ZodMiniType<{ readonly teamId: string; readonly rules: Omit<TeamRules, 'teamId'> }> = z.object({
  teamId: z.string(),
  rules: z.object({
    missedContacts: z.exactOptional(z.object({ mode, contacts: z.number() })),
    minutesInStatus: z.exactOptional(
      z.object({
        mode,
        minutes: z.number(),
        statuses: z.exactOptional(texts),
        exceptStatuses: z.exactOptional(texts),
      }),
    ),
    longContact: z.exactOptional(
      z.object({ mode, hours: z.number(), channels: z.exactOptional(z.array(keyword<Channel>())) }),
    ),
  }),
});

function fromItem(stored: unknown): TeamRules {
  const { teamId, rules } = item.parse(stored);
  return { teamId, ...rules };
}

/** Keeps the rules of teams in the settings table, an item for each team. */
export function makeDynamoTeamRules(table: DynamoTable, report: Report = () => {}): TeamRulesStore {
  return {
    async load(instanceId) {
      const found: TeamRules[] = [];
      let ExclusiveStartKey: Record<string, unknown> | undefined;
      do {
        const page = await table.client.send(
          new QueryCommand({
            TableName: table.tableName,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
            ExpressionAttributeValues: { ':pk': settingsKeys(instanceId).pk, ':prefix': rulesPrefix },
            ExclusiveStartKey,
          }),
        );
        found.push(...readableItems(page.Items ?? [], fromItem, report));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      return found;
    },

    async find(instanceId, teamId) {
      const { client, tableName: TableName } = table;
      const Key = settingsKeys(instanceId).rules(teamId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item && fromItem(Item);
    },

    async save(instanceId, teamRules) {
      const { client, tableName: TableName } = table;
      const { teamId, ...rules } = teamRules;
      const Key = settingsKeys(instanceId).rules(teamId);
      if (!hasRules(teamRules)) return void (await client.send(new DeleteCommand({ TableName, Key })));
      await client.send(
        new UpdateCommand({
          TableName,
          Key,
          UpdateExpression: 'SET teamId = :teamId, #rules = :rules',
          ExpressionAttributeNames: { '#rules': 'rules' },
          ExpressionAttributeValues: { ':teamId': teamId, ':rules': rules },
        }),
      );
    },
  };
}
