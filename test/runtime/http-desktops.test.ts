import { randomBytes } from 'node:crypto';
import { beforeEach, expect, jest, test } from '@jest/globals';
import { makeSignedTokens } from '#adapters/crypto/signed-tokens.ts';
import type { GuardedRoute } from '#core/access/refusals.ts';
import { makeSessionTokens } from '#core/agent-clients/session-tokens.ts';
import { minutes, seconds } from '#core/instant.ts';
import { type HttpAnswer, RefusedRequest } from '#dialects/http.ts';
import { native } from '#dialects/native/problem.ts';
import type { DesktopRequest } from '#dialects/route.ts';
import { makeClaimsOf } from '#runtime/http-request.ts';
import { logger } from '#runtime/observe.ts';
import { someDay } from '../support/agents.ts';
import { memorySigningKeys } from '../support/tokens.ts';
import { aDesktopRoute, anEvent, answerTo, handlerOf, refusalOf, silenceLog } from './http-events.ts';

beforeEach(silenceLog);

const session = { instanceId: 'demo', agentId: 'ann', sessionId: 's1' };
const hours = (n: number) => minutes(60 * n);
const noTokens = { read: () => Promise.reject(new Error('never')) };

/** Sends what a beacon sends to a route that does `work`. */
const sendBeacon = (
  body: string,
  work: (request: DesktopRequest) => Promise<HttpAnswer>,
  headers: Record<string, string> = {},
) =>
  answerTo(
    handlerOf(aDesktopRoute(native, work), { tokens: noTokens }),
    anEvent('POST /v1/session/leave', { headers: { 'content-type': 'text/plain;charset=UTF-8', ...headers }, body }),
  );

test('text that is JSON is read, whatever its content type', async () => {
  const read: unknown[] = [];
  const note = async ({ body }: DesktopRequest) => {
    read.push(body);
    return { status: 204 };
  };
  for (const type of ['text/plain;charset=UTF-8', 'application/json', 'application/x-www-form-urlencoded']) {
    expect(await sendBeacon('{"token":"t"}', note, { 'content-type': type })).toMatchObject({ statusCode: 204 });
  }
  await sendBeacon('', note);
  expect(read).toEqual([{ token: 't' }, { token: 't' }, { token: 't' }, undefined]);
});

test('a page behind a proxy that is trusted has the address that the proxy names', async () => {
  const seen: unknown[] = [];
  const note = async ({ sourceIp }: DesktopRequest) => {
    seen.push(sourceIp);
    return { status: 204 };
  };
  const forwarded = { 'x-forwarded-for': '198.51.100.7' };
  await sendBeacon('{}', note, forwarded);
  process.env.TRUSTED_PROXIES = '192.0.2.0/24';
  try {
    await sendBeacon('{}', note, forwarded);
  } finally {
    delete process.env.TRUSTED_PROXIES;
  }
  expect(seen[1]).toBe('198.51.100.7');
  expect(seen[0]).not.toBe(seen[1]);
});

test('a body that is not JSON is refused with a message', async () => {
  const answer = await sendBeacon('token=t', () => Promise.reject(new Error('never')));
  expect(answer.statusCode).toBe(400);
  expect(answer.json).toMatchObject({
    errors: [{ path: '', message: expect.stringContaining('The body is not JSON') }],
  });
});

test('requests that no client sends are noted, each once, if the route keeps sessions alive; others are not', async () => {
  const noted: GuardedRoute[] = [];
  const noteRefusal = async (route: GuardedRoute) => void noted.push(route);
  const guarded = { keepsAlive: true, throttleShare: 0.2 };
  const send = (body: string, work: () => Promise<HttpAnswer>, declared: object = guarded) =>
    answerTo(
      handlerOf({ ...aDesktopRoute(native, work), ...declared }, { tokens: noTokens, noteRefusal }),
      anEvent('POST /v1/session/leave', { body }),
    );
  const refuse = (type: 'unauthenticated' | 'unavailable') => () =>
    Promise.reject(new RefusedRequest({ type, message: 'No' }));
  await send('{}', refuse('unauthenticated'));
  await send('no JSON', refuse('unauthenticated'));
  await send(`"${'x'.repeat(9_000)}"`, refuse('unauthenticated'));
  await send('{}', async () => ({ status: 200, isStrangers: true }));
  expect(noted).toEqual(Array(4).fill({ key: 'POST /v1/session/leave', throttleShare: 0.2 }));
  await send('{}', refuse('unavailable'));
  await send('{}', async () => ({ status: 204 }));
  await send('{}', refuse('unauthenticated'), { throttleShare: 0.2 });
  await send('{}', async () => ({ status: 200, isStrangers: true }), { throttleShare: 0.2 });
  expect(noted).toHaveLength(4);
});

