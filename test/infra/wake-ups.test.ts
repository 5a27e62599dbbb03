import { expect, test } from '@jest/globals';
import { tableGrantsOf } from './grants-of.ts';
import { deployedStacks, functionOf, resourcesOf } from './templates.ts';

const { service } = deployedStacks();
const sweeper = functionOf(service, 'schedule-sweep-wake-ups').id;

test('the sweeper runs each minute, and only its rule can run it', () => {
  const [rule] = resourcesOf(service, 'AWS::Events::Rule').filter(({ Properties }) => Properties.ScheduleExpression);
  expect(rule?.Properties).toMatchObject({
    ScheduleExpression: 'rate(1 minute)',
    State: 'ENABLED',
    Targets: [{ Arn: { 'Fn::GetAtt': [sweeper, 'Arn'] }, RetryPolicy: { MaximumEventAgeInSeconds: 60 } }],
  });
  const permissions = resourcesOf(service, 'AWS::Lambda::Permission').filter(
    ({ Properties }) => Properties.FunctionName['Fn::GetAtt'][0] === sweeper,
  );
  const byItsRule = { Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': [rule?.id, 'Arn'] } };
  expect(permissions).toMatchObject([{ Properties: byItsRule }]);
});

test('a sweep that fails is not tried again, because the next one comes as soon and does the same', () => {
  const [config] = resourcesOf(service, 'AWS::Lambda::EventInvokeConfig').filter(
    ({ Properties }) => Properties.FunctionName.Ref === sweeper,
  );
  expect(config?.Properties).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
});

test('an alarm goes off when no sweep has run for 5 minutes, and not before the first one of a new stage', () => {
  const ofSweeper = resourcesOf(service, 'AWS::CloudWatch::Alarm').filter(({ Properties }) =>
    JSON.stringify(Properties.Dimensions ?? []).includes(`"${sweeper}"`),
  );
  expect(ofSweeper).toMatchObject([
    {
      Properties: {
        MetricName: 'Invocations',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 5,
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        // An alarm is made in the state of missing data, and only a change of its state notifies anybody.
        TreatMissingData: 'missing',
      },
    },
  ]);
});

test('the sweeper moves the cursors of shards, and the worker of wake-ups changes agents, jobs and chats', () => {
  const grants = (file: string) => tableGrantsOf(service, functionOf(service, file));
  expect(grants('schedule-sweep-wake-ups').toSorted()).toEqual([
    'WakeUps: GetItem',
    'WakeUps: Query',
    'WakeUps: UpdateItem',
  ]);
  expect(grants('queue-wake-up')).toEqual(
    expect.arrayContaining(['Agents: PutItem', 'Jobs: UpdateItem', 'Chats: PutItem', 'WakeUps: UpdateItem']),
  );
});
