import { expect, test } from '@jest/globals';
import { limitsTable } from '../../functions/adapters/dynamodb/access-tables.ts';
import { agentsTable } from '../../functions/adapters/dynamodb/agents-table.ts';
import { auditTable } from '../../functions/adapters/dynamodb/audit-table.ts';
import { chatsTable, transcriptsTable } from '../../functions/adapters/dynamodb/chat-tables.ts';
import { jobsTable } from '../../functions/adapters/dynamodb/jobs-table.ts';
import { supervisorsTable } from '../../functions/adapters/dynamodb/supervisors-table.ts';
import { wakeUpsTable } from '../../functions/adapters/dynamodb/wake-ups-table.ts';
import { deployedStacks, resourcesOf } from './templates.ts';

const { state } = deployedStacks();
const tables = resourcesOf(state, 'AWS::DynamoDB::Table');

test('every table is encrypted with a key that costs nothing, can be restored to any second, and is paid for by request', () => {
  expect(tables).toHaveLength(11);
  for (const { Properties } of tables) {
    expect(Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
    // DynamoDB encrypts every table. What could be named here are keys whose use is charged.
    expect(Properties).not.toHaveProperty('SSESpecification');
  }
});

test('jobs, chats, wake-ups, transcripts, limits, the audit and what supervisors are shown expire; agents, keys and settings never do', () => {
  const expiring = tables.flatMap(({ Properties }) => Properties.TimeToLiveSpecification ?? []);
  expect(expiring).toEqual([
    { AttributeName: jobsTable.timeToLive, Enabled: true },
    { AttributeName: chatsTable.timeToLive, Enabled: true },
    { AttributeName: wakeUpsTable.timeToLive, Enabled: true },
    { AttributeName: transcriptsTable.timeToLive, Enabled: true },
    { AttributeName: limitsTable.timeToLive, Enabled: true },
    { AttributeName: auditTable.timeToLive, Enabled: true },
    { AttributeName: supervisorsTable.timeToLive, Enabled: true },
  ]);
});

test('the indexes of agents and attempts hold keys only, so that a change of status or one more attempt does not write to them', () => {
  const indexes = tables.flatMap(({ Properties }) => Properties.GlobalSecondaryIndexes ?? []);
  expect(indexes).toMatchObject([
    { IndexName: agentsTable.onlineByAddress.name, Projection: { ProjectionType: 'KEYS_ONLY' } },
    { IndexName: agentsTable.bySortKey, Projection: { ProjectionType: 'KEYS_ONLY' } },
    { IndexName: limitsTable.byGuessed.name, Projection: { ProjectionType: 'KEYS_ONLY' } },
    // The audit is only ever put.
    { IndexName: auditTable.byAgent.name, Projection: { ProjectionType: 'ALL' } },
    { IndexName: auditTable.byJob.name, Projection: { ProjectionType: 'ALL' } },
  ]);
});

test('transcripts and changes are read by time, whole and strongly consistent, which only a local index can be', () => {
  const byTimeOf = ({ partitionKey, byTime }: typeof transcriptsTable | typeof supervisorsTable) => ({
    IndexName: byTime.name,
    KeySchema: [
      { AttributeName: partitionKey, KeyType: 'HASH' },
      { AttributeName: byTime.sortKey, KeyType: 'RANGE' },
    ],
    Projection: { ProjectionType: 'ALL' },
  });
  expect(tables.flatMap(({ Properties }) => Properties.LocalSecondaryIndexes ?? [])).toEqual([
    byTimeOf(transcriptsTable),
    byTimeOf(supervisorsTable),
  ]);
});
