import { describe, expect, test } from '@jest/globals';
import { parseGatewaySignIn, renderGatewaySignIn } from '#dialects/gateway/sign-in.ts';
import { anAddress } from '../../support/agents.ts';
import { aCall, agentIdRange, failure, guid, key, secret, signInAnswerTo } from './calls.ts';

const route = 'PUT /onlineagent/{agentid}';
const password = 'Huawei@123';
/** As the vendor's example has it; none of it but password and phonenum is heard. */
const body = { password, phonenum: '40038', status: '4', releasephone: 'false', agenttype: '4', ip: '127.0.0.1' };

describe('signing in', () => {
  test('takes password and phone, and hears nothing else that clients send', () => {
    expect(parseGatewaySignIn(aCall({ route, body }))).toEqual([
      key,
      { password, ipAddress: anAddress('203.0.113.9'), takeOver: false },
    ]);
  });

  test('by force takes the session over that is there', () => {
    expect(parseGatewaySignIn(aCall({ route: `${route}/forcelogin`, body }))[1]).toMatchObject({ takeOver: true });
  });

  test('needs no Guid', () => {
    expect(parseGatewaySignIn(aCall({ route, body, headers: {} }))[0]).toEqual(key);
  });

  test.each(['101', '999999'])('is for agent %s', (agentid) => {
    expect(parseGatewaySignIn(aCall({ route, path: { agentid }, body }))[0].agentId).toBe(agentid);
  });

  test.each([[' x '], ['x'.repeat(128)], ['😀'.repeat(128)], ['täst\t\u0000']])(
    'takes the password %j as it is',
    (password) => {
      expect(parseGatewaySignIn(aCall({ route, body: { ...body, password } }))[1].password).toBe(password);
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
  ])('with %j fails', (says, retcode, message) => {
    expect(signInAnswerTo(() => parseGatewaySignIn(aCall({ route, body, ...says })))).toEqual(
      failure(retcode, message),
    );
  });

  test('is answered with the Guid, which is what a header of later calls is read as', () => {
    expect(renderGatewaySignIn({ type: 'signedIn', secret }, key)).toEqual({
      status: 200,
      headers: { guid },
      body: { message: '', retcode: '0', result: { workno: '49999', mediatype: 'TTF' } },
    });
  });

  const wrong =
    'There is no agent with this id and password; after too many attempts nobody is let in for some minutes';
  test.each([
    ['wrongPassword', '100-004', wrong],
    ['alreadySignedIn', '100-002', 'This agent is already signed in: …/forcelogin ends that session'],
    ['beingSignedOut', '000-007', 'This agent is being signed out when the contact in hand ends: wait until then'],
    ['overlapping', '000-007', 'Another sign-in or sign-out of this agent has no answer yet: wait for it'],
  ] as const)('that is %s is answered %s', (type, retcode, message) => {
    expect(renderGatewaySignIn({ type }, key)).toEqual({ status: 200, body: { message, retcode } });
  });
});
