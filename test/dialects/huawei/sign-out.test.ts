import { describe, expect, test } from '@jest/globals';
import { answerOf, callOf } from '../call-route.ts';
import { aCall, agentIdRange, answerTo, failure, guid, guidForm, key, routeOfCall, secret } from './calls.ts';

const plain = routeOfCall('DELETE /onlineagent/{agentid}/logout');
const forced = routeOfCall('DELETE /onlineagent/{agentid}/forcelogout');
const withReason = routeOfCall('DELETE /onlineagent/{agentid}/forcelogoutwithreason/{reason}');

describe('signing out', () => {
  test('has three forms', async () => {
    const useCase = 'signOutOwn';
    expect(await callOf(plain, aCall())).toEqual({ useCase, args: [key, secret, { byForce: false }] });
    expect(await callOf(forced, aCall())).toEqual({ useCase, args: [key, secret, { byForce: true }] });
    expect(await callOf(withReason, aCall({ path: { reason: '7' } }))).toEqual({
      useCase,
      args: [key, secret, { byForce: true, clientCause: 7 }],
    });
  });

  test.each(['1', '255'])('may have the cause %s', async (reason) => {
    const { args } = await callOf(withReason, aCall({ path: { reason } }));
    expect(args[2]).toMatchObject({ clientCause: Number(reason) });
  });

  test('accepts a Guid in capitals', async () => {
    const headers = { guid: `${secret.toUpperCase()}.AgentGateway1` };
    expect((await callOf(plain, aCall({ headers }))).args[1]).toBe(secret);
  });

  const anyCause = 'reason: Must be a cause, a whole number from 1 to 255';
  test.each<[object, string, string]>([
    [{ path: { agentid: '49999', reason: '0' } }, '100-005', `${anyCause}, got "0"`],
    [{ path: { agentid: '49999', reason: '256' } }, '100-005', `${anyCause}, got "256"`],
    [{ path: { agentid: '49999', reason: '-1' } }, '100-005', `${anyCause}, got "-1"`],
    [{ path: { agentid: '49999', reason: '1.5' } }, '100-005', `${anyCause}, got "1.5"`],
    [{ path: { agentid: '49999', reason: '01' } }, '100-005', `${anyCause}, got "01"`],
    [{ path: { agentid: '100' } }, '000-002', `agentid: ${agentIdRange}, got "100"`],
    [{ headers: {} }, '000-003', `guid: ${guidForm}, but is missing`],
    [{ headers: { guid: '' } }, '000-003', `guid: ${guidForm}, got 0 characters`],
    [{ headers: { guid: secret } }, '000-003', `guid: ${guidForm}, got 36 characters`],
    [{ headers: { guid: `${guid}0` } }, '000-003', `guid: ${guidForm}, got 51 characters`],
    [{ headers: { guid: `x${guid.slice(1)}` } }, '000-003', `guid: ${guidForm}, got 50 characters`],
    [
      { path: { agentid: 'bob', reason: '0' }, headers: {} },
      '000-002',
      `agentid: ${agentIdRange}, got "bob"; ${anyCause}, got "0"; guid: ${guidForm}, but is missing`,
    ],
  ])('fails with %j', async (overrides, retcode, message) => {
    const call = { ...aCall({ path: { reason: '7' } }), ...overrides };
    expect(await answerTo(withReason, callOf(withReason, call))).toEqual(failure(retcode, message));
  });

  const foreign = 'The Guid is of no session of this agent: sign in again';
  test.each([
    [{ type: 'signedOut', wasBefore: false }, '0', 'success'],
    [{ type: 'signedOut', wasBefore: true }, '100-008', 'The session of this Guid is over already'],
    [
      { type: 'busy' },
      '100-010',
      'This agent has a contact in hand: end it first, or use …/forcelogout, which releases it',
    ],
    [{ type: 'notYours' }, '000-003', foreign],
    [{ type: 'unknownAgent' }, '000-003', foreign],
    [{ type: 'overlapping' }, '000-007', 'Another sign-in or sign-out of this agent has no answer yet: wait for it'],
  ])('is answered, when the outcome is %j, with %s', async (outcome, retcode, message) => {
    expect(await answerOf(plain, outcome, aCall())).toEqual({ status: 200, body: { message, retcode } });
  });
});
