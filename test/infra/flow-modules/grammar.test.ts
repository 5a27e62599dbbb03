import { describe, expect, test } from '@jest/globals';
import { flowModules } from '../../../lib/flow-modules/catalogue.ts';
import { faultsOf } from './faults.ts';

const arnOf = (name: string) => `arn:aws:lambda:eu-central-1:123456789012:function:lastcall-dev-${name}`;
const contents = flowModules.map(({ name, contentOf }) => [name, JSON.stringify(contentOf(arnOf))] as const);

test.each(contents)('%s is written in the Flow language', (_name, content) => {
  expect(faultsOf(content)).toEqual([]);
});

// APIReference/API_CreateContactFlowModule.html
test.each(flowModules)('$name has a description that Amazon Connect takes', ({ description }) => {
  expect(description.length).toBeLessThanOrEqual(500);
  expect(description).toMatch(/\S/);
});

type Place = readonly (string | number)[];

const terminate = new Map(contents).get('terminate-agent-session') ?? '';

/** The module that ends sessions with another value at one place, or with nothing there. */
function changed(place: Place, value?: unknown): string {
  const content = JSON.parse(terminate);
  const last = place.at(-1) ?? '';
  const part = place.slice(0, -1).reduce((whole, key) => whole[key], content);
  if (value === undefined) delete part[last];
  else part[last] = value;
  return JSON.stringify(content);
}

const indexOf = (identifier: string): number =>
  JSON.parse(terminate).Actions.findIndex((each: { Identifier: string }) => each.Identifier === identifier);
const at = (identifier: string, ...place: Place): Place => ['Actions', indexOf(identifier), ...place];

const invocation = (...place: Place) => at('Set security user', ...place);
const comparison = (...place: Place) => at('Check branch', ...place);
const firstCondition = (...place: Place) => comparison('Transitions', 'Conditions', 0, ...place);
const storing = (...place: Place) => at('OnSuccess', ...place);
const anAction = (changes: object) => ({ ...JSON.parse(terminate).Actions[indexOf('Default')], ...changes });

