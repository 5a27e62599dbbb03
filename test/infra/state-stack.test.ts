import { expect, test } from '@jest/globals';
import { agentsTable } from '../../functions/adapters/dynamodb/agents/keys.ts';
import { alarmsTable } from '../../functions/adapters/dynamodb/alarms/keys.ts';
import { chatsTable } from '../../functions/adapters/dynamodb/chats/keys.ts';
import { jobsTable } from '../../functions/adapters/dynamodb/jobs/keys.ts';
import { limitsTable } from '../../functions/adapters/dynamodb/limits/keys.ts';
import { transcriptsTable } from '../../functions/adapters/dynamodb/transcripts/keys.ts';
import { keepsData } from '../../lib/settings.ts';
import { StateStack } from '../../lib/state-stack.ts';
import { anApp, resourcesOf } from './synthesis.ts';

const state = (stage: string) => new StateStack(anApp(), 'State', { keepsData: keepsData(stage) });
const tables = (stage: string) => resourcesOf(state(stage), 'AWS::DynamoDB::Table');

test('every table is encrypted, can be restored to any second, and is paid for by request', () => {
  expect(tables('dev')).toHaveLength(9);
  for (const { Properties } of tables('dev')) {
    expect(Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  }
});

test.each(['dev', 'prod'])('the stage %s keeps its tables and its audit log exactly if it is not dev', (stage) => {
  const kept = stage !== 'dev';
  const policy = kept ? 'Retain' : 'Delete';
  for (const table of tables(stage)) {
    expect(table.Properties.DeletionProtectionEnabled).toBe(kept);
    expect(table).toMatchObject({ DeletionPolicy: policy, UpdateReplacePolicy: policy });
  }
  const [auditLog] = resourcesOf(state(stage), 'AWS::Logs::LogGroup');
  expect(auditLog).toMatchObject({ DeletionPolicy: policy, Properties: { RetentionInDays: 365 } });
});

test('jobs, chats, alarms, transcripts and limits expire; agents, keys and settings never do', () => {
  const expiring = tables('dev').flatMap(({ Properties }) => Properties.TimeToLiveSpecification ?? []);
  expect(expiring).toEqual([
    { AttributeName: jobsTable.timeToLive, Enabled: true },
    { AttributeName: chatsTable.timeToLive, Enabled: true },
    { AttributeName: alarmsTable.timeToLive, Enabled: true },
    { AttributeName: transcriptsTable.timeToLive, Enabled: true },
    { AttributeName: limitsTable.timeToLive, Enabled: true },
  ]);
});

test('the index of agents holds nothing but keys, so a change of status does not write to it', () => {
  const indexes = tables('dev').flatMap(({ Properties }) => Properties.GlobalSecondaryIndexes ?? []);
  expect(indexes).toMatchObject([
    { IndexName: agentsTable.onlineByAddress.name, Projection: { ProjectionType: 'KEYS_ONLY' } },
  ]);
});

test('a transcript is read by time, whole messages and strongly consistent, which only a local index can be', () => {
  const { partitionKey, byTime } = transcriptsTable;
  expect(tables('dev').flatMap(({ Properties }) => Properties.LocalSecondaryIndexes ?? [])).toEqual([
    {
      IndexName: byTime.name,
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: byTime.sortKey, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ]);
});
