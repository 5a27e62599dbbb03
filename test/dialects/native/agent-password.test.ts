import { describe, expect, test } from '@jest/globals';
import { parsePutPassword, renderPutPassword } from '#dialects/native/agent-password.ts';
import { aCaller, aRequest, faultsOf, refusalOf } from '../requests.ts';

const path = { agentId: '49999' };
const put = (body: unknown) => parsePutPassword(aRequest({ path, body }));

describe('the password of an agent', () => {
  test.each([
    ['x'.repeat(8)],
    ['x'.repeat(128)],
    ['😀'.repeat(8)],
    ['😀'.repeat(128)],
    ['  blank  '],
    ['tab\t\u0000bell\u0007'],
  ])('is %j as it is', (password) => {
    expect(put({ password })).toEqual([{ instanceId: 'demo', agentId: '49999' }, password]);
  });

  const must = 'Must be 8 to 128 characters';
  test.each<[unknown, string, string]>([
    [{ password: 'xxxxxxx' }, 'password', `${must}, got 7 characters`],
    [{ password: '😀'.repeat(7) }, 'password', `${must}, got 7 characters`],
    [{ password: 'x'.repeat(129) }, 'password', `${must}, got 129 characters`],
    [{ password: `\ud800${'x'.repeat(9)}` }, 'password', `${must}, got 10 characters, not all of them printable`],
    [{ password: 12345678 }, 'password', `${must}, got a number`],
    [{ password: null }, 'password', `${must}, got null`],
    [{ password: ['secretsecret'] }, 'password', `${must}, got a list`],
    [{}, 'password', `${must}, but is missing`],
    [{ password: 'secretsecret', hash: 'x' }, 'hash', 'Unknown key; known are password'],
    ['secretsecret', '', 'Must be an object with password, got 12 characters'],
    [['secretsecret'], '', 'Must be an object with password, got a list'],
    [undefined, '', 'Must be an object with password, but is missing'],
  ])('is not %j, and no message shows it', (body, at, message) => {
    expect(faultsOf(() => put(body))).toEqual([{ path: at, message }]);
  });

  test('is put by who administers keys, and by nobody else', () => {
    const caller = aCaller('sessions:write', 'logout:bulk');
    expect(refusalOf(() => parsePutPassword(aRequest({ path, body: { password: 'x'.repeat(8) }, caller })))).toEqual({
      type: 'forbidden',
      scope: 'keys:admin',
    });
  });

  test('is not answered', () => {
    expect(renderPutPassword()).toEqual({ status: 204 });
  });
});
