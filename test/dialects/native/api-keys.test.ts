import { describe, expect, test } from '@jest/globals';
import { scopes } from '#core/access/access.ts';
import { apiKeyRoutes } from '#dialects/native/api-keys.ts';
import { answerOf, callOf, faultsOf, refusalOf, routeOf } from '../call-route.ts';
import { aCaller, aRequest } from '../requests.ts';

const createKey = routeOf(apiKeyRoutes, 'POST /v1/api-keys');
const rotateKey = routeOf(apiKeyRoutes, 'POST /v1/api-keys/{keyId}/rotate');
const revokeKey = routeOf(apiKeyRoutes, 'DELETE /v1/api-keys/{keyId}');
const listKeys = routeOf(apiKeyRoutes, 'GET /v1/api-keys');
const caller = aCaller(...scopes);
const create = (body: unknown) => callOf(createKey, aRequest({ caller, body }));
const rotate = (body?: unknown) => callOf(rotateKey, aRequest({ caller, path: { keyId: 'key-1' }, body }));

const key = {
  keyId: 'key-1',
  instanceId: 'demo',
  scopes: ['logout:bulk'],
  secretHash: 'hidden',
  name: 'wallboard',
  createdAt: 0,
  createdBy: 'root',
  previous: { secretHash: 'hidden too', validUntil: 3_600_000 },
} as const;
const shown = {
  keyId: 'key-1',
  name: 'wallboard',
  scopes: ['logout:bulk'],
  createdAt: '1970-01-01T00:00:00.000Z',
  createdBy: 'root',
  previousSecretValidUntil: '1970-01-01T01:00:00.000Z',
};

test('a key is made with a name and scopes, each once', async () => {
  const call = await create({ name: ' wallboard ', scopes: ['logout:bulk', 'logout:bulk'] });
  expect(call).toEqual({ useCase: 'createKey', args: [caller, { name: 'wallboard', scopes: ['logout:bulk'] }] });
});

test('a secret is shown when it is made and in no list, and no hash ever is', async () => {
  const made = { type: 'created', key, secret: 'top' };
  const request = aRequest({ caller, body: { name: 'n', scopes: ['logout:bulk'] } });
  expect(await answerOf(createKey, made, request)).toEqual({ status: 201, body: { ...shown, secret: 'top' } });
  expect(await answerOf(listKeys, [key], aRequest({ caller }))).toEqual({ status: 200, body: { keys: [shown] } });
});

test('a key from the command line has no name and nobody who made it', async () => {
  const { keyId, instanceId, secretHash } = key;
  const answer = await answerOf(listKeys, [{ keyId, instanceId, secretHash, scopes: [] }], aRequest({ caller }));
  expect(answer.body).toEqual({ keys: [{ keyId, name: null, scopes: [] }] });
});

describe('bad input', () => {
  const oneOf = `one of ${scopes.join(', ')}`;
  test.each([
    [undefined, [['', 'Must be an object with name, scopes, but is missing']]],
    [
      {},
      [
        ['name', 'Must be 1 to 64 printable characters, but is missing'],
        ['scopes', 'Must be a list of at most 8 scopes, but is missing'],
      ],
    ],
    [{ name: 'n', scopes: [] }, [['scopes', 'Must have at least one scope']]],
    [{ name: 'n', scopes: ['logout'] }, [['scopes[0]', `Must be ${oneOf}, got "logout"`]]],
    [{ name: 'n', scopes: 'logout:bulk' }, [['scopes', 'Must be a list of at most 8 scopes, got "logout:bulk"']]],
    [{ name: 'n'.repeat(65), scopes: ['logout:bulk'] }, [['name', expect.stringContaining('1 to 64')]]],
    [{ name: 'n', scopes: ['logout:bulk'], keyId: 'mine' }, [['keyId', 'Unknown key; known are name, scopes']]],
  ])('%j', async (body, faults) => {
    expect(await faultsOf(create(body))).toEqual(faults.map(([path, message]) => ({ path, message })));
  });

  test.each([-1, 169, 1.5, '24', null])('an overlap of %j', async (overlapHours) => {
    expect(await faultsOf(rotate({ overlapHours }))).toEqual([
      { path: 'overlapHours', message: expect.stringContaining('a whole number of hours, 0 to 168') },
    ]);
  });

  test('a caller without keys:admin reaches none of it', async () => {
    const forbidden = { caller: aCaller('sessions:write', 'logout:bulk'), path: { keyId: 'key-1' } };
    for (const route of apiKeyRoutes) {
      expect(await refusalOf(callOf(route, aRequest(forbidden)))).toEqual({ type: 'forbidden', scope: 'keys:admin' });
    }
  });
});

test('a day of overlap is usual, with or without a body', async () => {
  for (const body of [undefined, {}]) {
    expect((await rotate(body)).args).toEqual([caller, { keyId: 'key-1', overlapHours: 24 }]);
  }
});

test.each([
  [
    { type: 'forbidden', scope: 'chats:write' },
    { type: 'forbidden', scope: 'chats:write' },
  ],
  [{ type: 'tooManyKeys' }, { type: 'conflict' }],
])('a creation with the outcome %j is refused', async (outcome, problem) => {
  const request = aRequest({ caller, body: { name: 'n', scopes: ['logout:bulk'] } });
  expect(await refusalOf(answerOf(createKey, outcome, request))).toMatchObject(problem);
});

test.each([
  [{ type: 'unknownKey' }, { type: 'notFound' }],
  [{ type: 'contended' }, { type: 'contended' }],
])('a rotation with the outcome %j is refused', async (outcome, problem) => {
  const request = aRequest({ caller, path: { keyId: 'k' } });
  expect(await refusalOf(answerOf(rotateKey, outcome, request))).toMatchObject(problem);
});

test('revoking answers 204, and refuses the key that asks', async () => {
  const request = aRequest({ caller, path: { keyId: 'k' } });
  expect(await answerOf(revokeKey, 'revoked', request)).toEqual({ status: 204 });
  expect(await refusalOf(answerOf(revokeKey, 'ownKey', request))).toMatchObject({ type: 'conflict' });
});
