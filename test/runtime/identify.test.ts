import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Authenticate } from '#core/access/access.ts';
import type { AuthenticateToken } from '#core/access/token-caller.ts';
import type { Claims, Tokens } from '#core/access/tokens.ts';
import type { HttpAnswer, HttpRequest } from '#dialects/http.ts';
import { native } from '#dialects/native/problem.ts';
import type { ParticipantRequest, Route } from '#dialects/route.ts';
import { http } from '#runtime/http.ts';
import { logger } from '#runtime/observe.ts';
import {
  aCallerRoute,
  anEvent,
  answerTo,
  anyBody,
  demoCaller,
  demoHeader,
  handlerOf,
  silenceLog,
} from './http-events.ts';

beforeEach(silenceLog);

const done: HttpAnswer = { status: 200 };

describe('a caller', () => {
  const work = jest.fn<(request: HttpRequest) => Promise<HttpAnswer>>(async () => done);
  const route = aCallerRoute(native, work);
  const send = (headers: object, authenticate: Authenticate, context: object = {}) => {
    work.mockClear();
    return answerTo(handlerOf(route, { authenticate }), anEvent(route.key, { headers, ...context }));
  };

  test('is the one of the key, which is looked up by its id and secret', async () => {
    const authenticate = jest.fn<Authenticate>(async () => demoCaller);
    expect(await send(demoHeader, authenticate)).toMatchObject({ statusCode: 200 });
    expect(authenticate.mock.calls).toEqual([[{ keyId: 'demo', secret: 'secret' }]]);
    expect(work.mock.calls[0]?.[0]).toMatchObject({ caller: demoCaller, via: 'apiKey', sourceIp: '192.0.2.1' });
  });

  test.each([
    ['no credentials', {}, 'send an API key'],
    ['another scheme', { authorization: 'Bearer abc' }, 'not HTTP Basic'],
    ['the id of no key', { authorization: `Basic ${btoa('a b:secret')}` }, 'no API key with this id'],
  ])('with %s is a 401 without a look-up', async (_, headers, said) => {
    const authenticate = jest.fn<Authenticate>();
    const answer = await send(headers, authenticate);
    expect(answer).toMatchObject({ statusCode: 401, json: { detail: expect.stringContaining(said) } });
    expect(answer.headers?.['www-authenticate']).toMatch(/^Basic realm="Lastcall"/);
    expect(authenticate).not.toHaveBeenCalled();
    expect(work).not.toHaveBeenCalled();
  });

  test('whose key is refused is a 401 before any work is done', async () => {
    const answer = await send(demoHeader, async () => 'wrongCredentials');
    expect(answer).toMatchObject({ statusCode: 401 });
    expect(work).not.toHaveBeenCalled();
  });

  test('is told to try again when keys cannot be looked up, and the log says why', async () => {
    const answer = await send(demoHeader, () => Promise.reject(new Error('throttled')));
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
    expect(logger.error).toHaveBeenCalledWith(expect.any(String), { requestId: 'req-1', error: expect.any(Error) });
    expect(work).not.toHaveBeenCalled();
  });

  test('is not taken from what API Gateway or the caller puts into the context', async () => {
    const { callerId, instanceId } = demoCaller;
    const forged = { authorizer: { lambda: { callerId, instanceId, scopes: 'keys:admin' } } };
    const answer = await send({}, async () => demoCaller, { requestContext: forged });
    expect(answer).toMatchObject({ statusCode: 401 });
  });

  test('gets nothing from a function that cannot identify callers', async () => {
    const handler = http([route], {});
    expect(await answerTo(handler, anEvent(route.key, { headers: demoHeader }))).toMatchObject({ statusCode: 500 });
    expect(work).not.toHaveBeenCalled();
  });
});

