import { describe, expect, test } from '@jest/globals';
import type { AgentEvent } from '../../functions/core/agents/events.ts';
import type { ChatEvent } from '../../functions/core/chats/events.ts';
import type { JobEnd, JobEvent } from '../../functions/core/forced-logouts/events.ts';
import type { RequestEvent } from '../../functions/core/forced-logouts/request-events.ts';
import type { ScheduleEvent } from '../../functions/core/logout-schedules/events.ts';
import { watchedEvents } from '../../functions/core/supervisors/watched-events.ts';
import { compilePattern } from '../../local/aws/events/event-pattern.ts';
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
} satisfies Record<(ChatEvent | JobEnd)['type'], boolean>;

const pusher = functionOf(service, 'event-supervisors');
const [pushed] = resourcesOf(service, 'AWS::Events::Rule').filter(({ Properties }) =>
  JSON.stringify(Properties.Targets ?? []).includes(`"${pusher.id}"`),
);

const follower = functionOf(service, 'event-agent-chats');
const followed = resourcesOf(service, 'AWS::Events::Rule').filter(({ Properties }) =>
  JSON.stringify(Properties.Targets ?? []).includes(`"${follower.id}"`),
);

const recorder = functionOf(service, 'event-audit');
const audited = resourcesOf(service, 'AWS::Events::Rule').filter(({ Properties }) =>
  JSON.stringify(Properties.Targets ?? []).includes(`"${recorder.id}"`),
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

  test('is kept in the same place when the bus cannot deliver it, where nothing else can send than these rules', () => {
    expect(target).toMatchObject({
      DeadLetterConfig: { Arn: deadLetters },
      RetryPolicy: { MaximumEventAgeInSeconds: 3600 },
    });
    const policies = resourcesOf(service, 'AWS::SQS::QueuePolicy').flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    expect(policies.filter(({ Effect }) => Effect === 'Allow')).toMatchObject(
      [rule, ...followed, ...audited, pushed].map((each) => ({
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

/** A deletion has no order. */
type AuditedEvent = Exclude<AgentEvent | JobEvent | RequestEvent | ScheduleEvent, { deletedBy: string }>;

/** Whether an event is recorded in the audit, by its type. */
const isRecorded = {
  AgentSignedIn: false,
  AgentStatusChanged: false,
  AgentLogoutDeferred: true,
  // Nothing has come of the order yet.
  AgentLogoutDeadlineNear: false,
  AgentLogoutCancelled: true,
  AgentLogoutNotCancelled: true,
  ContactReleased: false,
  RuleMatched: false,
  ContactStopped: true,
  ContactNotStopped: true,
  AgentSignedOut: true,
  AgentHoldEnded: true,
  LogoutRequested: true,
  LogoutRefused: true,
  LogoutJobCompleted: true,
  LogoutJobFailed: true,
  LogoutJobCancelled: true,
  LogoutScheduleChanged: true,
  LogoutScheduleSkipped: true,
} satisfies Record<AuditedEvent['type'], boolean>;

describe('an event with an order', () => {
  const matches = (detailType: string, detail: object) =>
    audited.some(({ Properties }) =>
      compilePattern(Properties.EventPattern)({ source: 'lastcall', 'detail-type': detailType, detail }),
    );
  const order = { requestedBy: 'supervisor' };
  const from = { via: 'apiKey' };

  test.each(Object.entries(isRecorded))('of the type %s is recorded in the audit: %s', (type, isMeant) => {
    expect(matches(type, { order })).toBe(isMeant);
    expect(matches(type, {})).toBe(false);
  });

  test('is recorded like the deletion of a schedule, which says who has deleted it', () => {
    expect(matches('LogoutScheduleDeleted', { deletedBy: 'supervisor' })).toBe(true);
  });

  test.each([
    ['forced', order, true],
    ['leaseExpired', order, true],
    ['signedOut', { ...order, from }, true],
    ['signedOut', order, false],
    ['client', order, false],
    ['signedOut', { requestedBy: 'rule:minutesInStatus' }, true],
    ['client', { requestedBy: 'my rule:x' }, false],
  ])('of a session that ended with the cause %s and the order %j is recorded: %s', (cause, of, isMeant) => {
    expect(matches('AgentSignedOut', { cause, order: of })).toBe(isMeant);
  });

  test('is tried again for hours, and kept with those that were not streamed when that was not enough', () => {
    const [config] = resourcesOf(service, 'AWS::Lambda::EventInvokeConfig').filter(
      ({ Properties }) => Properties.FunctionName.Ref === recorder.id,
    );
    expect(config?.Properties).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 });
    const deadLetters = recorder.Properties.DeadLetterConfig?.TargetArn;
    expect(deadLetters).toEqual(streamer.Properties.DeadLetterConfig?.TargetArn);
    for (const { Properties } of audited)
      expect(Properties.Targets).toMatchObject([{ DeadLetterConfig: { Arn: deadLetters } }]);
  });
});

test('a change of an agent, a job or a chat is shown to supervisors, for an hour, and kept when that was not enough', () => {
  const deadLetters = pusher.Properties.DeadLetterConfig?.TargetArn;
  expect(deadLetters).toEqual(streamer.Properties.DeadLetterConfig?.TargetArn);
  const matches = compilePattern(pushed?.Properties.EventPattern);
  const isShown = (type: string, detail: object) => matches({ source: 'lastcall', 'detail-type': type, detail });
  for (const type of watchedEvents) {
    expect([{ agentId: '1' }, { jobId: 1 }, { contactId: 'c1' }, {}].map((ids) => isShown(type, ids))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  }
  expect([isShown('ContactReleased', { agentId: '1' }), isShown('AgentsImported', {})]).toEqual([false, false]);
  expect(watchedEvents).toEqual(expect.arrayContaining(['AgentStatusChanged', 'LogoutJobCompleted', 'ChatStarted']));
  expect(pushed?.Properties.Targets).toMatchObject([
    { DeadLetterConfig: { Arn: deadLetters }, RetryPolicy: { MaximumEventAgeInSeconds: 3600 } },
  ]);
  const [config] = resourcesOf(service, 'AWS::Lambda::EventInvokeConfig').filter(
    ({ Properties }) => Properties.FunctionName.Ref === pusher.id,
  );
  expect(config?.Properties).toMatchObject({ MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 3600 });
});

test('every event of Lastcall goes to the audit log, with no function in between', () => {
  const [audit] = resourcesOf(service, 'AWS::Events::Rule').filter(
    ({ Properties }) => Properties.Name === 'audit-trail',
  );
  expect(audit?.Properties.EventPattern).toEqual({ source: ['lastcall'] });
  expect(JSON.stringify(audit?.Properties.Targets)).toContain(':log-group:');
});
