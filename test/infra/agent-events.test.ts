import { describe, expect, test } from '@jest/globals';
import { instanceArn } from './context.ts';
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
      expect(JSON.parse(Properties.FilterCriteria.Filters[0].Pattern)).toEqual({
        data: { EventType: ['LOGIN', 'LOGOUT', 'STATE_CHANGE'] },
      });
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

test.each([
  ['an instance', looking],
  ['no instance', deployedStacks().service],
])('without streams and with %s nothing of this is deployed', (_, stack) => {
  expect(functionsOf(stack).map(fileOf)).not.toContain(file);
  expect(JSON.stringify(stack)).not.toContain('kinesis');
});
