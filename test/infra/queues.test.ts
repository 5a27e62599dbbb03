import { describe, expect, test } from '@jest/globals';
import { deadLetterQueues } from '../../bin/repair/dead-letter-queues.ts';
import { retryPause } from '../../functions/core/streaming/delivery.ts';
import { compilePattern } from '../../local/aws/events/event-pattern.ts';
import { instanceArn } from './context.ts';
import { grantsOf } from './grants-of.ts';
import { stacksWith } from './synthesis.ts';
import {
  deployedStacks,
  fileOf,
  functionOf,
  functionsIn,
  functionsOf,
  type Resource,
  resourcesOf,
} from './templates.ts';

const { service } = deployedStacks();
const functions = functionsOf(service);
const queues = resourcesOf(service, 'AWS::SQS::Queue');
const mappings = resourcesOf(service, 'AWS::Lambda::EventSourceMapping');
/** The queues that a function works; the others keep dead letters. */
const work = queues.filter((queue) => queue.Properties.RedrivePolicy);

const deadLettersOf = ({ Properties }: Resource) => Properties.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0];
const workerOf = (queue: Resource) => {
  const mapping = mappings.find(({ Properties }) => Properties.EventSourceArn['Fn::GetAtt'][0] === queue.id);
  const worker = functions.find(({ id }) => id === mapping?.Properties.FunctionName.Ref);
  if (worker === undefined) throw new Error(`Nobody works ${queue.id}`);
  return worker;
};
const workOf = (file: string) => {
  const queue = work.find((each) => fileOf(workerOf(each)) === file);
  if (queue === undefined) throw new Error(`${file} works no queue`);
  return queue;
};

test('every queue is encrypted, and dead letters are kept for 14 days', () => {
  expect(work).toHaveLength(3);
  for (const queue of queues) {
    expect(queue.Properties.SqsManagedSseEnabled).toBe(true);
    if (!work.includes(queue)) expect(queue.Properties.MessageRetentionPeriod).toBe(14 * 24 * 60 * 60);
  }
});

test.each([
  ['queue-logout-work', 15],
  ['queue-wake-up', 60],
])('messages that %s fails on are tried again for %d minutes before they are dead letters', (file, minutes) => {
  const queue = workOf(file);
  const { VisibilityTimeout, RedrivePolicy } = queue.Properties;
  expect((VisibilityTimeout * RedrivePolicy.maxReceiveCount) / 60).toBe(minutes);
  expect(queues.find(({ id }) => id === deadLettersOf(queue))).toBeDefined();
});

test('alarms watch the age of the work and any dead letter', () => {
  const alarmsOn = (metric: string, queueId: string) =>
    resourcesOf(service, 'AWS::CloudWatch::Alarm').filter(
      ({ Properties }) =>
        Properties.MetricName === metric && JSON.stringify(Properties.Dimensions).includes(`"${queueId}"`),
    );
  for (const queue of work) {
    expect(alarmsOn('ApproximateAgeOfOldestMessage', queue.id)).toHaveLength(1);
    expect(alarmsOn('ApproximateNumberOfMessagesVisible', deadLettersOf(queue))).toHaveLength(1);
  }
});

test('a message stays invisible six times as long as its worker can run', () => {
  for (const queue of work) {
    expect(queue.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * workerOf(queue).Properties.Timeout);
  }
});

test('every worker reports the messages of a batch that failed', () => {
  expect(mappings).toHaveLength(work.length);
  for (const { Properties } of mappings) expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
});

test('the worker of logout jobs records failures one delivery before messages become dead letters', () => {
  const attempts = functions.flatMap(({ Properties }) => Properties.Environment?.Variables.LOGOUT_ATTEMPTS ?? []);
  const { RedrivePolicy } = workOf('queue-logout-work').Properties;
  expect(new Set(attempts)).toEqual(new Set([`${RedrivePolicy.maxReceiveCount - 1}`]));
});

test('at most two workers log agents out, which bounds the writes on one key, and endpoints that hang hold at most 50', () => {
  const paced = mappings.flatMap(({ Properties: { FunctionName, BatchSize, ScalingConfig } }) =>
    ScalingConfig ? [[FunctionName.Ref, BatchSize, ScalingConfig]] : [],
  );
  expect(paced).toEqual([
    [functionOf(service, 'queue-logout-work').id, 10, { MaximumConcurrency: 2 }],
    [functionOf(service, 'queue-deliver-stream').id, 10, { MaximumConcurrency: 50 }],
  ]);
});

