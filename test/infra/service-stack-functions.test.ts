import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  actionsOf,
  bundled,
  fileOf,
  functionOf,
  grantsOf,
  resourcesOf,
  roleOf,
  stacks,
  topicArn,
} from './synthesis.ts';

const bundles = bundled();
const { service } = stacks(bundles, { streamingTopicArns: [topicArn('chat-events')] });
const functions = resourcesOf(service, 'AWS::Lambda::Function');
const names = functions.map(fileOf);

describe('functions', () => {
  test('every file in functions/ is deployed as exactly one Lambda', () => {
    const files = readdirSync('functions').filter((file) => file.endsWith('.ts'));
    expect(names.map((name) => `${name}.ts`).sort()).toEqual(files.sort());
  });

  test('each runs on the newest Node and arm64, with a JSON log of its own that expires', () => {
    const logs = new Set(functions.map(({ Properties }) => Properties.LoggingConfig.LogGroup.Ref));
    expect(logs.size).toBe(functions.length);
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        LoggingConfig: { LogFormat: 'JSON' },
      });
    }
    for (const log of resourcesOf(service, 'AWS::Logs::LogGroup')) {
      expect(log.Properties.RetentionInDays).toBeGreaterThan(0);
    }
  });

  test('only the queue workers may continue their own work', () => {
    const continuing = functions.filter(({ Properties }) => Properties.RecursiveLoop === 'Allow');
    expect(continuing.map(fileOf).sort()).toEqual(['queue-alarm', 'queue-logout-work']);
  });

  test('a function bundles the SDK clients of the services its role may use, and no other', () => {
    const used = (actions: readonly string[]) =>
      Object.entries({
        apigatewaymanagementapi: /^execute-api:ManageConnections$/,
        dynamodb: /^dynamodb:/,
        eventbridge: /^events:PutEvents$/,
        sns: /^sns:Publish$/,
        sqs: /^sqs:(SendMessage|ChangeMessageVisibility)$/,
      })
        .filter(([, action]) => actions.some((each) => action.test(each)))
        .map(([client]) => client);
    for (const lambda of functions) {
      const name = fileOf(lambda);
      expect([name, ...clientsIn(name)]).toEqual([name, ...used(actionsOf(service, lambda))]);
    }
  });
});

describe('permissions', () => {
  test('no two functions share a role', () => {
    const roles = new Set(functions.map(roleOf));
    expect(roles.size).toBe(functions.length);
    expect(resourcesOf(service, 'AWS::IAM::Role')).toHaveLength(functions.length);
  });

  test('no role has a managed policy, and none a wildcard but for the connection of a WebSocket', () => {
    for (const { Properties } of resourcesOf(service, 'AWS::IAM::Role')) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
    }
    const connections = /,\{"Ref":"Sockets[^"]*"\},"\/live\/(POST|DELETE)\/@connections\/\*"\]\]\}$/;
    const wide = functions
      .flatMap((lambda) => grantsOf(service, lambda))
      .filter(({ action, resource }) => `${action}${resource.replace(connections, '')}`.includes('*'));
    expect(wide).toEqual([]);
  });

  test('exactly those who change agents or chats, or send to participants, manage connections', () => {
    const managing = functions.filter((each) => actionsOf(service, each).includes('execute-api:ManageConnections'));
    expect(managing.map(fileOf).sort()).toEqual([
      'flow-set-chat-timeouts',
      'http-begin-contact',
      'http-ccai-force-logout',
      'http-change-status',
      'http-configure-timers',
      'http-end-chat',
      'http-end-contact',
      'http-force-logouts',
      'http-gateway-poll',
      'http-gateway-sign-in',
      'http-gateway-sign-out',
      'http-gateway-supervise',
      'http-heartbeat',
      'http-join-chat',
      'http-leave-chat',
      'http-nice-logout',
      'http-participant-connection',
      'http-participant-disconnect',
      'http-participant-event',
      'http-participant-message',
      'http-put-agent',
      'http-record-activity',
      'http-session-heartbeat',
      'http-session-leave',
      'http-sign-in',
      'http-sign-out',
      'http-start-chat',
      'http-update-role-config',
      'queue-alarm',
      'queue-logout-work',
      'socket-client',
    ]);
  });

  test('no resource policy has a wildcard, but for queues that refuse everybody without TLS', () => {
    const refusesPlainHttp = {
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'sqs:*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    const policies = resourcesOf(service, 'AWS::SQS::QueuePolicy');
    expect(policies).toHaveLength(resourcesOf(service, 'AWS::SQS::Queue').length);
    for (const { Properties } of policies) {
      const [first, ...others] = Properties.PolicyDocument.Statement;
      expect(first).toMatchObject(refusesPlainHttp);
      expect(JSON.stringify(others)).not.toMatch(/\*/);
    }
    for (const { Properties } of resourcesOf(service, 'AWS::Logs::ResourcePolicy')) {
      expect(JSON.stringify(Properties.PolicyDocument)).not.toMatch(/\*/);
    }
  });

  test.each(['http-authorize', 'socket-authorize'])('the authorizer %s reads and does nothing else', (name) => {
    const actions = actionsOf(service, functionOf(service, name));
    expect(actions).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents', 'dynamodb:GetItem']);
  });
});

/** The SDK clients of which something is left in a bundle. */
function clientsIn(name: string): readonly string[] {
  const [, bundle] =
    Object.entries(bundles.metafile.outputs).find(([file]) => file.endsWith(`/${name}/index.mjs`)) ?? [];
  const inputs = Object.entries(bundle?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return [...new Set(inputs.flatMap(([input]) => /@aws-sdk\/client-([a-z]+)\//.exec(input)?.[1] ?? []))].sort();
}
