import { randomBytes } from 'node:crypto';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { makeMemorySigningKeys } from '#adapters/memory/signing-keys.ts';
import { makeSignedPasses } from '#adapters/signed-passes.ts';
import { minutes, seconds } from '#core/instant.ts';
import { RefusedRequest } from '#dialects/http.ts';
import { logger } from '#runtime/observe.ts';
import { makeSessionTokens } from '#runtime/session-tokens.ts';
import { someDay } from '../support/agents.ts';

beforeAll(() => {
  jest.spyOn(logger, 'error').mockImplementation(() => {});
});

const of = { instanceId: 'demo', agentId: 'ann', sessionId: 's1' };
const hours = (n: number) => minutes(60 * n);

function someTokens() {
  const time = { at: someDay };
  const clock = { now: () => time.at };
  const keys = makeMemorySigningKeys(() => randomBytes(32));
  const passes = makeSignedPasses({ keys, clock });
  return { time, passes, ...makeSessionTokens({ passes, clock }) };
}

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => 'it was not refused',
    (error) => (error instanceof RefusedRequest ? error.problem : error),
  );

test('a token stands for the client of one session, for a day', async () => {
  const { time, issueToken, clientOf } = someTokens();
  const token = await issueToken(of);
  expect(token.length).toBeLessThan(1000);
  time.at += hours(24) - 1;
  expect(await clientOf(token)).toEqual({ kind: 'session', ...of, expiresAt: someDay + hours(24) });
});

test('a token that is expired, forged, of another instance or of another kind is refused in the same words', async () => {
  const { time, passes, issueToken, issueSocketToken, clientOf } = someTokens();
  const expired = await issueToken(of);
  time.at += hours(24);
  const [claims = '', signature = ''] = (await issueToken(of)).split('.');
  const [foreign = ''] = (await issueToken({ ...of, instanceId: 'other' })).split('.');
  const participant = { kind: 'connection', instanceId: 'demo', contactId: 'c1', participantId: 'p1' } as const;
  const bad = [
    expired,
    `${claims}.${signature.slice(1)}`,
    `${foreign}.${signature}`,
    (await issueSocketToken(of)).token,
    await passes.issue(participant),
    '',
  ];
  const refusals = await Promise.all(bad.map((token) => refusalOf(clientOf(token))));
  expect(new Set(refusals.map((refusal) => JSON.stringify(refusal)))).toEqual(
    new Set([
      JSON.stringify({
        type: 'unauthenticated',
        message:
          'This token does not stand for a session: PUT /v1/agents/{agentId}/session with leaseSeconds gives one',
      }),
    ]),
  );
});

test('a token is given anew from half of its day on, and the new one is good for a day', async () => {
  const { time, issueToken, clientOf, renewed } = someTokens();
  const pass = await clientOf(await issueToken(of));
  time.at += hours(12);
  expect(await renewed(pass)).toBeUndefined();
  time.at += 1;
  const fresh = await clientOf((await renewed(pass)) ?? '');
  expect(fresh).toEqual({ kind: 'session', ...of, expiresAt: someDay + hours(36) + 1 });
});

test('an address of a WebSocket is good for 100 seconds', async () => {
  const { passes, time, issueSocketToken } = someTokens();
  const { token, expiresAt } = await issueSocketToken(of);
  expect(expiresAt).toBe(someDay + seconds(100));
  expect(await passes.read(token)).toEqual({ kind: 'sessionSocket', ...of, expiresAt });
  time.at += seconds(100);
  expect(await passes.read(token)).toBe('expiredToken');
});

test('while keys cannot be looked up, nobody is said to have a bad token', async () => {
  const { passes } = someTokens();
  const failing = { ...passes, read: () => Promise.reject(new Error('throttled')) };
  const { clientOf } = makeSessionTokens({ passes: failing, clock: { now: () => someDay } });
  expect(await refusalOf(clientOf('any'))).toMatchObject({ type: 'unavailable' });
});
