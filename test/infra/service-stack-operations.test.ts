import { expect, test } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { bundled, fileOf, instanceArn, resourcesOf, stacks, topicArn } from './synthesis.ts';

const bundles = bundled();
const { service, operations } = stacks(bundles);
const functions = resourcesOf(service, 'AWS::Lambda::Function');
const alarmsOf = (both: Pick<ReturnType<typeof stacks>, 'service' | 'operations'>) =>
  [both.service, both.operations].flatMap((stack) => resourcesOf(stack, 'AWS::CloudWatch::Alarm'));
const alarms = alarmsOf({ service, operations });
const ofLambda = (metric: string) =>
  alarms.filter(({ Properties }) => Properties.Namespace === 'AWS/Lambda' && Properties.MetricName === metric);

test('every alarm notifies the topic of the context', () => {
  const alarmTopicArn = topicArn('on-call');
  const notifying = alarmsOf(stacks(bundles, { alarmTopicArn }));
  expect(notifying.filter(({ Properties }) => Properties.AlarmActions?.[0] !== alarmTopicArn)).toEqual([]);
  expect(notifying).toHaveLength(alarms.length);
});

test('an alarm goes off for each function that fails, and says which', () => {
  const watched = ofLambda('Errors').map(({ Properties }) => [
    Properties.Dimensions[0].Value,
    Properties.AlarmDescription.split(' failed')[0],
  ]);
  expect(watched.sort()).toEqual(functions.map((lambda) => [lambda.Properties.FunctionName, fileOf(lambda)]).sort());
});

test('one alarm goes off when functions of the account are throttled, and the dashboard shows which of these', () => {
  expect(ofLambda('Throttles')).toMatchObject([{ Properties: { Threshold: 0, Period: 300, Statistic: 'Sum' } }]);
  expect(ofLambda('Throttles')[0]?.Properties.Dimensions).toBeUndefined();
  const [dashboard] = resourcesOf(operations, 'AWS::CloudWatch::Dashboard');
  const throttles = JSON.stringify(dashboard?.Properties.DashboardBody).match(/Throttles/g);
  expect(throttles).toHaveLength(functions.length);
});

/**
 * CloudFormation takes 500 resources in a stack
 * (docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html), and a function costs up to seven.
 */
const ceiling = 450;

test(`the stack stays below ${ceiling} resources: when it no longer does, deploy the functions of chats and their queues in a stack of their own`, () => {
  const connectInstanceArns = ['a', 'b', 'c', 'd', 'e'].map(instanceArn);
  const { Resources } = Template.fromStack(stacks(bundles, { connectInstanceArns }).service).toJSON();
  expect(Object.keys(Resources).length).toBeLessThan(ceiling);
});
