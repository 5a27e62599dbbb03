import { describe, expect, test } from '@jest/globals';
import { accessOf, bundled, fileOf, functionOf, instanceArn, resourcesOf, stacks } from './synthesis.ts';

const bundles = bundled();
const { service } = stacks(bundles);
const forFlows = ['flow-set-chat-timeouts', 'flow-set-security-user', 'flow-terminate-agent-session'];

describe('the functions for flows', () => {
  const allowed = (context = {}) => {
    const stack = stacks(bundles, context).service;
    const names = new Map(resourcesOf(stack, 'AWS::Lambda::Function').map((lambda) => [lambda.id, fileOf(lambda)]));
    return resourcesOf(stack, 'AWS::Lambda::Permission').flatMap(({ Properties }) =>
      Properties.Principal === 'connect.amazonaws.com'
        ? [[names.get(Properties.FunctionName['Fn::GetAtt'][0]), Properties.SourceArn]]
        : [],
    );
  };

  test('may be invoked by no flow unless its instance is named', () => expect(allowed()).toEqual([]));

  test('may be invoked by the flows of each instance that is named, once', () => {
    const connectInstanceArns = [instanceArn('a'), instanceArn('b'), instanceArn('a')];
    expect(allowed({ connectInstanceArns }).sort()).toEqual(
      forFlows.flatMap((name) => [
        [name, instanceArn('a')],
        [name, instanceArn('b')],
      ]),
    );
  });

  test.each(forFlows)('%s is given up when the flow gives up', (name) => {
    expect(functionOf(service, name).Properties.Timeout).toBe(8);
  });
});

test('a security user is looked up and signed, with a key that is made when there is none', () => {
  expect(accessOf(service, 'flow-set-security-user')).toEqual({
    tables: ['Agents: GetItem', 'Settings: GetItem', 'SigningKeys: GetItem', 'SigningKeys: PutItem'],
    beyond: [],
    variables: ['AGENTS_TABLE', 'SETTINGS_TABLE', 'SIGNING_KEYS_TABLE'],
  });
});

test('whatever ends a session for a flow hands off what happened, and cannot publish it', () => {
  expect(accessOf(service, 'flow-terminate-agent-session')).toEqual({
    tables: ['Agents: GetItem', 'Agents: PutItem', 'Limits: UpdateItem', 'SigningKeys: GetItem'],
    beyond: ['sqs:SendMessage'],
    variables: ['AGENTS_TABLE', 'ALARM_QUEUE_URL', 'LIMITS_TABLE', 'SIGNING_KEYS_TABLE'],
  });
});
