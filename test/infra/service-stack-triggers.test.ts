import { describe, expect, test } from '@jest/globals';
import { bundled, functionOf, resourcesOf, stacks } from './synthesis.ts';

const { service } = stacks(bundled());
const functions = resourcesOf(service, 'AWS::Lambda::Function');

describe('queues', () => {
  const queues = resourcesOf(service, 'AWS::SQS::Queue');
  const deadLettersOf = (queue: (typeof queues)[number]) =>
    queue.Properties.RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'][0];
  const work = queues.filter((queue) => queue.Properties.RedrivePolicy);
  const mappings = resourcesOf(service, 'AWS::Lambda::EventSourceMapping');
  const alarmOn = (metric: string, queueId: string) =>
    resourcesOf(service, 'AWS::CloudWatch::Alarm').filter(
      ({ Properties }) =>
        Properties.MetricName === metric && JSON.stringify(Properties.Dimensions).includes(`"${queueId}"`),
    );

  test('work is tried for a quarter of an hour, a ring for an hour, a delivery as its pauses have it, and then kept for 14 days in a dead-letter queue', () => {
    expect(work).toHaveLength(3);
    for (const queue of queues) {
      expect(queue.Properties.SqsManagedSseEnabled).toBe(true);
      if (!work.includes(queue)) expect(queue.Properties.MessageRetentionPeriod).toBe(14 * 24 * 60 * 60);
    }
    const tried = work.map(({ id, Properties: { VisibilityTimeout, RedrivePolicy } }) => {
      expect(queues.find((queue) => queue.id === RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0])).toBeDefined();
      return [/Logout|Alarm|Stream(?=Queue)/.exec(id)?.[0], (VisibilityTimeout * RedrivePolicy.maxReceiveCount) / 60];
    });
    expect(tried.filter(([queue]) => queue !== 'Stream')).toEqual([
      ['Logout', 15],
      ['Alarm', 60],
    ]);
  });

  test('an alarm watches the age of the work and any dead letter', () => {
    for (const queue of work) {
      expect(alarmOn('ApproximateAgeOfOldestMessage', queue.id)).toHaveLength(1);
      expect(alarmOn('ApproximateNumberOfMessagesVisible', deadLettersOf(queue))).toHaveLength(1);
    }
  });

  test('a message stays invisible six times as long as its worker may run', () => {
    for (const queue of work) {
      const mapping = mappings.find(({ Properties }) => Properties.EventSourceArn['Fn::GetAtt'][0] === queue.id);
      const worker = functions.find(({ id }) => id === mapping?.Properties.FunctionName.Ref);
      expect(queue.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * worker?.Properties.Timeout);
    }
  });

  test('every worker reports the messages of a batch that failed', () => {
    expect(mappings).toHaveLength(work.length);
    for (const { Properties } of mappings)
      expect(Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
  });

  test('the worker of logouts records what failed one delivery before the dead letters', () => {
    const attempts = functions.flatMap(({ Properties }) => Properties.Environment?.Variables.LOGOUT_ATTEMPTS ?? []);
    expect(attempts).toEqual(work.slice(0, 1).map((queue) => `${queue.Properties.RedrivePolicy.maxReceiveCount - 1}`));
  });

  test('two workers at most log agents out, which bounds the writes on one key, and endpoints that hang hold 50', () => {
    const paced = mappings.flatMap(({ Properties: { FunctionName, BatchSize, ScalingConfig } }) =>
      ScalingConfig ? [[FunctionName.Ref, BatchSize, ScalingConfig]] : [],
    );
    expect(paced).toEqual([
      [functionOf(service, 'queue-logout-work').id, 10, { MaximumConcurrency: 2 }],
      [functionOf(service, 'queue-deliver-stream').id, 10, { MaximumConcurrency: 50 }],
    ]);
  });
});

test('every event of Lastcall goes to the audit log, with no function in between', () => {
  const [rule] = resourcesOf(service, 'AWS::Events::Rule').filter(
    ({ Properties }) => Properties.Name === 'audit-trail',
  );
  expect(rule?.Properties.EventPattern).toEqual({ source: ['lastcall'] });
  expect(JSON.stringify(rule?.Properties.Targets)).toContain(':log-group:');
});
