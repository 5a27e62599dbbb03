import { describe, expect, test } from '@jest/globals';
import { compilePattern } from '../../local/aws/events/event-pattern.ts';
import { instanceArn, keyArn } from './context.ts';
import { accessOf, actionsOf, grantsOf } from './grants-of.ts';
import { stacksWith } from './synthesis.ts';
import { deployedStacks, fileOf, functionOf, functionsOf, resourcesOf } from './templates.ts';

const arns = [instanceArn('a'), instanceArn('b')];
const streams = ['day', 'night'].map((name) => `arn:aws:kinesis:eu-central-1:123456789012:stream/${name}`);
const { service } = stacksWith({ amazonConnectArns: arns, amazonConnectAgentEventStreamArns: streams });
const { service: looking } = stacksWith({ amazonConnectArns: arns });
const file = 'event-agent-events';
const follower = functionOf(service, file);
const failed = resourcesOf(service, 'AWS::SQS::Queue').find(({ Properties }) =>
  JSON.stringify(Properties.QueueName).includes('AgentEvents-Failed'),
);

describe('with streams of agent events', () => {
  test('each is read from now on, in batches whose records fail one by one and are not lost without a word', () => {
    const mappings = resourcesOf(service, 'AWS::Lambda::EventSourceMapping').filter(
      ({ Properties }) => Properties.FunctionName['Fn::GetAtt']?.[0] === follower.id,
    );
    expect(mappings.map(({ Properties }) => Properties.EventSourceArn)).toEqual(streams);
    for (const { Properties } of mappings) {
      expect(Properties).toMatchObject({
        StartingPosition: 'LATEST',
        BatchSize: 100,
        MaximumBatchingWindowInSeconds: 1,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRetryAttempts: 5,
        MaximumRecordAgeInSeconds: 3600,
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': [failed?.id, 'Arn'] } } },
      });
      const passes = compilePattern(JSON.parse(Properties.FilterCriteria.Filters[0].Pattern));
      const types = ['LOGIN', 'LOGOUT', 'STATE_CHANGE', 'HEART_BEAT', undefined, null, 7];
      const passing = types.filter((EventType) => passes({ data: { EventType, AgentARN: 'arn' } }));
      expect(passing).toEqual(['LOGIN', 'LOGOUT', 'STATE_CHANGE', undefined, null, 7]);
    }
  });

  test('an alarm goes off for a record that has failed', () => {
    const alarm = resourcesOf(service, 'AWS::CloudWatch::Alarm').find(({ Properties }) =>
      JSON.stringify(Properties.Dimensions).includes(`"${failed?.id}"`),
    );
    expect(alarm?.Properties).toMatchObject({ Threshold: 0, ComparisonOperator: 'GreaterThanThreshold' });
    expect(failed?.Properties.MessageRetentionPeriod).toBe(14 * 24 * 60 * 60);
  });

  test('the function changes agents, looks at them, reads these streams, and takes nobody offline', () => {
    expect(accessOf(service, file).tables).toEqual(
      [
        ...accessOf(looking, 'http-desktops').tables.filter((each) => each.startsWith('Agents')),
        'Limits: UpdateItem',
        'Settings: Query',
      ].sort(),
    );
    expect(actionsOf(service, follower).filter((action) => action.startsWith('connect:'))).toEqual([
      'connect:GetCurrentUserData',
      'connect:ListAgentStatuses',
    ]);
    const read = grantsOf(service, follower).filter(({ action }) => action === 'kinesis:GetRecords');
    expect(read.map(({ resource }) => JSON.parse(resource))).toEqual(streams);
    expect(follower.Properties.Environment.Variables).toHaveProperty('AMAZON_CONNECT_INSTANCES');
  });

  test('everybody is looked at every five minutes, unless a setting says how often', () => {
    const secondsOf = (stack: typeof service) =>
      functionOf(stack, 'schedule-sweep-wake-ups').Properties.Environment.Variables.AMAZON_CONNECT_INSTANCES.split(
        ';',
      )[0];
    expect(secondsOf(service)).toBe('300');
    expect(secondsOf(looking)).toBe('15');
    const chosen = {
      amazonConnectArns: arns,
      amazonConnectAgentEventStreamArns: streams,
      amazonConnectPollSeconds: 60,
    };
    expect(secondsOf(stacksWith(chosen).service)).toBe('60');
  });

  test('the stack stays within its resources and alarms', () => {
    expect(Object.keys(service.Resources).length).toBeLessThanOrEqual(220);
    expect(resourcesOf(service, 'AWS::CloudWatch::Alarm').length).toBeLessThanOrEqual(20);
  });
});