describe('content is refused', () => {
  test.each<[string, Place, unknown, string]>([
    ['of another version', ['Version'], '2020-01-01', 'Version'],
    ['without a start', ['StartAction'], undefined, 'StartAction'],
    ['that starts nowhere', ['StartAction'], 'Nowhere', 'There is no action Nowhere'],
    ['without actions', ['Actions'], [], 'Actions'],
    ['without settings', ['Settings'], undefined, 'Settings'],
    ['with a key that the language does not have', ['Name'], 'x', 'Unrecognized key'],
    ['whose identifier is too long', at('Default', 'Identifier'), 'x'.repeat(51), 'Identifier'],
    ['whose identifier is empty', at('Default', 'Identifier'), '', 'Identifier'],
    ['whose identifier has a forbidden character', at('Default', 'Identifier'), 'a/b', 'may not have'],
    ['whose identifier is a forbidden name', at('Default', 'Identifier'), 'constructor', 'may not have'],
    ['whose identifier is there twice', at('Default', 'Identifier'), 'OnSuccess', 'OnSuccess is there twice'],
    ['with an action that nothing leads to', at('Default', 'Identifier'), 'Alone', 'Alone is never reached'],
    ['with an action of an unknown type', at('Default', 'Type'), 'SetAttributes', 'Type'],
    ['that leads nowhere', invocation('Transitions', 'NextAction'), 'Nowhere', 'There is no action Nowhere'],
    ['that leads nowhere on an error', storing('Transitions', 'Errors', 0, 'NextAction'), 'X', 'There is no action X'],
    ['that leads nowhere on a condition', firstCondition('NextAction'), 'X', 'There is no action X'],
    ['that never ends', storing('Transitions', 'NextAction'), 'Check branch', 'Check branch leads to itself'],
    ['that does not go on', invocation('Transitions'), {}, 'NextAction'],
    ['without a list of errors', storing('Transitions', 'Errors'), undefined, 'Errors'],
    ['without a list of conditions', storing('Transitions', 'Conditions'), undefined, 'Conditions'],
    ['that returns and goes on', at('Return', 'Transitions'), { NextAction: 'Default' }, 'Unrecognized key'],
    ['that returns with something', at('Return', 'Parameters'), { Result: 'OnSuccess' }, 'Unrecognized key'],
    ['that invokes nothing', invocation('Parameters', 'LambdaFunctionARN'), undefined, 'LambdaFunctionARN'],
    ['that invokes no function', invocation('Parameters', 'LambdaFunctionARN'), 'arn:aws:s3:::b', 'LambdaFunctionARN'],
    ['that waits too long', invocation('Parameters', 'InvocationTimeLimitSeconds'), '9', 'TimeLimitSeconds'],
    ['that does not wait', invocation('Parameters', 'InvocationTimeLimitSeconds'), 0, 'TimeLimitSeconds'],
    ['that waits a part of a second', invocation('Parameters', 'InvocationTimeLimitSeconds'), 1.5, 'TimeLimitSeconds'],
    ['that invokes in another way', invocation('Parameters', 'InvocationType'), 'SYNC', 'InvocationType'],
    ['with a number for a parameter', invocation('Parameters', 'LambdaInvocationAttributes', 'agent'), 7, 'agent'],
    ['with an empty parameter', invocation('Parameters', 'LambdaInvocationAttributes', 'agent'), '', 'agent'],
    ['with half a reference', invocation('Parameters', 'LambdaInvocationAttributes', 'agent'), '$.Attributes', 'agent'],
    ['with an unknown parameter', invocation('Parameters', 'Timeout'), 8, 'Unrecognized key'],
    [
      'whose answer is of another type',
      invocation('Parameters', 'ResponseValidation', 'ResponseType'),
      'MAP',
      'Response',
    ],
    [
      'with an error of others',
      invocation('Transitions', 'Errors', 0, 'ErrorType'),
      'NoMatchingCondition',
      'ErrorType',
    ],
    ['with no way out of an error', invocation('Transitions', 'Errors'), [], 'Errors'],
    [
      'with conditions on a function',
      invocation('Transitions', 'Conditions'),
      [{ NextAction: 'Default' }],
      'Conditions',
    ],
    ['that compares a text', comparison('Parameters', 'ComparisonValue'), 'branch', 'ComparisonValue'],
    ['that compares nothing', comparison('Transitions', 'Conditions'), [], 'Conditions'],
    ['that compares without an else', comparison('Transitions', 'Errors'), [], 'Errors'],
    ['with an unknown operator', firstCondition('Condition', 'Operator'), 'Is', 'Operator'],
    ['with no operand', firstCondition('Condition', 'Operands'), [], 'Operands'],
    ['with two operands', firstCondition('Condition', 'Operands'), ['a', 'b'], 'Operands'],
    ['with an empty operand', firstCondition('Condition', 'Operands'), [''], 'Operands'],
    [
      'with a condition twice',
      firstCondition('Condition', 'Operands'),
      ['Default'],
      'Check branch has a condition twice',
    ],
    ['with no attributes', storing('Parameters', 'Attributes'), undefined, 'Attributes'],
    ['with a bad attribute name', storing('Parameters', 'Attributes'), { 'a b': 'x' }, 'Attributes'],
    ['with too much of attributes', storing('Parameters', 'Attributes'), { a: 'x'.repeat(32_768) }, '32 KB'],
    ['for another contact', storing('Parameters', 'TargetContact'), 'Initial', 'TargetContact'],
    [
      'that refers to an answer before there is one',
      invocation('Parameters', 'LambdaInvocationAttributes', 'agent'),
      '$.External.agent',
      'Set security user refers to an answer that is not there',
    ],
    [
      'that refers to an answer that did not come',
      at('No answer about the session', 'Parameters', 'Attributes', 'lastcallErrorArgList'),
      '$.External.errorArgList',
      'No answer about the session refers to an answer that is not there',
    ],
    [
      'that invokes too many functions in a row',
      at('OnSuccess'),
      { ...JSON.parse(terminate).Actions[indexOf('Terminate agent session')], Identifier: 'OnSuccess' },
      'Functions may take 24 seconds in a row',
    ],
  ])('%s', (_name, place, value, fault) => {
    expect(faultsOf(changed(place, value)).join('\n')).toContain(fault);
  });

  test('of more than 250 actions', () => {
    const actions = Array.from({ length: 251 }, (_, index) => anAction({ Identifier: `Action ${index}` }));
    expect(faultsOf(changed(['Actions'], actions)).join('\n')).toContain('Actions');
  });

  test('of more than 256000 characters', () => {
    expect(faultsOf(changed(['Metadata'], { note: 'x'.repeat(256_000) }))).toEqual([
      'The content is longer than 256000 characters',
    ]);
  });
});
