import { describe, expect, test } from '@jest/globals';
import { parseSetSecurityUser, renderSetSecurityUser } from '#dialects/connect-flow/set-security-user.ts';
import { aFlowEvent } from './flow-event.ts';

const parse = (Parameters: unknown) => parseSetSecurityUser(aFlowEvent({ Parameters }));
const id = 'Must be 1 to 64 characters of letters, digits and . _ : -';

describe('a flow that sets its security user', () => {
  test.each([['api-user'], [' api-user ']])('can name an agent as %j', (agent) => {
    expect(parse({ agent })).toEqual({
      type: 'setSecurityUser',
      instanceId: 'cccc-1',
      contactId: 'first',
      agentId: 'api-user',
    });
  });

  test('can write an id as a number', () => {
    expect(parse({ agent: 49_999 })).toMatchObject({ agentId: '49999' });
  });

  test.each<[unknown, string]>([
    [{}, `agent: ${id}, but is missing`],
    [null, `agent: ${id}, but is missing`],
    [{ agent: null }, `agent: ${id}, but is missing`],
    [{ agent: '  ' }, `agent: ${id}, but is missing`],
    [{ agent: 'a b' }, `agent: ${id}, got "a b"`],
    [{ agent: 'a'.repeat(65) }, `agent: ${id}, got "${'a'.repeat(60)}…"`],
    [{ agent: 1.5 }, `agent: ${id}, got 1.5`],
    [{ agent: { id: 'ann' } }, `agent: ${id}, got an object`],
    [{ agent: ['ann'] }, `agent: ${id}, got a list of 1`],
    [{ agent: 'ann', password: 'x' }, 'password: Unknown key; known are agent'],
    ['ann', 'Must be an object with agent, got "ann"'],
  ])('takes the branch OnError with %j', (Parameters, message) => {
    const given = parse(Parameters);
    expect(given).toEqual({ type: 'invalidParameter', message });
    if (given.type === 'invalidParameter') {
      expect(renderSetSecurityUser(given)).toEqual({ branch: 'OnError', securityUser: '', errorArgList: message });
    }
  });

  test('takes the branch OnError without an instance', () => {
    const event = aFlowEvent({ ContactData: { InstanceARN: 'cccc-1' }, Parameters: { agent: 'ann' } });
    expect(parseSetSecurityUser(event)).toEqual({
      type: 'invalidParameter',
      message: 'Details.ContactData.InstanceARN: Must be the ARN of an Amazon Connect instance, got "cccc-1"',
    });
  });
});

test('the answer has the security user that was set', () => {
  expect(renderSetSecurityUser({ type: 'set', securityUser: 'token' })).toEqual({
    branch: 'Default',
    securityUser: 'token',
    errorArgList: '',
  });
});

test.each([
  ['unknownAgent', 'There is no agent with this id: create one with PUT /v1/agents/{agentId}'],
  [
    'noSecurityProfile',
    'This agent has no security profile: give one by the key securityProfileId of PUT /v1/agents/{agentId}',
  ],
  ['failed', 'Something went wrong here, not with the parameters: try again'],
] as const)('the outcome %s takes the branch OnError', (type, errorArgList) => {
  expect(renderSetSecurityUser({ type })).toEqual({ branch: 'OnError', securityUser: '', errorArgList });
});
