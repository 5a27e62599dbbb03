import { describe, expect, test } from '@jest/globals';
import type { ChatEvent } from '../../functions/core/chats/events.ts';
import type { JobEvent } from '../../functions/core/forced-logouts/events.ts';
import { deployedStacks, functionOf, resourcesOf } from './templates.ts';

const { service } = deployedStacks();
const streamer = functionOf(service, 'event-stream-chat');
const [rule] = resourcesOf(service, 'AWS::Events::Rule').filter(
  ({ Properties }) => Properties.EventPattern?.['detail-type'],
);

/** Whether an instance can have an event streamed. */
const streamed = {
  ChatStarted: false,
  ParticipantJoined: true,
  ParticipantLeft: true,
  ParticipantWentIdle: true,
  ParticipantReturned: true,
  ParticipantsDisconnected: true,
  AutoDisconnectSkipped: false,
  TimersConfigured: false,
  ChatEnded: true,
  LogoutJobCompleted: true,
  LogoutJobFailed: true,
  LogoutJobCancelled: true,
} satisfies Record<(ChatEvent | JobEvent)['type'], boolean>;

const follower = functionOf(service, 'event-agent-chats');
const followed = resourcesOf(service, 'AWS::Events::Rule').filter(({ Properties }) =>
  JSON.stringify(Properties.Targets ?? []).includes(`"${follower.id}"`),
);

describe('an event of a chat or a job', () => {
  const [target] = rule?.Properties.Targets ?? [];
  const deadLetters = streamer.Properties.DeadLetterConfig?.TargetArn;

  test('reaches the function that streams it, if it is one that instances can have streamed', () => {
    const types = Object.entries(streamed).flatMap(([type, isStreamed]) => (isStreamed ? [type] : []));
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
    expect(queue?.Properties).toMatchObject({ MessageRetentionPeriod: 14 * 24 * 60 * 60, SqsManagedSseEnabled: true });
  });

  test('is kept in the same place when the bus cannot deliver it, where nothing else can send than the rules of chats', () => {
    expect(target).toMatchObject({
      DeadLetterConfig: { Arn: deadLetters },
      RetryPolicy: { MaximumEventAgeInSeconds: 3600 },
    });
    const policies = resourcesOf(service, 'AWS::SQS::QueuePolicy').flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    expect(policies.filter(({ Effect }) => Effect === 'Allow')).toMatchObject(
      [rule, ...followed].map((each) => ({
        Action: 'sqs:SendMessage',
        Principal: { Service: 'events.amazonaws.com' },
        Resource: deadLetters,
        Condition: { ArnEquals: { 'aws:SourceArn': { 'Fn::GetAtt': [each?.id, 'Arn'] } } },
      })),
    );
  });

  test('sets off an alarm when it is kept there', () => {
    const alarms = resourcesOf(service, 'AWS::CloudWatch::Alarm').filter(({ Properties }) =>
      JSON.stringify(Properties.Dimensions ?? []).includes(`"${deadLetters['Fn::GetAtt'][0]}"`),
    );
    expect(alarms).toMatchObject([{ Properties: { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 } }]);
  });
});

describe('an event of an agent in a chat', () => {
  const deadLetters = follower.Properties.DeadLetterConfig?.TargetArn;
  const agentId = [{ exists: true }];

  test('is followed if it names an agent, and the start and end of every chat are', () => {
    expect(followed.map(({ Properties }) => Properties.EventPattern)).toEqual([
      {
        source: ['lastcall'],
        'detail-type': ['ParticipantJoined', 'ParticipantLeft', 'ContactReleased'],
        detail: { agentId },
      },
      { source: ['lastcall'], 'detail-type': ['ChatStarted', 'ChatEnded', 'ParticipantsDisconnected'] },
    ]);
  });

  test('is tried again, and kept with those that were not streamed when that was not enough', () => {
    const [config] = resourcesOf(service, 'AWS::Lambda::EventInvokeConfig').filter(
      ({ Properties }) => Properties.FunctionName.Ref === follower.id,
    );
    expect(config?.Properties).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 });
    expect(deadLetters).toEqual(streamer.Properties.DeadLetterConfig?.TargetArn);
    for (const { Properties } of followed) {
      expect(Properties.Targets).toMatchObject([{ DeadLetterConfig: { Arn: deadLetters } }]);
    }
  });
});

test('every event of Lastcall goes to the audit log, with no function in between', () => {
  const [audit] = resourcesOf(service, 'AWS::Events::Rule').filter(
    ({ Properties }) => Properties.Name === 'audit-trail',
  );
  expect(audit?.Properties.EventPattern).toEqual({ source: ['lastcall'] });
  expect(JSON.stringify(audit?.Properties.Targets)).toContain(':log-group:');
});
