import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { metricNames } from '../../functions/runtime/metrics.ts';
import { instanceArn } from './context.ts';
import { stacksWith } from './synthesis.ts';
import { dashboardOf, deployedStacks, functionsOf, resourcesOf, type Template } from './templates.ts';

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

test('the first row of the dashboard shows every alarm, and what is wrong in numbers', () => {
  const [well, numbers] = firstRowOf(operations);
  const names = alarms.map(({ Properties }) => String(Properties.AlarmName));
  expect(new Set(names).size).toBe(alarms.length);
  expect(names.filter((name) => !well?.includes(`:alarm:${name}\\"`))).toEqual([]);
  for (const label of ['Requests', 'Answered 5xx', 'Dead letters', 'Oldest message', 'Sweeps'])
    expect(numbers).toContain(label);
});

test('the first row says how to see that all is well: the alarm of silence is grey when it goes off, and not red', () => {
  expect(firstRowOf(operations)[0]).toContain('Is it well? Every alarm is green');
});

test('the dashboard is named by stage and region, for dashboards have no region of their own', () => {
  const [dashboard] = resourcesOf(operations, 'AWS::CloudWatch::Dashboard');
  expect(dashboard?.Properties.DashboardName).toEqual({ 'Fn::Join': ['', ['lastcall-dev-', { Ref: 'AWS::Region' }]] });
});

/** The widgets of the first row, as texts. */
function firstRowOf(template: Template): readonly string[] {
  const widgets = dashboardOf(template).split('{\\"type\\":').slice(1);
  return widgets.filter((text) => /\\"y\\":0,/.test(text));
}

test.each(metricNames)('the dashboard shows the metric %s of functions', (name) => {
  expect(dashboardOf(operations)).toContain(`\\"Lastcall\\",\\"${name}\\"`);
});

const runbook = readFileSync('docs/operations.md', 'utf8');

test('the runbook has a section for each alarm, and for no other', () => {
  const sections = [...runbook.matchAll(/^### `(.*)`$/gm)].map(([, name]) => name);
  const byChoice = stacksWith({
    amazonConnectArns: [instanceArn('a')],
    amazonConnectAgentEventStreamArns: 'arn:aws:kinesis:eu-central-1:123456789012:stream/agent-events',
    amazonConnectChatTimers: 'lastcall',
  });
  const ofChoice = resourcesOf(byChoice.service, 'AWS::CloudWatch::Alarm').map(
    ({ Properties }) => Properties.AlarmName,
  );
  const all = [...alarms.map(({ Properties }) => Properties.AlarmName), ...ofChoice];
  const names = new Set(all.map((name) => name.replace(/^(Lastcall-dev-)?(Service|Operations)-/, '')));
  expect(sections.toSorted()).toEqual([...names].sort());
});

test('each section of an alarm says what it means, what to look at and what to do', () => {
  const sections = runbook
    .split(/^### /m)
    .slice(1)
    .map((text) => text.split(/^## /m)[0] ?? '');
  for (const text of sections.filter((each) => each.startsWith('`'))) {
    for (const part of ['**Means**', '**Look at**', '**Do**']) expect(text).toContain(part);
  }
});

test('the runbook describes each metric of functions, and no other', () => {
  const [, table = ''] = runbook.split('## Metrics');
  const rows = [...(table.split(/^## /m)[0] ?? '').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(rows).toEqual([...metricNames]);
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
