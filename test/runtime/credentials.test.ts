import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { scopes } from '#core/access/access.ts';
import {
  basicCredentials,
  callerOf,
  contextOf,
  participantContextOf,
  participantIdentityOf,
  signedCallerOf,
} from '#runtime/credentials.ts';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

describe('HTTP Basic', () => {
  test('gives id and secret, whatever the secret holds', () => {
    const id = fc.stringMatching(/^[\w.-]{1,64}$/);
    fc.assert(
      fc.property(id, fc.string({ unit: 'grapheme', maxLength: 100 }), (keyId, secret) => {
        expect(basicCredentials(basic(`${keyId}:${secret}`))).toEqual({ keyId, secret });
      }),
    );
  });

  test.each(['k'.repeat(65), 'kéy', 'a#b', 'a b', '\0'])(
    'the id %j is that of no key and is refused without a look-up',
    (keyId) => {
      expect(basicCredentials(basic(`${keyId}:secret`))).toBe('wrongCredentials');
    },
  );

  test('a secret longer than any key has is wrong', () => {
    expect(basicCredentials(basic(`a:${'s'.repeat(257)}`))).toBe('wrongCredentials');
  });

  test('takes the scheme in any case', () => {
    expect(basicCredentials(basic('a:b').replace('Basic', 'bAsIc'))).toEqual({ keyId: 'a', secret: 'b' });
  });

  test.each([undefined, ''])('without a header (%s) there are no credentials', (header) => {
    expect(basicCredentials(header)).toBe('noCredentials');
  });

  test.each([
    'Bearer abc',
    'Basic',
    'Basic ',
    'Basic a:b',
    'Basic ????',
    basic('no colon'),
    basic(':secret only'),
    'basic==',
  ])('%s is malformed', (header) => expect(basicCredentials(header)).toBe('malformedCredentials'));
});

test('an IAM caller is named by the role, not by the session, which may be a person’s e-mail address', () => {
  const caller = (userArn: string) => signedCallerOf({ iam: { userArn } }, 'demo')?.callerId;
  expect(caller('arn:aws:sts::1:assumed-role/Admin/ann@example.com')).toBe('arn:aws:sts::1:assumed-role/Admin');
  expect(caller('arn:aws:iam::1:user/robot')).toBe('arn:aws:iam::1:user/robot');
  expect(signedCallerOf({ lambda: {} }, 'demo')).toBeUndefined();
});

describe('the context between authorizer and functions', () => {
  test('carries a caller unchanged', () => {
    const caller = fc.record({ callerId: fc.string(), instanceId: fc.string(), scopes: fc.subarray([...scopes]) });
    fc.assert(fc.property(caller, (who) => expect(callerOf(contextOf(who))).toEqual(who)));
  });

  test.each(['noCredentials', 'malformedCredentials', 'wrongCredentials', 'unavailable'] as const)(
    'carries the refusal %s',
    (refusal) => {
      expect(callerOf(contextOf(refusal))).toBe(refusal);
    },
  );

  test('refuses any other context', () => {
    fc.assert(fc.property(fc.anything(), (context) => expect(callerOf(context)).toBe('noCredentials')));
  });
});

describe('the context of a participant', () => {
  const identity = fc.record({
    kind: fc.constantFrom('participant', 'connection', 'socket'),
    instanceId: fc.string(),
    contactId: fc.string(),
    participantId: fc.string(),
  });

  test('carries the participant that the token names', () => {
    fc.assert(fc.property(identity, (who) => expect(participantIdentityOf(participantContextOf(who))).toEqual(who)));
  });

  test.each(['noToken', 'badToken', 'expiredToken', 'unavailable'] as const)('carries the refusal %s', (refusal) => {
    expect(participantIdentityOf(participantContextOf(refusal))).toBe(refusal);
  });

  test('refuses any other context, also that of a caller with a key', () => {
    fc.assert(fc.property(fc.anything(), (context) => expect(participantIdentityOf(context)).toBe('noToken')));
    expect(participantIdentityOf(contextOf({ callerId: 'demo', instanceId: 'demo', scopes: [...scopes] }))).toBe(
      'noToken',
    );
  });

  test('makes no caller of a participant', () => {
    fc.assert(fc.property(identity, (who) => expect(callerOf(participantContextOf(who))).toBe('noCredentials')));
  });
});
