import { describe, expect, test } from '@jest/globals';
import type { ChatEvent } from '../../functions/core/chats/events.ts';
import { retryPause } from '../../functions/core/chats/stream-delivery.ts';
import { bundled, fileOf, functionOf, grantsOf, resourcesOf, stacks, topicArn } from './synthesis.ts';

const bundles = bundled();
const { service, operations } = stacks(bundles);
const streamer = functionOf(service, 'event-stream-chat');
const [rule] = resourcesOf(service, 'AWS::Events::Rule').filter(
  ({ Properties }) => Properties.EventPattern?.['detail-type'],
);

/** Whether an instance may hear of an event. */
const streamed = {
  ChatStarted: false,
  ParticipantJoined: true,
  ParticipantLeft: true,
  ParticipantWentIdle: true,
  ParticipantReturned: true,
  ParticipantsDisconnected: true,
  TimersConfigured: false,
  ChatEnded: true,
} satisfies Record<ChatEvent['type'], boolean>;

describe('an event of a chat', () => {
  const [target] = rule?.Properties.Targets ?? [];
  const deadLetters = streamer.Properties.DeadLetterConfig?.TargetArn;

  test('reaches the function that streams it, if it is one that instances hear of', () => {
    const types = Object.entries(streamed).flatMap(([type, heard]) => (heard ? [type] : []));
    expect(rule?.Properties.EventPattern).toEqual({ source: ['lastcall'], 'detail-type': types });
    expect(rule?.Properties.Targets).toHaveLength(1);
    expect(target.Arn).toEqual({ 'Fn::GetAtt': [streamer.id, 'Arn'] });
  });

  test('is tried three times within an hour, and kept for 14 days when that was not enough', () => {
    const [config] = resourcesOf(service, 'AWS::Lambda::EventInvokeConfig').filter(
      ({ Properties }) => Properties.FunctionName.Ref === streamer.id,
    );
    expect(config?.Properties).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 });
    const [queue] = resourcesOf(service, 'AWS::SQS::Queue').filter(({ id }) => id === deadLetters['Fn::GetAtt'][0]);
    expect(queue?.Properties).toEqual({ MessageRetentionPeriod: 14 * 24 * 60 * 60, SqsManagedSseEnabled: true });
  });

  test('is kept in the same place when the bus cannot hand it over, which only its rule may do', () => {
    expect(target).toMatchObject({
      DeadLetterConfig: { Arn: deadLetters },
      RetryPolicy: { MaximumEventAgeInSeconds: 3600 },
    });
    const policies = resourcesOf(service, 'AWS::SQS::QueuePolicy').flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    expect(policies.filter(({ Effect }) => Effect === 'Allow')).toMatchObject([
      {
        Action: 'sqs:SendMessage',
        Principal: { Service: 'events.amazonaws.com' },
        Resource: deadLetters,
        Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [rule?.id, 'Arn'] } } },
      },
    ]);
  });

  test('raises an alarm when it is kept so', () => {
    const alarms = resourcesOf(service, 'AWS::CloudWatch::Alarm').filter(({ Properties }) =>
      JSON.stringify(Properties.Dimensions ?? []).includes(`"${deadLetters['Fn::GetAtt'][0]}"`),
    );
    expect(alarms).toMatchObject([{ Properties: { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 } }]);
  });
});

describe('a delivery', () => {
  const deliverer = functionOf(service, 'queue-deliver-stream');
  const [queue] = resourcesOf(service, 'AWS::SQS::Queue').filter(({ id }) => /StreamQueue(?!Dead)/.test(id));

  test('is tried for two hours, in ever longer pauses', () => {
    const attempts: number = queue?.Properties.RedrivePolicy.maxReceiveCount;
    const { firstSeconds, longestSeconds } = retryPause;
    const pauses = Array.from({ length: attempts - 1 }, (_, n) => Math.min(firstSeconds * 2 ** n, longestSeconds));
    const hours = pauses.reduce((sum, pause) => sum + pause, 0) / 3600;
    expect(hours).toBeGreaterThan(2);
    expect(hours).toBeLessThan(2.1);
  });

  test('may be postponed by the function that makes it', () => {
    const postponed = grantsOf(service, deliverer).filter(({ action }) => action === 'sqs:ChangeMessageVisibility');
    expect(postponed.map(({ resource }) => resource)).toEqual([JSON.stringify({ 'Fn::GetAtt': [queue?.id, 'Arn'] })]);
    expect(deliverer.Properties.Environment.Variables.STREAM_QUEUE_URL).toEqual({ Ref: queue?.id });
  });
});

describe('what may be an endpoint', () => {
  const topics = [topicArn('one'), topicArn('two')];
  const open = stacks(bundles, { streamingTopicArns: topics, plainWebhooks: true }).service;
  const rulesIn = (stack: typeof open) =>
    functionOf(stack, 'http-put-streaming-endpoint').Properties.Environment.Variables;
  const publishersIn = (stack: typeof open) =>
    resourcesOf(stack, 'AWS::Lambda::Function').flatMap((lambda) =>
      grantsOf(stack, lambda).flatMap(({ action, resource }) =>
        action.startsWith('sns:') ? [[fileOf(lambda), action, resource]] : [],
      ),
    );

  test('is an https webhook only, while nothing else is said: no function may publish on any topic', () => {
    expect(rulesIn(service)).toMatchObject({ STREAMING_TOPIC_ARNS: '', PLAIN_WEBHOOKS: 'false' });
    expect(publishersIn(service)).toEqual([]);
  });

  test('is also a topic that is named, on which the function that delivers may publish, and nobody else', () => {
    expect(rulesIn(open)).toMatchObject({ STREAMING_TOPIC_ARNS: topics.join(','), PLAIN_WEBHOOKS: 'true' });
    expect(publishersIn(open)).toEqual(
      topics.map((arn) => ['queue-deliver-stream', 'sns:Publish', JSON.stringify(arn)]),
    );
  });
});

test('the dashboard shows WebSockets and streaming', () => {
  const [dashboard] = resourcesOf(operations, 'AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(dashboard?.Properties.DashboardBody);
  for (const title of ['WebSocket errors', 'Events to stream', 'Deliveries tried and made', 'Not streamed']) {
    expect(body).toContain(title);
  }
});
