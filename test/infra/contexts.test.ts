import { describe, expect, test } from '@jest/globals';
import { Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { certificateArn, instanceArn, keyArn, topicArn } from './context.ts';
import { grantsOf } from './grants-of.ts';
import { anApp, appWith, stacksWith, templatesOf } from './synthesis.ts';
import {
  apiOf,
  deployedStacks,
  fileOf,
  functionOf,
  functionsOf,
  type Resource,
  resourcesOf,
  type Template,
} from './templates.ts';

/** What cdk.json deploys. */
const usual = stacksWith();

/** A deployment in which every value of the context is another one. */
const otherApp = appWith({
  stage: 'prod',
  throttle: 1,
  deferredStatusCode: 200,
  alarmTopicArn: topicArn('on-call'),
  connectInstanceArns: [...['a', 'b', 'c', 'd', 'e'].map(instanceArn), instanceArn('a')],
  allowedOrigins: ['https://example.com', 'http://localhost:8080'],
  streamingTopicArns: [topicArn('one'), topicArn('two')],
  huaweiInstanceId: 'demo',
  chatDays: 3,
  transcriptDays: 30,
  resultDays: 7,
  auditDays: 731,
  functionLogDays: 7,
  accessLogDays: 14,
  domainName: 'api.example.com',
  certificateArn: certificateArn(),
  basePath: 'cc/eu',
  kmsKeyArn: keyArn(),
  tracing: true,
});
const other = templatesOf(otherApp);

const variablesOf = ({ service }: { service: Template }, file: string) =>
  functionOf(service, file).Properties.Environment.Variables;

describe('cdk-nag', () => {
  test('finds nothing that is not acknowledged', () => {
    const { app } = otherApp;
    expect(new AwsSolutionsChecks(app).validateScope(app)).toMatchObject({ success: true, violations: [] });
  });

  test('finds nothing in a deployment that names one instance of Amazon Connect and nothing else', () => {
    const { app } = appWith({ amazonConnectArns: instanceArn('a') });
    expect(new AwsSolutionsChecks(app).validateScope(app)).toMatchObject({ success: true, violations: [] });
  });

  test('stops an app with a finding', () => {
    const app = anApp();
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    new Queue(new Stack(app, 'Careless'), 'Queue');
    expect(() => app.synth()).toThrow();
  });
});

describe('stage', () => {
  test.each([
    ['dev', 'Delete', usual.state],
    ['prod', 'Retain', other.state],
  ] as const)('%s: tables and the audit log are kept exactly if it is not dev', (stage, policy, state) => {
    const tables = resourcesOf(state, 'AWS::DynamoDB::Table');
    expect(tables).toHaveLength(11);
    for (const table of tables) {
      expect(table.Properties.DeletionProtectionEnabled).toBe(stage !== 'dev');
      expect(table).toMatchObject({ DeletionPolicy: policy, UpdateReplacePolicy: policy });
    }
    expect(resourcesOf(state, 'AWS::Logs::LogGroup')).toMatchObject([{ DeletionPolicy: policy }]);
  });
});

test.each([
  ['dev', false],
  ['prod', true],
])('in the stage %s, what data and addresses depend on is protected from deletion: %s', (stage, isProtected) => {
  const { state, service, operations } = stage === 'dev' ? appWith() : otherApp;
  expect([state, service, operations].map(({ terminationProtection }) => terminationProtection ?? false)).toEqual([
    isProtected,
    isProtected,
    false,
  ]);
});

test('the APIs have names of their own, with the stage', () => {
  const names = [usual, other].flatMap(({ service }) =>
    resourcesOf(service, 'AWS::ApiGatewayV2::Api').map(({ Properties }) => Properties.Name),
  );
  expect(names.sort()).toEqual([
    'lastcall-dev-http',
    'lastcall-dev-sockets',
    'lastcall-prod-http',
    'lastcall-prod-sockets',
  ]);
});

describe('chatDays, transcriptDays, resultDays and auditDays', () => {
  test.each([
    ['7, 8, 90 and 400', usual, ['7', '8', '90', '90', '90', '400', 400]],
    ['others that are chosen', other, ['3', '30', '7', '7', '7', '731', 731]],
  ])('are %s, wherever something expires', (_days, stacks, expected) => {
    const results = ['http-logouts', 'queue-logout-work', 'queue-wake-up'];
    expect([
      variablesOf(stacks, 'http-chats').CHAT_DAYS,
      variablesOf(stacks, 'http-participants').TRANSCRIPT_DAYS,
      ...results.map((file) => variablesOf(stacks, file).RESULT_DAYS),
      variablesOf(stacks, 'event-audit').AUDIT_DAYS,
      ...resourcesOf(stacks.state, 'AWS::Logs::LogGroup').map(({ Properties }) => Properties.RetentionInDays),
    ]).toEqual(expected);
  });
});

test('functionLogDays and accessLogDays are how long logs are kept', () => {
  const daysIn = ({ service }: { service: Template }) =>
    resourcesOf(service, 'AWS::Logs::LogGroup')
      .map(
        ({ id, Properties }) =>
          `${id.startsWith('HttpAccessLog') ? 'access' : 'function'} ${Properties.RetentionInDays}`,
      )
      .filter((text, place, all) => all.indexOf(text) === place);
  expect(daysIn(usual).sort()).toEqual(['access 90', 'function 30']);
  expect(daysIn(other).sort()).toEqual(['access 14', 'function 7']);
});

describe('domainName, certificateArn and basePath', () => {
  test('without them there is no domain, and links lead to the address of the API', () => {
    expect(resourcesOf(usual.service, 'AWS::ApiGatewayV2::DomainName')).toEqual([]);
    expect(variablesOf(usual, 'http-logouts').PUBLIC_URL).toBe('');
    expect(variablesOf(usual, 'queue-deliver-stream').API_URL).toEqual({
      'Fn::GetAtt': [expect.stringMatching(/^HttpApi/), 'ApiEndpoint'],
    });
  });

  test('map the stage below the base path of the domain, and links lead there', () => {
    const [domain] = resourcesOf(other.service, 'AWS::ApiGatewayV2::DomainName');
    expect(domain?.Properties).toMatchObject({
      DomainName: 'api.example.com',
      DomainNameConfigurations: [{ CertificateArn: certificateArn(), EndpointType: 'REGIONAL' }],
    });
    const [stage] = apiOf(other.service, 'HTTP').ofApi('Stage');
    expect(resourcesOf(other.service, 'AWS::ApiGatewayV2::ApiMapping')).toMatchObject([
      { Properties: { ApiMappingKey: 'cc/eu', DomainName: { Ref: domain?.id }, Stage: '$default' } },
    ]);
    const [mapping] = resourcesOf(other.service, 'AWS::ApiGatewayV2::ApiMapping');
    expect(mapping?.DependsOn).toContain(stage?.id);
    for (const [file, name] of [
      ['http-logouts', 'PUBLIC_URL'],
      ['queue-deliver-stream', 'API_URL'],
    ] as const)
      expect(variablesOf(other, file)[name]).toBe('https://api.example.com/cc/eu');
    expect(Object.keys(other.service.Outputs)).toEqual(
      expect.arrayContaining(['DomainUrl', 'DomainTarget', 'DomainTargetZone']),
    );
  });
});

describe('kmsKeyArn', () => {
  const keysIn = (
    stacks: { state: Template; service: Template },
    type: string,
    keyOf: (properties: Resource['Properties']) => unknown,
  ) =>
    [...resourcesOf(stacks.state, type), ...resourcesOf(stacks.service, type)].map(({ Properties }) =>
      keyOf(Properties),
    );
  const encrypted = [
    ['AWS::DynamoDB::Table', (properties: Resource['Properties']) => properties.SSESpecification?.KMSMasterKeyId],
    ['AWS::SQS::Queue', (properties: Resource['Properties']) => properties.KmsMasterKeyId],
    ['AWS::Logs::LogGroup', (properties: Resource['Properties']) => properties.KmsKeyId],
  ] as const;

  test.each(encrypted)('encrypts every %s, and none if it is not set', (type, keyOf) => {
    expect(new Set(keysIn(other, type, keyOf))).toEqual(new Set([keyArn()]));
    expect(new Set(keysIn(usual, type, keyOf))).toEqual(new Set([undefined]));
  });

  test('may be used by exactly the functions that use a table or a queue, and only through those services', () => {
    const usingKey = (stacks: { service: Template }) =>
      functionsOf(stacks.service).filter((lambda) =>
        grantsOf(stacks.service, lambda).some(({ action }) => action === 'kms:Decrypt'),
      );
    const usingData = functionsOf(other.service).filter((lambda) =>
      grantsOf(other.service, lambda).some(({ action }) => /^(dynamodb|sqs):/.test(action)),
    );
    expect(usingKey(other).map(fileOf)).toEqual(usingData.map(fileOf));
    expect(usingKey(other).length).toBeGreaterThan(10);
    expect(usingKey(usual)).toEqual([]);
    const roles = JSON.stringify(resourcesOf(other.service, 'AWS::IAM::Role'));
    expect(roles.match(/"kms:Decrypt"/g)).toHaveLength(usingData.length);
    expect(roles.match(/"kms:ViaService"/g)).toHaveLength(usingData.length);
  });
});

test('tracing has every function sampled and allowed to send its traces, and none otherwise', () => {
  const tracingIn = ({ service }: { service: Template }) =>
    functionsOf(service).map((lambda) => [
      lambda.Properties.TracingConfig?.Mode,
      grantsOf(service, lambda).some(({ action }) => action === 'xray:PutTraceSegments'),
    ]);
  expect(new Set(tracingIn(other).map(String))).toEqual(new Set(['Active,true']));
  expect(new Set(tracingIn(usual).map(String))).toEqual(new Set([',false']));
});

test('deferredStatusCode is the status of a CCAI answer in which every agent is busy', () => {
  expect(variablesOf(usual, 'http-logouts').CCAI_DEFERRED_STATUS_CODE).toBe('400');
  expect(variablesOf(other, 'http-logouts').CCAI_DEFERRED_STATUS_CODE).toBe('200');
});

describe('throttle', () => {
  test.each(['HTTP', 'WEBSOCKET'] as const)(
    'however low it is, each throttled route of %s takes a request',
    (protocol) => {
      const [stage] = apiOf(other.service, protocol).ofApi('Stage');
      const one = { ThrottlingRateLimit: 1, ThrottlingBurstLimit: 1 };
      const limits = Object.values(stage?.Properties.RouteSettings);
      expect(limits).toEqual(Array.from({ length: protocol === 'HTTP' ? 29 : 3 }, () => one));
    },
  );
});

describe('allowedOrigins', () => {
  test('are the origins whose pages can call', () => {
    const originsIn = ({ service }: { service: Template }) =>
      apiOf(service, 'HTTP').api?.Properties.CorsConfiguration.AllowOrigins;
    expect(originsIn(usual)).toEqual(['*']);
    expect(originsIn(other)).toEqual(['https://example.com', 'http://localhost:8080']);
  });
});

describe('alarmTopicArn', () => {
  test('is also notified by the alarm that goes off without data', () => {
    const silent = resourcesOf(other.service, 'AWS::CloudWatch::Alarm').filter(
      ({ Properties }) => Properties.InsufficientDataActions,
    );
    expect(silent.map(({ Properties }) => [Properties.MetricName, Properties.InsufficientDataActions])).toEqual([
      ['Invocations', [topicArn('on-call')]],
    ]);
  });

  test('is the topic that every alarm notifies', () => {
    const alarmsIn = ({ service, operations }: typeof usual) =>
      [service, operations].flatMap((stack) => resourcesOf(stack, 'AWS::CloudWatch::Alarm'));
    const actions = alarmsIn(other).map(({ Properties }) => Properties.AlarmActions);
    expect(actions).toEqual(alarmsIn(usual).map(() => [topicArn('on-call')]));
  });
});

describe('connectInstanceArns', () => {
  const forFlows = ['flow-set-chat-timeouts', 'flow-set-security-user', 'flow-terminate-agent-session'];
  test('five of them leave the service stack within its 220 resources', () => {
    expect(Object.keys(other.service.Resources).length).toBeLessThanOrEqual(220);
  });

  test.each(forFlows)('%s gives up when the flow gives up', (file) => {
    expect(functionOf(usual.service, file).Properties.Timeout).toBe(8);
  });
});

describe('streamingTopicArns and plainWebhooks', () => {
  const rulesIn = (stacks: { service: Template }) => variablesOf(stacks, 'http-settings');
  const publishersIn = ({ service }: { service: Template }) =>
    functionsOf(service).flatMap((lambda) =>
      grantsOf(service, lambda).flatMap(({ action, resource }) =>
        action.startsWith('sns:') ? [[fileOf(lambda), action, resource]] : [],
      ),
    );

  test('without them an endpoint is an https webhook, and no function can publish on any topic', () => {
    expect(rulesIn(usual)).toMatchObject({ STREAMING_TOPIC_ARNS: '', PLAIN_WEBHOOKS: 'false' });
    expect(publishersIn(usual)).toEqual([]);
  });

  test('an endpoint can also be a topic that is named, on which the function that delivers can publish, and no other', () => {
    const topics = [topicArn('one'), topicArn('two')];
    expect(rulesIn(other)).toMatchObject({ STREAMING_TOPIC_ARNS: topics.join(',') });
    expect(publishersIn(other)).toEqual(
      topics.map((arn) => ['queue-deliver-stream', 'sns:Publish', JSON.stringify(arn)]),
    );
  });

  test('a webhook can be plain http where that is chosen, as in the local run', () => {
    expect(rulesIn(deployedStacks())).toMatchObject({ PLAIN_WEBHOOKS: 'true' });
  });
});

test('huaweiInstanceId is the instance of calls in the dialect of Huawei that name none', () => {
  expect(variablesOf(usual, 'http-huawei').HUAWEI_INSTANCE_ID).toBe('');
  expect(variablesOf(other, 'http-huawei').HUAWEI_INSTANCE_ID).toBe('demo');
});
