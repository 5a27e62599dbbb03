import { describe, expect, test } from '@jest/globals';
import { answerOf, callOf, refusalOf } from '../call-route.ts';
import { aCall, agentIdRange, answerTo, failure, guidForm, key, routeOfCall, secret } from './calls.ts';

const signOut = routeOfCall('POST /qualitycontrol/{agentid}/forcelogout/{workNo}');
const call = aCall({ path: { workNo: '101' } });

describe('signing another agent out', () => {
  test('is a request of the supervisor whose Guid it is', async () => {
    const from = { via: 'session', ipAddress: '203.0.113.9' };
    expect(await callOf(signOut, call)).toEqual({ useCase: 'supervisorSignOut', args: [key, { secret, from }, '101'] });
  });

  test.each<[object, string, string]>([
    [{ path: { agentid: '49999', workNo: '100' } }, '000-002', `workNo: ${agentIdRange}, got "100"`],
    [{ path: { agentid: '49999', workNo: 'bob' } }, '000-002', `workNo: ${agentIdRange}, got "bob"`],
    [{ path: { agentid: '7', workNo: '101' } }, '000-002', `agentid: ${agentIdRange}, got "7"`],
    [{ headers: { Guid: 'x' } }, '000-003', `guid: ${guidForm}, but is missing`],
  ])('fails with %j', async (overrides, retcode, message) => {
    expect(await answerTo(signOut, callOf(signOut, { ...call, ...overrides }))).toEqual(failure(retcode, message));
  });

  test.each([
    ['signedOut', '0', 'success'],
    ['notSignedIn', '100-006', 'The agent to be signed out is not signed in'],
    ['noPermission', '000-003', 'Your security profile does not allow to sign this agent out'],
    ['oneself', '000-005', 'Nobody signs out oneself as a supervisor: use DELETE /onlineagent/{agentid}/logout'],
    ['overlapping', '000-007', 'Another sign-in or sign-out of that agent has no answer yet: wait for it'],
    ['supervisor:signedOut', '100-006', 'The session of this Guid is over: sign in again'],
    ['supervisor:notYours', '000-003', 'The Guid is of no session of this agent: sign in again'],
  ])('is answered, when the outcome is %s, with %s', async (type, retcode, message) => {
    expect(await answerOf(signOut, { type }, call)).toEqual({ status: 200, body: { message, retcode } });
  });

  test('fails for a supervisor who calls too often, with the time to wait', async () => {
    const tooMany = { type: 'tooManyRequests', retryAfterSeconds: 2 };
    expect(await refusalOf(answerOf(signOut, tooMany, call))).toEqual(tooMany);
    expect(await answerTo(signOut, answerOf(signOut, tooMany, call))).toEqual(
      failure('100-007', 'You ask too often: try again in 2 s'),
    );
  });
});
