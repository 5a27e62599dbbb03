import { describe, expect, test } from '@jest/globals';
import { parseSetChatTimeouts, renderSetChatTimeouts } from '#dialects/connect-flow/set-chat-timeouts.ts';
import { parseSetSecurityUser, renderSetSecurityUser } from '#dialects/connect-flow/set-security-user.ts';
import {
  parseTerminateAgentSession,
  renderTerminateAgentSession,
} from '#dialects/connect-flow/terminate-agent-session.ts';
import { setChatTimeouts } from '../../../lib/flow-modules/set-chat-timeouts.ts';
import { terminateAgentSession } from '../../../lib/flow-modules/terminate-agent-session.ts';
import { runFlowModule, type Surroundings } from './run-flow-module.ts';

const arnOf = (name: string) => `arn:aws:lambda:eu-central-1:123456789012:function:lastcall-dev-${name}`;

describe('the module that ends a crashed session', () => {
  const module = terminateAgentSession({
    setSecurityUserArn: arnOf('flow-set-security-user'),
    terminateAgentSessionArn: arnOf('flow-terminate-agent-session'),
  });
  const attributes = { lastcallSecurityAgent: 'api-user', lastcallAgentId: '11' };
  const setUser = () => renderSetSecurityUser({ type: 'set', securityUser: 'signed' });
  const run = (functions: Surroundings['functions']) =>
    runFlowModule(module, { attributes, functions: { 'flow-set-security-user': setUser, ...functions } });
  const ending = (outcome: Parameters<typeof renderTerminateAgentSession>[0]) =>
    run({ 'flow-terminate-agent-session': () => renderTerminateAgentSession(outcome) });

  test.each([
    ['OnInvalidAgentId', { type: 'unknownAgent' }],
    ['OnUnauthorized', { type: 'unauthorized' }],
    ['OnInvalidSecurityUser', { type: 'expiredSecurityUser' }],
    ['OnTooManyRequests', { type: 'tooManyRequests', retryAfterSeconds: 1 }],
    ['Default', { type: 'failed' }],
  ] as const)('makes the flow take the branch %s when the outcome is %j, and says why', (branch, outcome) => {
    const { errorArgList } = renderTerminateAgentSession(outcome);
    expect(ending(outcome)).toEqual({ ...attributes, lastcallBranch: branch, lastcallErrorArgList: errorArgList });
  });

  test.each([
    ['false', { type: 'terminated' }],
    ['true', { type: 'alreadySignedOut' }],
  ] as const)('reports success, and whether there was no session before: %s', (alreadySignedOut, outcome) => {
    const success = { lastcallBranch: 'OnSuccess', lastcallAlreadySignedOut: alreadySignedOut };
    expect(ending(outcome)).toEqual({ ...attributes, ...success });
  });

  test('treats an unknown answer as the default', () => {
    const { lastcallBranch } = run({ 'flow-terminate-agent-session': () => ({ branch: 'OnMondays' }) });
    expect(lastcallBranch).toBe('Default');
  });

  test('ends no session without a security user', () => {
    const asked: unknown[] = [];
    const done = run({
      'flow-set-security-user': () => renderSetSecurityUser({ type: 'unknownAgent' }),
      'flow-terminate-agent-session': (event) => {
        asked.push(event);
        return 'noAnswer';
      },
    });
    expect(asked).toEqual([]);
    const { errorArgList } = renderSetSecurityUser({ type: 'unknownAgent' });
    expect(done).toMatchObject({ lastcallBranch: 'OnInvalidSecurityUser', lastcallErrorArgList: errorArgList });
  });

  test.each([
    ['Set security user gave no answer in time', 'flow-set-security-user'],
    ['Terminate agent session gave no answer in time', 'flow-terminate-agent-session'],
  ])('reports that there was no answer: %s', (errorArgList, name) => {
    const done = run({ [name]: () => 'noAnswer' });
    expect(done).toMatchObject({ lastcallBranch: 'Default', lastcallErrorArgList: errorArgList });
  });

  test('passes the functions what they understand, and the security user from one to the other', () => {
    const understood: unknown[] = [];
    run({
      'flow-set-security-user': (event) => {
        understood.push(parseSetSecurityUser(event));
        return setUser();
      },
      'flow-terminate-agent-session': (event) => {
        understood.push(parseTerminateAgentSession(event));
        return 'noAnswer';
      },
    });
    expect(understood).toMatchObject([
      { type: 'setSecurityUser', agentId: 'api-user', contactId: 'contact-1' },
      { type: 'terminate', agentId: '11', securityUser: 'signed', contactId: 'contact-1' },
    ]);
  });
});

describe('the module that sets chat timeouts', () => {
  const module = setChatTimeouts(arnOf('flow-set-chat-timeouts'));
  const attributes = { lastcallCustomerIdleMinutes: '5', lastcallAgentDisconnectMinutes: 'Unset' };
  const run = (answer: Surroundings['functions'][string]) =>
    runFlowModule(module, { attributes, functions: { 'flow-set-chat-timeouts': answer } });

  test.each([
    ['configured', { outcome: 'configured', message: 'They apply' }],
    ['invalidParameter', renderSetChatTimeouts({ type: 'invalidParameter', message: 'Mend the block' })],
    ['nothingToDo', renderSetChatTimeouts({ type: 'nothingToDo' })],
    ['chatNotFound', renderSetChatTimeouts({ type: 'unknownChat' })],
    ['chatEnded', renderSetChatTimeouts({ type: 'ended' })],
    ['failed', renderSetChatTimeouts({ type: 'failed' })],
    ['failed', { outcome: 'somethingNew', message: 'What it means' }],
  ])('sets the outcome %s when the function answers %j', (outcome, answer) => {
    expect(run(() => answer)).toEqual({ ...attributes, lastcallOutcome: outcome, lastcallMessage: answer.message });
  });

  test('reports that there was no answer', () => {
    const lastcallMessage = 'Set chat timeouts gave no answer in time';
    expect(run(() => 'noAnswer')).toEqual({ ...attributes, lastcallOutcome: 'failed', lastcallMessage });
  });

  test('passes the timers that the contact has, and leaves the others as they are', () => {
    const understood: unknown[] = [];
    run((event) => {
      understood.push(parseSetChatTimeouts(event));
      return 'noAnswer';
    });
    expect(understood).toMatchObject([
      {
        type: 'timeouts',
        changes: [
          { role: 'CUSTOMER', type: 'IDLE', value: 5 },
          { role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', value: 'Unset' },
        ],
      },
    ]);
  });
});
