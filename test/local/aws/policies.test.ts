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
    ['dynamodb:Get*', 'arn:aws:dynamodb:*:table/a.?', true],
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