test('a stream that a key encrypts is read with this key, through Kinesis only', () => {
  const context = { amazonConnectArns: arns, amazonConnectAgentEventStreamArns: streams };
  const { service: encrypted } = stacksWith({ ...context, amazonConnectAgentEventStreamKeyArns: keyArn() });
  const { id } = functionOf(encrypted, file);
  const statements = resourcesOf(encrypted, 'AWS::IAM::Role')
    .flatMap(({ Properties }) => Properties.Policies ?? [])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Action }) => JSON.stringify(Action).includes('kms:'));
  expect(statements).toMatchObject([
    {
      Action: 'kms:Decrypt',
      Resource: keyArn(),
      Condition: {
        StringEquals: {
          'kms:ViaService': { 'Fn::Join': ['', ['kinesis.', { Ref: 'AWS::Region' }, '.', { Ref: 'AWS::URLSuffix' }]] },
        },
      },
    },
  ]);
  expect(
    grantsOf(encrypted, functionOf(encrypted, file)).filter(({ action }) => action === 'kms:Decrypt'),
  ).toHaveLength(1);
  expect(id).toBe(follower.id);
});

describe.each([
  ['dev', 'Delete'],
  ['prod', 'RetainExceptOnCreate'],
])('a new stream of the stage %s', (stage, policy) => {
  const context = { stage, amazonConnectArns: arns, amazonConnectNewAgentEventStream: instanceArn('b') };
  const { state, service: reading } = stacksWith(context);

  test('has no encryption, for Amazon Connect could not publish to it, and one instance publishes to it', () => {
    const [stream] = resourcesOf(state, 'AWS::Kinesis::Stream');
    expect(stream?.Properties).toEqual({ StreamModeDetails: { StreamMode: 'ON_DEMAND' }, RetentionPeriodHours: 24 });
    const uses = resourcesOf(state, 'AWS::Connect::InstanceStorageConfig');
    expect(uses.map(({ Properties }) => Properties)).toEqual([
      {
        InstanceArn: instanceArn('b'),
        ResourceType: 'AGENT_EVENTS',
        StorageType: 'KINESIS_STREAM',
        KinesisStreamConfig: { StreamArn: { 'Fn::GetAtt': [stream?.id, 'Arn'] } },
      },
    ]);
  });

  test(`is kept with its use by the instance, or goes with it: ${policy}`, () => {
    const both = ['AWS::Kinesis::Stream', 'AWS::Connect::InstanceStorageConfig'].flatMap((type) =>
      resourcesOf(state, type),
    );
    expect(both.map(({ DeletionPolicy }) => DeletionPolicy)).toEqual([policy, policy]);
  });

  test('is read', () => {
    const [mapping, ...others] = resourcesOf(reading, 'AWS::Lambda::EventSourceMapping').filter(({ Properties }) =>
      JSON.stringify(Properties.EventSourceArn).includes('Fn::ImportValue'),
    );
    expect(others).toEqual([]);
    expect(mapping?.Properties.StartingPosition).toBe('LATEST');
    const variables = functionOf(reading, 'schedule-sweep-wake-ups').Properties.Environment.Variables;
    expect(variables.AMAZON_CONNECT_INSTANCES).toMatch(/^300;/);
  });
});

test.each([
  ['an instance', looking],
  ['no instance', deployedStacks().service],
])('without streams and with %s nothing of this is deployed', (_, stack) => {
  expect(functionsOf(stack).map(fileOf)).not.toContain(file);
  expect(JSON.stringify(stack)).not.toContain('kinesis');
});