test('a worker that may wait for Amazon Connect receives one message at a time', () => {
  const { service: connected } = stacksWith({ amazonConnectArns: [instanceArn('a')] });
  const { id } = functionOf(connected, 'queue-logout-work');
  const batches = resourcesOf(connected, 'AWS::Lambda::EventSourceMapping').flatMap(({ Properties }) =>
    Properties.FunctionName.Ref === id ? [Properties.BatchSize] : [],
  );
  expect(batches).toEqual([1]);
});

test('a wake-up that fails is tried again within the two minutes that a timer may be late', () => {
  expect(workOf('queue-wake-up').Properties.VisibilityTimeout).toBeLessThanOrEqual(60);
});

describe('the delivery of an event to an endpoint', () => {
  const queue = workOf('queue-deliver-stream');

  test('is tried for two hours, with longer and longer pauses', () => {
    const attempts: number = queue.Properties.RedrivePolicy.maxReceiveCount;
    const { firstSeconds, longestSeconds } = retryPause;
    const pauses = Array.from({ length: attempts - 1 }, (_, n) => Math.min(firstSeconds * 2 ** n, longestSeconds));
    const hours = pauses.reduce((sum, pause) => sum + pause, 0) / 3600;
    expect(hours).toBeGreaterThan(2);
    expect(hours).toBeLessThan(2.1);
  });

  test('can be postponed by the function that makes it', () => {
    const deliverer = functionOf(service, 'queue-deliver-stream');
    const postponed = grantsOf(service, deliverer).filter(({ action }) => action === 'sqs:ChangeMessageVisibility');
    expect(postponed.map(({ resource }) => resource)).toEqual([JSON.stringify({ 'Fn::GetAtt': [queue.id, 'Arn'] })]);
    expect(deliverer.Properties.Environment.Variables.STREAM_QUEUE_URL).toEqual({ Ref: queue.id });
  });
});

test('npm run redrive finds each queue of dead letters by its name, and the queue or functions that they go back to', () => {
  // This one is there by a setting only (chat-timers.test.ts).
  const { ChatQueue: _, ...usual } = deadLetterQueues;
  const names = Object.values(usual).map(({ name }) => `Lastcall-dev-Service-${name}`);
  const dead = queues.filter((queue) => !work.includes(queue));
  expect(dead.map(({ Properties }) => Properties.QueueName).sort()).toEqual(names.sort());
  for (const queue of work) {
    const letters = dead.find(({ id }) => id === deadLettersOf(queue));
    const found = Object.values(deadLetterQueues).find(({ name }) =>
      letters?.Properties.QueueName.endsWith(`-${name}`),
    );
    expect(found?.back).toEqual({ queue: queue.Properties.QueueName.replace('Lastcall-dev-Service-', '') });
  }
});

test('an event that was not queued goes back to the functions whose rules it matches', () => {
  const { back } = deadLetterQueues.Unqueued ?? {};
  if (back === undefined || !('functionsFor' in back)) throw new Error('It goes back to functions');
  const rules = resourcesOf(service, 'AWS::Events::Rule').filter(
    ({ Properties }) => Properties.EventPattern?.['detail-type'],
  );
  const types = new Set(rules.flatMap(({ Properties }) => Properties.EventPattern['detail-type']));
  const lastcall = { source: 'lastcall' };
  const order = { requestedBy: 'supervisor' };
  const from = { via: 'flow' };
  const details: readonly object[] = [
    {},
    { agentId: '1' },
    { agentIds: ['1'] },
    { order },
    { order, cause: 'forced', agentId: '1' },
    { order, cause: 'signedOut' },
    { order: { requestedBy: 'rule:longContact' }, cause: 'signedOut' },
    { order: { ...order, from }, cause: 'client' },
    { cause: 'cancelled' },
    { deletedBy: 'supervisor' },
  ];
  for (const type of [...types, 'ChatStarted', 'AgentLogoutDeadlineNear']) {
    for (const detail of details) {
      const targets = rules
        .filter(({ Properties }) =>
          compilePattern(Properties.EventPattern)({ ...lastcall, 'detail-type': type, detail }),
        )
        .flatMap(({ Properties }) => functionsIn(service, Properties.Targets).map(fileOf));
      expect([type, detail, back.functionsFor(JSON.stringify({ 'detail-type': type, detail })).toSorted()]).toEqual([
        type,
        detail,
        targets.toSorted(),
      ]);
    }
  }
});
