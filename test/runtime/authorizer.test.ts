import { describe, expect, jest, test } from '@jest/globals';
import type { APIGatewayRequestAuthorizerEventV2 } from 'aws-lambda';
import type { Authenticate } from '#core/access/access.ts';
import type { Claims, Tokens } from '#core/access/tokens.ts';
import { authorizer } from '#runtime/authorizer.ts';
import { logger } from '#runtime/observe.ts';

const anEvent = (
  authorization?: string,
  routeKey = 'GET /v1/agents',
  token?: string,
): APIGatewayRequestAuthorizerEventV2 => ({
  version: '2.0',
  type: 'REQUEST',
  routeArn: 'arn',
  identitySource: [],
  routeKey,
  rawPath: '/v1/agents',
  rawQueryString: '',
  cookies: [],
  headers: { ...(authorization && { authorization }), ...(token && { 'x-amz-bearer': token }) },
  requestContext: {
    accountId: '1',
    apiId: 'api',
    domainName: 'api.example.com',
    domainPrefix: 'api',
    http: { method: 'GET', path: '/v1/agents', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
    requestId: 'req-1',
    routeKey,
    stage: '$default',
    time: '',
    timeEpoch: 0,
  },
});
/** Of no use where callers have keys. */
const noTokens: Pick<Tokens, 'read'> = { read: () => Promise.reject(new Error('Not to be asked')) };
const demo = `Basic ${Buffer.from('demo:secret').toString('base64')}`;

test('passes the caller on to the functions', async () => {
  const authenticate: Authenticate = async () => ({
    callerId: 'demo',
    instanceId: 'centre',
    scopes: ['sessions:read', 'logout:one'],
  });
  expect(await authorizer({ authenticate, tokens: noTokens })(anEvent(demo))).toEqual({
    isAuthorized: true,
    context: { callerId: 'demo', instanceId: 'centre', scopes: 'sessions:read logout:one' },
  });
});

test('looks up no key without credentials', async () => {
  const authenticate = jest.fn<Authenticate>();
  const answer = await authorizer({ authenticate, tokens: noTokens })(anEvent());
  expect(answer).toEqual({ isAuthorized: true, context: { refusal: 'noCredentials' } });
  expect(authenticate).not.toHaveBeenCalled();
});

test('passes a failed key look-up on to the functions, which answer it', async () => {
  const logged = jest.spyOn(logger, 'error').mockImplementation(() => {});
  const authenticate = () => Promise.reject(new Error('throttled'));
  const answer = await authorizer({ authenticate, tokens: noTokens })(anEvent(demo));
  expect(answer).toEqual({ isAuthorized: true, context: { refusal: 'unavailable' } });
  expect(logged).toHaveBeenCalledWith(expect.any(String), { requestId: 'req-1', error: expect.any(Error) });
  logged.mockRestore();
});

describe('routes of participants', () => {
  const claims: Claims = {
    kind: 'connection',
    instanceId: 'centre',
    contactId: 'c1',
    participantId: 'p1',
    expiresAt: 5,
  };
  const authenticate = jest.fn<Authenticate>();
  const asked = (token: string | undefined, read: Tokens['read']) =>
    authorizer({ authenticate, tokens: { read } })(anEvent(demo, 'POST /participant/message', token));

  test('take the token for who calls, and no Authorization header', async () => {
    const read = jest.fn<Tokens['read']>(async () => claims);
    expect(await asked('a-token', read)).toEqual({
      isAuthorized: true,
      context: { tokenKind: 'connection', instanceId: 'centre', contactId: 'c1', participantId: 'p1' },
    });
    expect(read).toHaveBeenCalledWith('a-token');
    expect(authenticate).not.toHaveBeenCalled();
  });

  test.each(['badToken', 'expiredToken'] as const)('say that it is a %s', async (refusal) => {
    expect(await asked('a-token', async () => refusal)).toEqual({
      isAuthorized: true,
      context: { tokenRefusal: refusal },
    });
  });

  test('look nothing up without a token', async () => {
    expect(await asked(undefined, noTokens.read)).toEqual({ isAuthorized: true, context: { tokenRefusal: 'noToken' } });
  });

  test('leave it to the functions to answer when tokens cannot be checked', async () => {
    const logged = jest.spyOn(logger, 'error').mockImplementation(() => {});
    const answer = await asked('a-token', () => Promise.reject(new Error('throttled')));
    expect(answer).toEqual({ isAuthorized: true, context: { tokenRefusal: 'unavailable' } });
    logged.mockRestore();
  });
});
