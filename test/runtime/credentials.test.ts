import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  basicCredentials,
  participantContextOf,
  participantIdentityOf,
  signedCallerOf,
  viaOf,
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
  expect(viaOf({ iam: { userArn: 'arn:aws:iam::1:user/robot' } }, 'AWS4-HMAC-SHA256 Credential=…')).toBe('iam');
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

  test('refuses any other context', () => {
    fc.assert(fc.property(fc.anything(), (context) => expect(participantIdentityOf(context)).toBe('noToken')));
  });
});
