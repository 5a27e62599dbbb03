import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { actionsOf, bundled, resourcesOf, roleOf, stacks } from './synthesis.ts';

const bundles = bundled();
const { service } = stacks(bundles);
const functions = resourcesOf(service, 'AWS::Lambda::Function');
const names = functions.map(({ Properties }) => nameOf(Properties));

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
    expect(continuing.map(({ Properties }) => nameOf(Properties)).sort()).toEqual(['queue-alarm', 'queue-logout-work']);
  });

  test('a function bundles the SDK clients of the services its role may use, and no other', () => {
    const used = (actions: readonly string[]) =>
      Object.entries({ dynamodb: /^dynamodb:/, eventbridge: /^events:PutEvents$/, sqs: /^sqs:SendMessage$/ })
        .filter(([, action]) => actions.some((each) => action.test(each)))
        .map(([client]) => client);
    for (const lambda of functions) {
      const name = nameOf(lambda.Properties);
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

  test('no role has a managed policy, and no statement of a role a wildcard', () => {
    for (const { Properties } of resourcesOf(service, 'AWS::IAM::Role')) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
    }
    const wide = resourcesOf(service, 'AWS::IAM::Policy').filter(({ Properties }) =>
      /\*/.test(JSON.stringify(Properties)),
    );
    expect(wide).toEqual([]);
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
      expect(Properties.PolicyDocument.Statement).toMatchObject([refusesPlainHttp]);
    }
    for (const { Properties } of resourcesOf(service, 'AWS::Logs::ResourcePolicy')) {
      expect(JSON.stringify(Properties.PolicyDocument)).not.toMatch(/\*/);
    }
  });

  test('the authorizer reads keys and does nothing else', () => {
    const [authorizer] = functions.filter(({ Properties }) => nameOf(Properties) === 'http-authorize');
    expect(authorizer && actionsOf(service, authorizer)).toEqual([
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'dynamodb:GetItem',
    ]);
  });
});

/** The file a function comes from. */
function nameOf(properties: Record<string, string>): string {
  return (properties.FunctionName ?? '').replace('lastcall-dev-', '');
}

/** The SDK clients of which something is left in a bundle. */
function clientsIn(name: string): readonly string[] {
  const [, bundle] =
    Object.entries(bundles.metafile.outputs).find(([file]) => file.endsWith(`/${name}/index.mjs`)) ?? [];
  const inputs = Object.entries(bundle?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return [...new Set(inputs.flatMap(([input]) => /@aws-sdk\/client-([a-z]+)\//.exec(input)?.[1] ?? []))].sort();
}