test('a refused token makes no browser ask the agent for a password', async () => {
  const answer = await sendBeacon('{}', () =>
    Promise.reject(new RefusedRequest({ type: 'unauthenticated', message: 'No' })),
  );
  expect([answer.statusCode, answer.headers?.['www-authenticate']]).toEqual([401, 'Bearer']);
});

test('the log keys of the request before are reset before a request is handled', async () => {
  const order: string[] = [];
  jest.spyOn(logger, 'resetKeys').mockImplementation(() => void order.push('reset'));
  await sendBeacon('{}', async () => {
    order.push('handled');
    return { status: 204 };
  });
  expect(order).toEqual(['reset', 'handled']);
});

test('a body that is larger than any message of a desktop is refused', async () => {
  const answer = await sendBeacon(JSON.stringify({ token: 't'.repeat(8192) }), async () => ({ status: 204 }));
  expect([answer.statusCode, answer.json.detail]).toEqual([
    413,
    'The body may be at most 8192 bytes: send several smaller requests',
  ]);
});

function someTokens() {
  const time = { at: someDay };
  const clock = { now: () => time.at };
  const tokens = makeSignedTokens({ keys: memorySigningKeys(() => randomBytes(32)), clock });
  return { time, tokens, claimsOf: makeClaimsOf(tokens), ...makeSessionTokens({ tokens, clock }) };
}

test('a token carries the claims of one session, for a day', async () => {
  const { time, issue, claimsOf } = someTokens();
  const token = await issue(session);
  expect(token.length).toBeLessThan(1000);
  time.at += hours(24) - 1;
  expect(await claimsOf(token)).toEqual({ kind: 'session', ...session, expiresAt: someDay + hours(24) });
});

test('an expired token, a forged one, one of another instance and one of another kind are refused alike', async () => {
  const { time, tokens, issue, issueForSocket, claimsOf } = someTokens();
  const expired = await issue(session);
  time.at += hours(24);
  const [claims = '', signature = ''] = (await issue(session)).split('.');
  const [foreign = ''] = (await issue({ ...session, instanceId: 'other' })).split('.');
  const participant = { kind: 'connection', instanceId: 'demo', contactId: 'c1', participantId: 'p1' } as const;
  const bad = [
    expired,
    `${claims}.${signature.slice(1)}`,
    `${foreign}.${signature}`,
    (await issueForSocket(session)).token,
    await tokens.issue(participant),
    '',
  ];
  const refusals = await Promise.all(bad.map((token) => refusalOf(claimsOf(token))));
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

test('a token is renewed after half of its validity, and the new one is valid for a day', async () => {
  const { time, issue, claimsOf, renewed } = someTokens();
  const claims = await claimsOf(await issue(session));
  time.at += hours(12);
  expect(await renewed(claims)).toBeUndefined();
  time.at += 1;
  const fresh = await claimsOf((await renewed(claims)) ?? '');
  expect(fresh).toEqual({ kind: 'session', ...session, expiresAt: someDay + hours(36) + 1 });
});

test('the address of a WebSocket is valid for 100 seconds', async () => {
  const { tokens, time, issueForSocket } = someTokens();
  const { token, expiresAt } = await issueForSocket(session);
  expect(expiresAt).toBe(someDay + seconds(100));
  expect(await tokens.read(token)).toEqual({ kind: 'sessionSocket', ...session, expiresAt });
  time.at += seconds(100);
  expect(await tokens.read(token)).toBe('expiredToken');
});

test('while keys cannot be looked up, no token is called invalid', async () => {
  const claimsOf = makeClaimsOf({ read: () => Promise.reject(new Error('throttled')) });
  expect(await refusalOf(claimsOf('any'))).toMatchObject({ type: 'unavailable' });
});

test('a frequent request that succeeds has no line in the log of the function; one that is refused has', async () => {
  const logged = jest.spyOn(logger, 'info').mockImplementation(() => {});
  logged.mockClear();
  const heartbeat = (work: () => Promise<HttpAnswer>) =>
    answerTo(
      handlerOf({ ...aDesktopRoute(native, work), isFrequent: true }, { tokens: noTokens }),
      anEvent('POST /v1/session/leave', { body: '{"token":"t"}' }),
    );
  await heartbeat(async () => ({ status: 204 }));
  expect(logged).not.toHaveBeenCalled();
  await heartbeat(() => Promise.reject(new RefusedRequest({ type: 'notFound', message: 'It is over' })));
  expect(logged).toHaveBeenCalledWith('request', expect.objectContaining({ status: 404 }));
  logged.mockRestore();
});