describe('a caller with a bearer token', () => {
  const work = jest.fn<(request: HttpRequest) => Promise<HttpAnswer>>(async () => done);
  const route = aCallerRoute(native, work);
  const bearer = { authorization: 'bearer abc.def-_.g~+/=' };
  const send = (headers: object, authenticateToken?: AuthenticateToken) => {
    work.mockClear();
    return answerTo(handlerOf(route, { authenticateToken }), anEvent(route.key, { headers }));
  };

  test('is the one of the token', async () => {
    const authenticateToken = jest.fn<AuthenticateToken>(async () => ({ ...demoCaller, callerId: 'ann' }));
    expect(await send(bearer, authenticateToken)).toMatchObject({ statusCode: 200 });
    expect(authenticateToken.mock.calls).toEqual([['abc.def-_.g~+/=']]);
    expect(work.mock.calls[0]?.[0]).toMatchObject({ caller: { callerId: 'ann' }, via: 'token' });
  });

  test('may use a key all the same', async () => {
    const authenticateToken = jest.fn<AuthenticateToken>();
    expect(await send(demoHeader, authenticateToken)).toMatchObject({ statusCode: 200 });
    expect(authenticateToken).not.toHaveBeenCalled();
  });

  test.each([
    ['badToken', 'not valid here'],
    ['expiredToken', 'has expired'],
    ['badClaims', 'lacks a claim'],
  ] as const)('that is refused as %s is a 401 that says why', async (refusal, said) => {
    const answer = await send(bearer, async () => refusal);
    expect(answer).toMatchObject({ statusCode: 401, json: { detail: expect.stringContaining(said) } });
    expect(work).not.toHaveBeenCalled();
  });

  test('is told to try again when the issuer does not give its keys', async () => {
    expect(await send(bearer, () => Promise.reject(new Error('no answer')))).toMatchObject({ statusCode: 503 });
  });

  test('is refused where no issuer is accepted', async () => {
    expect(await send(bearer)).toMatchObject({ statusCode: 401 });
  });
});

describe('a participant', () => {
  const claims: Claims = {
    kind: 'connection',
    instanceId: 'centre',
    contactId: 'c1',
    participantId: 'p1',
    expiresAt: 5,
  };
  const work = jest.fn<(request: ParticipantRequest) => Promise<HttpAnswer>>(async () => done);
  const route: Route<unknown> = {
    key: 'POST /participant/message',
    audience: 'participant',
    tokenKind: 'connection',
    request: anyBody,
    answers: {},
    problems: { render: native, body: anyBody },
    handle: (_, request) => work(request),
  };
  const send = (token: string | undefined, read: Tokens['read']) => {
    work.mockClear();
    const headers = { ...demoHeader, ...(token !== undefined && { 'x-amz-bearer': token }) };
    return answerTo(handlerOf(route, { tokens: { read } }), anEvent(route.key, { headers }));
  };

  test('is the one of the token, whatever the Authorization header says', async () => {
    const read = jest.fn<Tokens['read']>(async () => claims);
    expect(await send('a-token', read)).toMatchObject({ statusCode: 200 });
    expect(read.mock.calls).toEqual([['a-token']]);
    const { expiresAt: _, ...participant } = claims;
    expect(work.mock.calls[0]?.[0].claims).toEqual(participant);
  });

  const ofSession: Claims = { kind: 'session', instanceId: 'i', agentId: 'a', sessionId: 's', expiresAt: 5 };
  test.each([
    ['a token that was not issued here', async () => 'badToken' as const],
    ['an expired token', async () => 'expiredToken' as const],
    ['the token of a session', async () => ofSession],
    ['a token of another kind', async () => ({ ...claims, kind: 'socket' }) as const],
  ])('with %s is refused before any work is done', async (_, read) => {
    expect(await send('a-token', read)).toMatchObject({ statusCode: 401 });
    expect(work).not.toHaveBeenCalled();
  });

  test('without a token is refused without a look-up', async () => {
    const read = jest.fn<Tokens['read']>();
    expect(await send(undefined, read)).toMatchObject({ statusCode: 401 });
    expect(read).not.toHaveBeenCalled();
  });

  test('is told to try again when tokens cannot be checked', async () => {
    expect(await send('a-token', () => Promise.reject(new Error('throttled')))).toMatchObject({ statusCode: 503 });
    expect(work).not.toHaveBeenCalled();
  });
});
