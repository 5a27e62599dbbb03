import { describe, expect, test } from '@jest/globals';
import { RootConstruct } from 'constructs';
import { appFaults } from '../../bin/templates/app-faults.ts';
import { everyOption, variants } from '../../bin/templates/variants.ts';
import { readSettings } from '../../lib/settings.ts';
import { contextWith } from './context.ts';
import { china, faultsWith, serviceName, stacks } from './planted-faults.ts';

const statement = (resource: unknown) => ({
  PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: resource }] },
});
const longArn = `arn:aws-cn:sqs:cn-northwest-1:123456789012:${'q'.repeat(80)}`;
const lambda = 'AWS::Lambda::Function';
const queue = 'AWS::SQS::Queue';

test('the templates have no fault', () => {
  expect(appFaults(stacks)).toEqual([]);
});

test('every setting is an option of the variants, in every partition', () => {
  const { node } = new RootConstruct();
  for (const [name, value] of Object.entries(contextWith())) node.setContext(name, value);
  expect(Object.keys(everyOption(china)).sort()).toEqual(Object.keys(readSettings(node)).sort());
  expect(new Set(variants.map((variant) => variant.in.partition))).toEqual(new Set(['aws', 'aws-cn', 'aws-us-gov']));
});

describe('a planted fault is found:', () => {
  test.each<[string, string, Record<string, unknown>, RegExp]>([
    [
      'a property that is misspelt',
      lambda,
      { MemorySze: 1 },
      /\.MemorySze: there is no such property; did you mean MemorySize\?/,
    ],
    [
      'a member that is misspelt',
      lambda,
      { TracingConfig: { Mod: 'Active' } },
      /\.TracingConfig\.Mod: .* did you mean Mode\?/,
    ],
    ['a required property that is missing', lambda, { Code: undefined }, /\.Code: it is missing; it is required/],
    [
      'a text in place of a number',
      queue,
      { VisibilityTimeout: 'long' },
      /\.VisibilityTimeout: it is "long"; it must be a integer/,
    ],
    ['a number with a fraction', lambda, { Timeout: 1.5 }, /\.Timeout: it is 1\.5; it must be a integer/],
    ['a text in place of a list', lambda, { Layers: 'one' }, /\.Layers: it is "one"; it must be a list/],
    ['a list in place of a text', lambda, { Handler: ['x'] }, /\.Handler: it is \["x"\]; it must be a string/],
    [
      'an intrinsic function that returns no list',
      lambda,
      { Layers: { 'Fn::Join': ['', ['x']] } },
      /\.Layers: .* must be a list/,
    ],
    [
      'a value that an enumeration lacks',
      lambda,
      { PackageType: 'Tar' },
      /\.PackageType: it is "Tar"; it must be one of Image, Zip/,
    ],
    [
      'an enumeration of our own',
      'AWS::CloudWatch::Alarm',
      { TreatMissingData: 'fine' },
      /\.TreatMissingData: .* one of breaching/,
    ],
    [
      'a name that is too long',
      lambda,
      { FunctionName: 'f'.repeat(65) },
      /\.FunctionName: .* 1 to 64 characters, not 65/,
    ],
    ['a name with a wrong letter', lambda, { FunctionName: 'f.g' }, /\.FunctionName: it is "f\.g"; it must match/],
    ['a number that is too large', queue, { DelaySeconds: 901 }, /\.DelaySeconds: it is 901; it must be 0 to 900/],
    [
      'a description that is too long',
      'AWS::Events::Rule',
      { Description: 'd'.repeat(513) },
      /\.Description: .* not 513/,
    ],
    [
      'a schedule of one minutes',
      'AWS::Events::Rule',
      { ScheduleExpression: 'rate(1 minutes)' },
      /\.ScheduleExpression: /,
    ],
    [
      'an empty list of identity sources',
      'AWS::ApiGatewayV2::Authorizer',
      { IdentitySource: [] },
      /\.IdentitySource: it is \[\]/,
    ],
    [
      'an ARN of another partition',
      lambda,
      { KmsKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/1' },
      /its partition must be aws-cn/,
    ],
    [
      'a domain of another partition',
      lambda,
      { Description: 'https://sqs.cn-northwest-1.amazonaws.com/1' },
      /amazonaws\.com\.cn/,
    ],
    [
      'variables beyond 4 KB',
      lambda,
      { Environment: { Variables: { A: 'a'.repeat(4096) } } },
      /\.Environment\.Variables: it has 4097 bytes/,
    ],
    [
      'policies of a role that are too large together',
      'AWS::IAM::Role',
      {
        Policies: [1, 2].map((at) => ({
          PolicyName: `${at}`,
          ...statement(Array.from({ length: 50 }, () => longArn)),
        })),
      },
      /\.Policies: it has 1\d{4} characters of inline policies; at most 10240/,
    ],
    ['a reference to nothing', lambda, { Role: { 'Fn::GetAtt': ['Nobody', 'Arn'] } }, /it refers to Nobody; /],
    [
      'an attribute that there is not',
      lambda,
      { Description: { 'Fn::GetAtt': ['HttpApi4E1D4184', 'Color'] } },
      /HttpApi4E1D4184 has no attribute Color; AWS::ApiGatewayV2::Api has /,
    ],
    [
      'an import that nobody exports',
      lambda,
      { Description: { 'Fn::ImportValue': 'Else:Where' } },
      /it imports Else:Where; /,
    ],
    ['an intrinsic function that does not exist', lambda, { Description: { 'Fn::Upper': 'x' } }, /Fn::Upper is called/],
  ])('%s', (_fault, type, properties, message) => {
    const faults = faultsWith(type, properties);
    expect(faults).toContainEqual(expect.stringMatching(message));
    expect(faults[0]).toMatch(new RegExp(`^${serviceName}: \\w+`));
  });
});
