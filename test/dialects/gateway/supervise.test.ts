import { describe, expect, test } from '@jest/globals';
import { parseGatewaySupervise, renderGatewaySupervise } from '#dialects/gateway/supervise.ts';
import { aCall, agentIdRange, answerTo, failure, guidForm, key, secret } from './calls.ts';

const route = 'POST /qualitycontrol/{agentid}/forcelogout/{workNo}';

describe('signing somebody else out', () => {
  test('is the wish of the supervisor whose Guid it is', () => {
    expect(parseGatewaySupervise(aCall({ route, path: { workNo: '101' } }))).toEqual([key, secret, '101']);
  });

  test.each<[object, string, string]>([
    [{ path: { agentid: '49999', workNo: '100' } }, '000-002', `workNo: ${agentIdRange}, got "100"`],
    [{ path: { agentid: '49999', workNo: 'bob' } }, '000-002', `workNo: ${agentIdRange}, got "bob"`],
    [{ path: { agentid: '7', workNo: '101' } }, '000-002', `agentid: ${agentIdRange}, got "7"`],
    [{ headers: { Guid: 'x' } }, '000-003', `guid: ${guidForm}, but is missing`],
  ])('with %j fails', (says, retcode, message) => {
    const call = { ...aCall({ route, path: { workNo: '101' } }), ...says };
    expect(answerTo(() => parseGatewaySupervise(call))).toEqual(failure(retcode, message));
  });

  test.each([
    ['signedOut', '0', 'success'],
    ['notSignedIn', '100-006', 'The agent to be signed out is not signed in'],
    ['noPermission', '000-003', 'Your security profile does not allow to sign this agent out'],
    ['oneself', '000-005', 'Nobody signs out oneself as a supervisor: use DELETE /onlineagent/{agentid}/logout'],
    ['overlapping', '000-007', 'Another sign-in or sign-out of that agent has no answer yet: wait for it'],
    ['supervisor:signedOut', '100-006', 'The session of this Guid is over: sign in again'],
    ['supervisor:notYours', '000-003', 'The Guid is of no session of this agent: sign in again'],
  ] as const)('that is %s is answered %s', (type, retcode, message) => {
    expect(renderGatewaySupervise({ type })).toEqual({ status: 200, body: { message, retcode } });
  });
});
