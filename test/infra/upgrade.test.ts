import { expect, test } from '@jest/globals';
import { type RecordedStacks, recordStacks } from '../../bin/release/recorded-stacks.ts';
import { assemblyFolder } from '../app/assembly.ts';
import { previousRelease } from '../support/previous-release.ts';
import { stackFaults } from './stack-changes.ts';

test('the stacks of this release can be deployed over those of the previous one, and nothing is replaced', () => {
  expect(stackFaults(previousRelease().stacks(), recordStacks(assemblyFolder()))).toEqual([]);
});

test('the record holds every table, queue, API and function', () => {
  const types = Object.values(previousRelease().stacks()).flatMap(({ resources }) =>
    Object.values(resources).map(({ type }) => type),
  );
  expect(new Set(types)).toEqual(
    new Set([
      'AWS::DynamoDB::Table',
      'AWS::Logs::LogGroup',
      'AWS::SQS::Queue',
      'AWS::Events::EventBus',
      'AWS::ApiGatewayV2::Api',
      'AWS::Lambda::Function',
    ]),
  );
});

const key = { AttributeName: 'pk', KeyType: 'HASH' };
const index = (IndexName: string) => ({ IndexName, KeySchema: [key] });
const aTable = (properties: object = {}, type = 'AWS::DynamoDB::Table') => ({
  type,
  properties: { KeySchema: [key], AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }], ...properties },
});
const withTable = (table: ReturnType<typeof aTable>, id = 'Agents'): RecordedStacks => ({
  State: { resources: { [id]: table }, exports: { AgentsName: { Ref: 'Agents' } } },
});
const before = withTable(aTable({ GlobalSecondaryIndexes: [index('byName')] }));

test.each([
  ['another logical id', withTable(aTable(), 'People'), 'State: AWS::DynamoDB::Table Agents is gone'],
  ['another type', withTable(aTable({}, 'AWS::S3::Bucket')), 'is gone'],
  ['another key', withTable(aTable({ KeySchema: [{ ...key, AttributeName: 'id' }] })), 'KeySchema has changed'],
  ['a name', withTable(aTable({ TableName: 'agents' })), 'TableName has changed'],
  ['no index', withTable(aTable()), 'GlobalSecondaryIndexes has lost or changed an entry'],
  [
    'three indexes',
    withTable(aTable({ GlobalSecondaryIndexes: [index('byName'), index('a'), index('b')] })),
    '2 indexes at once',
  ],
  [
    'a key of another type',
    withTable(aTable({ AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'N' }] })),
    'AttributeDefinitions has lost or changed an entry',
  ],
  ['no export', { State: { resources: before.State?.resources ?? {}, exports: {} } }, 'the export AgentsName is gone'],
  [
    'an export of another value',
    { State: { resources: before.State?.resources ?? {}, exports: { AgentsName: { Ref: 'People' } } } },
    'the export AgentsName has another value',
  ],
  ['no stack', {}, 'The stack State is gone'],
] as const)('a table that gets %s is noticed', (_, after, fault) => {
  expect(stackFaults(before, after)).toContainEqual(expect.stringContaining(fault));
});

test('a table may get one more index, and a time to live', () => {
  const more = {
    GlobalSecondaryIndexes: [index('byName'), index('byTeam')],
    AttributeDefinitions: ['pk', 'team'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
  };
  expect(stackFaults(before, withTable(aTable(more)))).toEqual([]);
});
