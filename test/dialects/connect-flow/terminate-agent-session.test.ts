import { describe, expect, test } from '@jest/globals';
import {
  parseTerminateAgentSession,
  renderTerminateAgentSession,
} from '#dialects/connect-flow/terminate-agent-session.ts';
import { aFlowEvent } from './flow-event.ts';

const parse = (Parameters: unknown) => parseTerminateAgentSession(aFlowEvent({ Parameters }));
const securityUser = 'eyJr.c2ln_-';
const right = { securityUser, agentId: '49999' };
const user = 'securityUser: Must be the securityUser that Set Security User has answered';
const id = 'agentId: Must be 1 to 64 characters of letters, digits and . _ : -';

describe('a flow that terminates a session', () => {
  test.each([
    [right],
    [{ securityUser: ` ${securityUser}\n`, agentId: ' 49999 ' }],
    [{ securityUser, agentId: 49_999 }],
  ])('names its security user and an agent: %j', (given) => {
    expect(parse(given)).toEqual({ type: 'terminate', instanceId: 'cccc-1', contactId: 'first', ...right });
  });

  test('can have a security user of 4096 characters', () => {
    const longest = 'x'.repeat(4_096);
    expect(parse({ ...right, securityUser: longest })).toMatchObject({ type: 'terminate', securityUser: longest });
  });

  test.each<[unknown, string, string]>([
    [{ agentId: '49999' }, 'OnInvalidSecurityUser', `${user}, but is missing`],
    [{ ...right, securityUser: null }, 'OnInvalidSecurityUser', `${user}, but is missing`],
    [{ ...right, securityUser: '' }, 'OnInvalidSecurityUser', `${user}, but is missing`],
    [{ ...right, securityUser: ' \t ' }, 'OnInvalidSecurityUser', `${user}, but is missing`],
    [{ ...right, securityUser: true }, 'OnInvalidSecurityUser', `${user}, got a boolean`],
    [{ ...right, securityUser: { token: 'x' } }, 'OnInvalidSecurityUser', `${user}, got an object`],
    [{ ...right, securityUser: ['x'] }, 'OnInvalidSecurityUser', `${user}, got a list`],
    [{ ...right, securityUser: 'a b' }, 'OnInvalidSecurityUser', `${user}, got 3 characters`],
    [{ ...right, securityUser: 'x'.repeat(4_097) }, 'OnInvalidSecurityUser', `${user}, got 4097 characters`],
    [{ securityUser }, 'OnInvalidAgentId', `${id}, but is missing`],
    [{ ...right, agentId: null }, 'OnInvalidAgentId', `${id}, but is missing`],
    [{ ...right, agentId: '' }, 'OnInvalidAgentId', `${id}, but is missing`],
    [{ ...right, agentId: '  ' }, 'OnInvalidAgentId', `${id}, but is missing`],
    [{ ...right, agentId: 'a/b' }, 'OnInvalidAgentId', `${id}, got "a/b"`],
    [{ ...right, agentId: '..' }, 'OnInvalidAgentId', `${id}, got ".."`],
    [{ ...right, agentId: 2 ** 53 }, 'OnInvalidAgentId', `${id}, got 9007199254740992`],
    [{ ...right, agentId: [['ann']] }, 'OnInvalidAgentId', `${id}, got a list of 1`],
    [{ ...right, agentId: { agentId: 'ann' } }, 'OnInvalidAgentId', `${id}, got an object`],
    [{ ...right, agentId: 'a'.repeat(65) }, 'OnInvalidAgentId', `${id}, got "${'a'.repeat(60)}…"`],
    [{}, 'OnInvalidSecurityUser', `${user}, but is missing; ${id}, but is missing`],
    [null, 'OnInvalidSecurityUser', `${user}, but is missing; ${id}, but is missing`],
    [{ ...right, endContacts: 'no' }, 'Default', 'endContacts: Unknown key; known are securityUser, agentId'],
    ['49999', 'Default', 'Must be an object with securityUser, agentId, got "49999"'],
  ])('takes, with %j, the branch %s', (Parameters, branch, message) => {
    const given = parse(Parameters);
    expect(given).toEqual({ type: 'invalidParameter', branch, message });
    if (given.type === 'invalidParameter') {
      expect(renderTerminateAgentSession(given)).toEqual({ branch, errorArgList: message });
    }
  });

  test('takes the branch Default without an instance', () => {
    const event = aFlowEvent({ ContactData: { InstanceARN: undefined }, Parameters: right });
    expect(parseTerminateAgentSession(event)).toEqual({
      type: 'invalidParameter',
      branch: 'Default',
      message: 'Details.ContactData.InstanceARN: Must be the ARN of an Amazon Connect instance, but is missing',
    });
  });
});

test.each([
  [{ type: 'terminated' }, 'false'],
  [{ type: 'alreadySignedOut' }, 'true'],
] as const)('the outcome %j is a success', (outcome, alreadySignedOut) => {
  expect(renderTerminateAgentSession(outcome)).toEqual({ branch: 'OnSuccess', errorArgList: '', alreadySignedOut });
});

test.each([
  [{ type: 'unknownAgent' }, 'OnInvalidAgentId', 'agentId: There is no agent with this id in this instance'],
  [
    { type: 'unauthorized' },
    'OnUnauthorized',
    'The security profile of the security user does not allow to end the session of this agent',
  ],
  [
    { type: 'forgedSecurityUser' },
    'OnInvalidSecurityUser',
    'securityUser: Was not issued here: take what Set Security User has answered as it is',
  ],
  [{ type: 'expiredSecurityUser' }, 'OnInvalidSecurityUser', 'securityUser: Has expired: set the security user again'],
  [
    { type: 'foreignSecurityUser' },
    'OnInvalidSecurityUser',
    'securityUser: Is of another contact or instance: set the security user in this flow',
  ],
  [{ type: 'tooManyRequests', retryAfterSeconds: 1.2 }, 'OnTooManyRequests', 'You ask too often: try again in 2 s'],
  [{ type: 'failed' }, 'Default', 'Something went wrong here, not with the parameters: try again'],
] as const)('the outcome %j takes the branch %s', (outcome, branch, errorArgList) => {
  expect(renderTerminateAgentSession(outcome)).toEqual({ branch, errorArgList });
});
