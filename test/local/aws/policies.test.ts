import { describe, expect, test } from '@jest/globals';
import { allows } from '../../../local/aws/permissions/policies.ts';

describe('statements', () => {
  const statement = (effect: 'Allow' | 'Deny', actions: string, resources: string) => ({
    effect,
    actions: [actions],
    resources: [resources],
  });
  const question = { action: 'dynamodb:GetItem', resource: 'arn:aws:dynamodb:here:1:table/a.b' };

  test.each([
    ['dynamodb:GetItem', 'arn:aws:dynamodb:here:1:table/a.b', true],
    ['DynamoDB:getitem', '*', true],
    ['dynamodb:Get*', 'arn:aws:dynamodb:*:1:table/a.?', true],
    ['*', 'arn:aws:dynamodb:here:1:table/a?b', true],
    ['dynamodb:Get', '*', false],
    ['dynamodb:BatchGet*', '*', false],
    ['*', 'arn:aws:dynamodb:here:1:table/A.b', false],
    ['*', 'arn:aws:dynamodb:here:1:table/a.*c', false],
    ['*', 'arn:aws:dynamodb:here:1:table/a.b/*', false],
  ])('that allow %s on %s', (actions, resources, allowed) => {
    expect(allows([statement('Allow', actions, resources)], question)).toBe(allowed);
  });

  test('that deny win over those that allow', () => {
    const statements = [statement('Allow', '*', '*'), statement('Deny', 'dynamodb:*', '*')];
    expect(allows(statements, question)).toBe(false);
    expect(allows(statements, { action: 'sqs:SendMessage', resource: 'arn:queue' })).toBe(true);
  });
});

/** Examples of docs.aws.amazon.com/IAM/latest/UserGuide: reference_policies_elements_action, …_resource, …_evaluation-logic. */
describe('a documented example', () => {
  test.each([
    ['sqs:SendMessage', 'sqs:SendMessage', true],
    ['sqs:*', 'sqs:SendMessage', true],
    ['sns:*', 'sqs:SendMessage', false],
    ['iam:*AccessKey*', 'iam:CreateAccessKey', true],
    ['iam:*AccessKey*', 'iam:UpdateAccessKey', true],
    ['iam:*AccessKey*', 'iam:CreateUser', false],
    ['iam:ListAccessKeys', 'IAM:listaccesskeys', true],
    ['s3:Get*', 's3:GetObject', true],
    ['s3:Get*', 's3:PutObject', false],
  ])('of an action: %s allows %s: %s', (pattern, action, expected) => {
    const all = { effect: 'Allow', actions: [pattern], resources: ['*'] } as const;
    expect(allows([all], { action, resource: '*' })).toBe(expected);
  });

  const bucket = 'arn:aws:s3:::amzn-s3-demo-bucket';
  test.each([
    [`${bucket}/*/test/*`, `${bucket}/1/test/object.jpg`, true],
    [`${bucket}/*/test/*`, `${bucket}/1/2/test/3/object.jpg`, true],
    [`${bucket}/*/test/*`, `${bucket}/1/2/test.jpg`, false],
    [`${bucket}/???/test`, `${bucket}/abc/test`, true],
    [`${bucket}/???/test`, `${bucket}/ab/test`, false],
    [`${bucket}/*`, bucket, false],
    ['arn:aws:iam::123456789012:user/*', 'arn:aws:iam::123456789012:user/division_abc/subdivision_xyz/Bob', true],
    ['arn:aws:sqs', 'arn:aws:sqs:us-east-2:123456789012:queue1', true],
    ['arn:aws:sqs:*:queue1', 'arn:aws:sqs:us-east-2:123456789012:queue1', false],
    ['arn:aws:sqs:us-east-2:*:queue1', 'arn:aws:sqs:us-east-2:123456789012:queue1', true],
    ['arn:aws:sqs:us-east-2:123456789012:Queue1', 'arn:aws:sqs:us-east-2:123456789012:queue1', false],
    ['arn:aws:logs:*:*:log-group:a*', 'arn:aws:logs:us-east-2:123456789012:log-group:ab:log-stream:c', true],
  ])('of a resource: %s allows %s: %s', (pattern, resource, expected) => {
    const one = { effect: 'Allow', actions: ['*'], resources: [pattern] } as const;
    expect(allows([one], { action: 'any:Thing', resource })).toBe(expected);
  });

  const allow = { effect: 'Allow', actions: ['*'], resources: ['*'] } as const;
  const deny = { ...allow, effect: 'Deny' } as const;
  test.each([
    ['none is an implicit deny', [], false],
    ['an allow overrides the implicit deny', [allow], true],
    ['an explicit deny overrides any allow', [allow, deny, allow], false],
    ['a deny of something else does not', [allow, { ...deny, resources: ['arn:aws:s3:::other'] }], true],
  ])('of evaluation: %s', (_, statements, expected) => {
    expect(allows(statements, { action: 's3:GetObject', resource: `${bucket}/a` })).toBe(expected);
  });
});
