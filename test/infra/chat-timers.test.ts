import { describe, expect, test } from '@jest/globals';
import { deadLetterQueues } from '../../bin/repair/dead-letter-queues.ts';
import { instanceArn } from './context.ts';
import { accessOf, actionsOf, grantsOf } from './grants-of.ts';
import { stacksWith } from './synthesis.ts';
import { deployedStacks, fileOf, functionOf, functionsOf, resourcesOf } from './templates.ts';

const arns = [instanceArn('a'), instanceArn('b')];
const { service } = stacksWith({ amazonConnectArns: arns, amazonConnectChatTimers: 'lastcall' });
const { service: native } = stacksWith({ amazonConnectArns: arns });
const [topic] = resourcesOf(service, 'AWS::SNS::Topic');
const [subscription] = resourcesOf(service, 'AWS::SNS::Subscription');
const worker = functionOf(service, 'queue-chat-notifications');
const mapping = resourcesOf(service, 'AWS::Lambda::EventSourceMapping').find(
  ({ Properties }) => Properties.FunctionName.Ref === worker.id,
);
const queueId: string = mapping?.Properties.EventSourceArn['Fn::GetAtt'][0];
const queue = resourcesOf(service, 'AWS::SQS::Queue').find(({ id }) => id === queueId);
const callers = (action: string) =>
  functionsOf(service)
    .filter((lambda) => actionsOf(service, lambda).includes(action))
    .map(fileOf)
    .sort();

describe('with timers of Lastcall for chats of Amazon Connect', () => {
  test('there is one standard topic, to which each of the instances alone may publish', () => {
    expect(resourcesOf(service, 'AWS::SNS::Topic')).toHaveLength(1);
    expect(topic?.Properties).not.toHaveProperty('FifoTopic');
    const [policy] = resourcesOf(service, 'AWS::SNS::TopicPolicy');
    const statements: { Effect: string; Principal: unknown; Action: string; Condition: unknown; Resource: unknown }[] =
      policy?.Properties.PolicyDocument.Statement;
    const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
    expect(allowed).toHaveLength(arns.length);
    expect(allowed).toMatchObject(
      arns.map((arn) => ({
        Effect: 'Allow',
        Principal: { Service: 'connect.amazonaws.com' },
        Action: 'sns:Publish',
        Resource: { Ref: topic?.id },
        Condition: {
          StringEquals: { 'aws:SourceAccount': '123456789012' },
          ArnEquals: { 'aws:SourceArn': arn },
        },
      })),
    );
    expect(statements.filter(({ Effect }) => Effect === 'Deny')).toMatchObject([
      { Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]);
  });

  test('its items go to a queue whose worker reports failures one by one, and to dead letters that can be sent back', () => {
    expect(subscription?.Properties).toMatchObject({
      Protocol: 'sqs',
      TopicArn: { Ref: topic?.id },
      Endpoint: { 'Fn::GetAtt': [queueId, 'Arn'] },
      RedrivePolicy: { deadLetterTargetArn: queue?.Properties.RedrivePolicy.deadLetterTargetArn },
    });
    expect(mapping?.Properties.FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    expect(queue?.Properties.VisibilityTimeout).toBe(6 * worker.Properties.Timeout);
    expect(queue?.Properties.SqsManagedSseEnabled).toBe(true);
    expect(JSON.stringify(queue?.Properties.QueueName)).toContain('-ChatQueue');
    expect(deadLetterQueues.ChatQueue?.back).toEqual({ queue: 'ChatQueue' });
  });

  test('only functions that set timers begin a stream, and only of the instances themselves', () => {
    const setters = ['flow-set-chat-timeouts', 'http-chats'];
    expect(callers('connect:StartContactStreaming')).toEqual(setters);
    for (const file of setters) {
      const grants = grantsOf(service, functionOf(service, file));
      expect(
        grants.flatMap(({ action, resource }) => (action === 'connect:StartContactStreaming' ? [resource] : [])),
      ).toEqual(arns.map((arn) => JSON.stringify(arn)));
    }
  });

  test('the function that follows chats may change them and calls nothing of Amazon Connect', () => {
    const access = accessOf(service, 'queue-chat-notifications');
    expect(access.tables).toEqual(
      accessOf(service, 'socket-client').tables.filter((each) => !/^(Agents|Keys|Supervisors)/.test(each)),
    );
    expect(actionsOf(service, worker).filter((action) => action.startsWith('connect:'))).toEqual([]);
  });

  test('whoever follows, begins or ends them knows the topic, and how long chats last', () => {
    for (const file of ['flow-set-chat-timeouts', 'http-chats', 'queue-wake-up', 'queue-chat-notifications']) {
      const { Variables } = functionOf(service, file).Properties.Environment;
      expect(Variables.AMAZON_CONNECT_CHATS).toEqual({ 'Fn::Join': ['', ['report;', { Ref: topic?.id }]] });
      expect(Variables.CHAT_DAYS).toBe('7');
    }
    expect(callers('connect:StopContact')).toContain('queue-wake-up');
  });

  test('the stack stays within its resources and alarms', () => {
    expect(Object.keys(service.Resources).length).toBeLessThanOrEqual(220);
    expect(resourcesOf(service, 'AWS::CloudWatch::Alarm').length).toBeLessThanOrEqual(20);
  });
});

describe('with the timers of Amazon Connect', () => {
  test.each([
    ['an instance', native],
    ['no instance', deployedStacks().service],
  ])('and %s nothing of this is deployed', (_, stack) => {
    expect(resourcesOf(stack, 'AWS::SNS::Topic')).toEqual([]);
    expect(functionsOf(stack).map(fileOf)).not.toContain('queue-chat-notifications');
    expect(JSON.stringify(stack)).not.toContain('AMAZON_CONNECT_CHATS');
    expect(JSON.stringify(stack)).not.toContain('ContactStreaming');
  });
});
