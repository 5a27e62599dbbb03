import { expect, test } from '@jest/globals';
import { dashboardOf, deployedStacks, functionsOf, resourcesOf } from './templates.ts';

const stacks = deployedStacks();
const { service, operations } = stacks;
const functions = functionsOf(service);
const alarms = Object.values(stacks).flatMap((stack) => resourcesOf(stack, 'AWS::CloudWatch::Alarm'));
const ofLambda = (metric: string) =>
  alarms.filter(({ Properties }) => Properties.Namespace === 'AWS/Lambda' && Properties.MetricName === metric);

test.each([
  ['AWS/ApiGateway', '5xx'],
  ['Lastcall', 'FlowActionFailed'],
])('an alarm watches the metric %s %s', (Namespace, MetricName) => {
  const watching = alarms.filter((each) => each.Properties.MetricName === MetricName);
  expect(watching).toMatchObject([{ Properties: { Namespace, Threshold: 0, Period: 300, Statistic: 'Sum' } }]);
});

test.each(['Errors', 'Throttles'])(
  'one alarm watches the %s of all functions, and the dashboard tells them apart',
  (metric) => {
    expect(ofLambda(metric)).toMatchObject([{ Properties: { Threshold: 0, Period: 300, Statistic: 'Sum' } }]);
    expect(ofLambda(metric)[0]?.Properties.Dimensions).toBeUndefined();
    const metrics = dashboardOf(operations).replaceAll('\\', '');
    const names = functions.map(({ Properties }) => Properties.FunctionName);
    expect(names.filter((name) => !metrics.includes(`"${metric}","FunctionName","${name}"`))).toEqual([]);
  },
);

test.each([
  'Sweeps',
  'Wake-ups delivered and handled',
  'Oldest wake-up',
  'WebSocket errors',
  'Events to stream',
  'Deliveries tried and made',
  'Not streamed',
])('the dashboard shows %s', (title) => {
  expect(dashboardOf(operations)).toContain(title);
});

/**
 * CloudFormation takes 500 resources in a stack
 * (docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html). This limit leaves room to grow
 * before the chats and their queues need a stack of their own.
 */
const mostResources = 220;

test(`the service stack has at most ${mostResources} resources`, () => {
  expect(Object.keys(service.Resources).length).toBeLessThanOrEqual(mostResources);
});

/** An alarm costs by the month, and each of them must be worth getting up for. */
const mostAlarms = 20;

test(`all stacks together have at most ${mostAlarms} alarms`, () => {
  expect(alarms.length).toBeLessThanOrEqual(mostAlarms);
});
