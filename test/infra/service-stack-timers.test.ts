import { describe, expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { bundled, functionOf, resourcesOf, stacks, tableGrantsOf } from './synthesis.ts';

const { service, operations } = stacks(bundled());
const idOf = (name: string) => functionOf(service, name).id;

describe('the sweeper', () => {
  const sweeper = idOf('schedule-sweep-alarms');

  test('runs each minute, and nobody but its rule may run it', () => {
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

  test('is not tried again, since the next sweep comes as soon and does the same', () => {
    const [config] = resourcesOf(service, 'AWS::Lambda::EventInvokeConfig').filter(
      ({ Properties }) => Properties.FunctionName.Ref === sweeper,
    );
    expect(config?.Properties).toMatchObject({ MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 });
  });

  test('raises an alarm when it fails, and when it has not run for 5 minutes', () => {
    const alarms = [
      ...resourcesOf(service, 'AWS::CloudWatch::Alarm').filter(({ Properties }) =>
        JSON.stringify(Properties.Dimensions ?? []).includes(`"${sweeper}"`),
      ),
      ...resourcesOf(operations, 'AWS::CloudWatch::Alarm').filter(({ Properties }) =>
        JSON.stringify(Properties.Dimensions ?? []).includes('-schedule-sweep-alarms'),
      ),
    ];
    const failing = { MetricName: 'Errors', ComparisonOperator: 'GreaterThanThreshold', Threshold: 0 };
    const silent = {
      MetricName: 'Invocations',
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      TreatMissingData: 'breaching',
    };
    for (const alarm of [failing, silent]) {
      expect(alarms).toContainEqual(expect.objectContaining({ Properties: expect.objectContaining(alarm) }));
    }
  });
});

test('a ring that fails is tried again within the two minutes that a timer may be late', () => {
  const [mapping] = resourcesOf(service, 'AWS::Lambda::EventSourceMapping').filter(
    ({ Properties }) => Properties.FunctionName.Ref === idOf('queue-alarm'),
  );
  const [queue] = resourcesOf(service, 'AWS::SQS::Queue').filter(
    ({ id }) => id === mapping?.Properties.EventSourceArn['Fn::GetAtt'][0],
  );
  expect(queue?.Properties.VisibilityTimeout).toBeLessThanOrEqual(60);
});

test('the ARN that callers who sign with IAM need is that of the signed route, in any instance', () => {
  const outputs = Template.fromStack(service).findOutputs('SignedRouteArn');
  expect(JSON.stringify(outputs)).toMatch(/:execute-api:.*\/\*\/PUT\/iam\/contact\/participant-role-config\/\*"/);
});

test('the dashboard has a row for timers', () => {
  const [dashboard] = resourcesOf(operations, 'AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(dashboard?.Properties.DashboardBody);
  for (const title of ['Sweeps', 'Alarms delivered and rung', 'Oldest alarm']) expect(body).toContain(title);
});

test('the sweeper moves the marks of shards, and the worker of alarms changes agents and chats', () => {
  const grants = (name: string) => tableGrantsOf(service, functionOf(service, name));
  expect(grants('schedule-sweep-alarms')).toEqual(['Alarms: GetItem', 'Alarms: Query', 'Alarms: UpdateItem']);
  expect(grants('queue-alarm')).toEqual(
    expect.arrayContaining(['Agents: PutItem', 'Jobs: UpdateItem', 'Chats: PutItem', 'Alarms: UpdateItem']),
  );
});
