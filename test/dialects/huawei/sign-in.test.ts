import { describe, expect, test } from '@jest/globals';
import { anAddress } from '../../support/agents.ts';
import { answerOf, callOf } from '../call-route.ts';
import { aCall, agentIdRange, answerTo, failure, guid, key, routeOfCall, secret } from './calls.ts';

const signIn = routeOfCall('PUT /onlineagent/{agentid}');
const signInByForce = routeOfCall('PUT /onlineagent/{agentid}/forcelogin');
const password = 'Huawei@123';
/** As in the vendor's example. All of it but password and phonenum is ignored. */
const body = { password, phonenum: '40038', status: '4', releasephone: 'false', agenttype: '4', ip: '127.0.0.1' };
const call = aCall({ body });

describe('signing in', () => {
  test('needs password and phone, and ignores everything else that clients send', async () => {
    expect(await callOf(signIn, call)).toEqual({
      useCase: 'passwordSignIn',
      args: [key, { password, ipAddress: anAddress('203.0.113.9'), takeOver: false }],
    });
  });

  test('by force takes over the session that is there', async () => {
    expect((await callOf(signInByForce, call)).args[1]).toMatchObject({ takeOver: true });
  });

  test('needs no Guid', async () => {
    expect((await callOf(signIn, { ...call, headers: {} })).args[0]).toEqual(key);
  });

  test.each(['101', '999999'])('is possible for agent %s', async (agentid) => {
    expect((await callOf(signIn, aCall({ path: { agentid }, body }))).args[0]).toMatchObject({ agentId: agentid });
  });

  test.each([[' x '], ['x'.repeat(128)], ['😀'.repeat(128)], ['täst\t\u0000']])(
    'takes the password %j as it is',
    async (password) => {
      const { args } = await callOf(signIn, aCall({ body: { ...body, password } }));
      expect(args[1]).toMatchObject({ password });
    },
  );

  const passwordLength = 'password: Must be 1 to 128 characters';
  const phoneLength = 'phonenum: Must be 1 to 24 printable characters';
  const noObject = 'Must be an object with password and phonenum';
  test.each<[object, string, string]>([
    [{ path: { agentid: '100' } }, '100-001', `agentid: ${agentIdRange}, got "100"`],
    [{ path: { agentid: '1000000' } }, '100-001', `agentid: ${agentIdRange}, got "1000000"`],
    [{ path: { agentid: '0101' } }, '100-001', `agentid: ${agentIdRange}, got "0101"`],
    [{ path: { agentid: '1e3' } }, '100-001', `agentid: ${agentIdRange}, got "1e3"`],
    [{ path: { agentid: '٤٩٩' } }, '100-001', `agentid: ${agentIdRange}, got "٤٩٩"`],
    [{ body: { phonenum: '40038' } }, '100-001', `${passwordLength}, but is missing`],
    [{ body: { ...body, password: '' } }, '100-001', `${passwordLength}, got 0 characters`],
    [{ body: { ...body, password: 12345678 } }, '100-001', `${passwordLength}, got a number`],
    [{ body: { ...body, password: 'p'.repeat(129) } }, '100-001', `${passwordLength}, got 129 characters`],
    [{ body: { password } }, '100-001', `${phoneLength}, but is missing`],
    [{ body: { password, phonenum: ' ' } }, '100-001', `${phoneLength}, got 0 characters`],
    [{ body: { password, phonenum: '4'.repeat(25) } }, '100-001', `${phoneLength}, got 25 characters`],
    [{ body: {} }, '100-001', `${passwordLength}, but is missing; ${phoneLength}, but is missing`],
    [{ body: undefined }, '100-001', `${passwordLength}, but is missing; ${phoneLength}, but is missing`],
    [{ body: password }, '000-006', `${noObject}, got 10 characters`],
    [{ body: [password] }, '000-006', `${noObject}, got a list`],
    [
      { instanceId: undefined },
      '000-002',
      'instanceId: Must be 1 to 100 characters of letters, digits and . _ : -, but is missing',
    ],
    [
      { instanceId: 'a/b' },
      '000-002',
      'instanceId: Must be 1 to 100 characters of letters, digits and . _ : -, got "a/b"',
    ],
    [{ sourceIp: 'unknown' }, '100-007', 'The address of this call cannot be told: try again'],
  ])('fails with %j', async (overrides, retcode, message) => {
    const work = callOf(signIn, aCall({ body, ...overrides }));
    expect(await answerTo(signIn, work)).toEqual(failure(retcode, message));
  });

  test('is answered with the Guid for the header of later calls, in the header that clients read and in the documented one', async () => {
    expect(await answerOf(signIn, { type: 'signedIn', secret }, call)).toEqual({
      status: 200,
      headers: { Guid: guid, 'Set-GUID': `JSESSIONID=${guid}` },
      body: { message: '', retcode: '0', result: { workno: '49999', mediatype: 'TTF' } },
    });
  });

  const wrong =
    'There is no agent with this id and password; after several wrong ones, wait some minutes before the next';
  test.each([
    ['wrongPassword', '100-004', wrong],
    ['alreadySignedIn', '100-002', 'This agent is already signed in: …/forcelogin ends that session'],
    ['beingSignedOut', '000-007', 'This agent is being signed out when the contact in hand ends: wait until then'],
    ['overlapping', '000-007', 'Another sign-in or sign-out of this agent has no answer yet: wait for it'],
  ])('is answered, when the outcome is %s, with %s', async (type, retcode, message) => {
    expect(await answerOf(signIn, { type }, call)).toEqual({ status: 200, body: { message, retcode } });
  });
});
