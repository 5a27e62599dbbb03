import { describe, expect, test } from '@jest/globals';
import { bundled, functionOf, resourcesOf, stacks, topicArn } from './synthesis.ts';

const bundles = bundled();
const { service } = stacks(bundles);
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

describe('the HTTP API', () => {
  const [api] = resourcesOf(service, 'AWS::ApiGatewayV2::Api').filter(
    ({ Properties }) => Properties.ProtocolType === 'HTTP',
  );
  const ofApi = (type: string) =>
    resourcesOf(service, `AWS::ApiGatewayV2::${type}`).filter(({ Properties }) => Properties.ApiId.Ref === api?.id);
  const routes = ofApi('Route');

  test('every route has the authorizer, but for the one that IAM guards, health, and what browsers ask first', () => {
    const open = routes.filter(
      ({ Properties }) => !Properties.AuthorizerId || Properties.AuthorizationType !== 'CUSTOM',
    );
    expect(open.map(({ Properties }) => [Properties.RouteKey, Properties.AuthorizationType])).toEqual([
      ['PUT /iam/contact/participant-role-config/{InstanceId}/{ContactId}', 'AWS_IAM'],
      ['GET /v1/health', 'NONE'],
      ['OPTIONS /participant/{proxy+}', 'NONE'],
    ]);
    expect(routes.map(({ Properties }) => Properties.RouteKey)).toContain('$default');
  });

  test('every function of HTTP but the authorizer answers one route, role configurations and health one more', () => {
    const answering = ofApi('Integration').map(({ Properties }) => Properties.IntegrationUri['Fn::GetAtt'][0]);
    const http = functions.filter(({ Properties }) => /-http-(?!authorize$)/.test(Properties.FunctionName));
    expect(answering.sort()).toEqual(http.map(({ id }) => id).sort());
    expect(routes).toHaveLength(http.length + 2);
  });

  test('the authorizer sees every request: no cache, and no identity source whose lack would be answered elsewhere', () => {
    const uncached = { AuthorizerResultTtlInSeconds: 0, IdentitySource: [], EnableSimpleResponses: true };
    expect(ofApi('Authorizer')).toMatchObject([{ Properties: uncached }]);
  });

  test('the stage logs every request with its id and is throttled', () => {
    const [stage] = ofApi('Stage');
    expect(JSON.parse(stage?.Properties.AccessLogSettings.Format)).toMatchObject({ requestId: '$context.requestId' });
    expect(stage?.Properties.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 1000, ThrottlingBurstLimit: 1000 });
  });
});

test('every event of Lastcall goes to the audit log, with no function in between', () => {
  const [rule] = resourcesOf(service, 'AWS::Events::Rule').filter(
    ({ Properties }) => Properties.Name === 'audit-trail',
  );
  expect(rule?.Properties.EventPattern).toEqual({ source: ['lastcall'] });
  expect(JSON.stringify(rule?.Properties.Targets)).toContain(':log-group:');
});

test('every alarm notifies the topic of the context', () => {
  const alarmTopicArn = topicArn('on-call');
  const alarms = resourcesOf(stacks(bundles, { alarmTopicArn }).service, 'AWS::CloudWatch::Alarm');
  expect(alarms.filter(({ Properties }) => Properties.AlarmActions?.[0] !== alarmTopicArn)).toEqual([]);
  expect(alarms.length).toBeGreaterThan(2 * functions.length);
});
