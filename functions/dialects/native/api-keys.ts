import * as z from 'zod';
import { type ApiKey, scopes } from '#core/access/access.ts';
import { mostKeys, overlapHours } from '#core/access/api-keys.ts';
import type { ApiKeyUseCases } from '#core/access/use-cases.ts';
import { toIso } from '#core/instant.ts';
import { instant, keyId, line, list, wholeNumber } from '../fields.ts';
import { RefusedRequest } from '../http.ts';
import { closedObject, mustBe, noBody, noQuery } from '../request-schema.ts';
import { noContent } from '../route.ts';
import { nativeRoute } from './problem.ts';

const scope = z.enum(scopes, { error: mustBe(`one of ${scopes.join(', ')}`) });

const keyAnswer = {
  keyId: z.string(),
  name: z.string().nullable(),
  scopes: z.array(z.string()),
  createdAt: instant.exactOptional(),
  createdBy: z.string().exactOptional(),
  previousSecretValidUntil: instant.exactOptional(),
};

const keyView = ({ keyId, name, scopes, createdAt, createdBy, previous }: ApiKey) => ({
  keyId,
  name: name ?? null,
  scopes: [...scopes],
  ...(createdAt !== undefined && { createdAt: toIso(createdAt) }),
  ...(createdBy !== undefined && { createdBy }),
  ...(previous && { previousSecretValidUntil: toIso(previous.validUntil) }),
});

const withSecret = z.strictObject({ ...keyAnswer, secret: z.string() });

const createKey = nativeRoute({
  key: 'POST /v1/api-keys',
  scope: 'keys:admin',
  request: z.object({
    query: noQuery,
    body: closedObject({
      name: line(64),
      scopes: list(scope, { of: 'scopes', max: scopes.length }).refine((given) => given.length > 0, {
        error: 'Must have at least one scope',
      }),
    }),
  }),
  answers: { 201: withSecret },
  run: (useCases: ApiKeyUseCases, { body }, { caller }) => useCases.createKey(caller, body),
  render: (outcome) => {
    switch (outcome.type) {
      case 'created':
        return { status: 201, body: { ...keyView(outcome.key), secret: outcome.secret } };
      case 'forbidden':
        throw new RefusedRequest(outcome);
      case 'tooManyKeys':
        throw new RefusedRequest({
          type: 'conflict',
          message: `Your instance has ${mostKeys} keys, and no more are made: revoke one first`,
        });
    }
  },
});

const listKeys = nativeRoute({
  key: 'GET /v1/api-keys',
  scope: 'keys:admin',
  request: z.object({ query: noQuery, body: noBody }),
  answers: { 200: z.strictObject({ keys: z.array(z.strictObject(keyAnswer)) }) },
  run: (useCases: ApiKeyUseCases, _, { caller }) => useCases.listKeys(caller),
  render: (keys) => ({ status: 200, body: { keys: keys.map(keyView) } }),
});

const rotateKey = nativeRoute({
  key: 'POST /v1/api-keys/{keyId}/rotate',
  scope: 'keys:admin',
  request: z.object({
    path: z.object({ keyId }),
    query: noQuery,
    body: closedObject({
      overlapHours: wholeNumber('hours', [0, overlapHours.most]).default(overlapHours.usual),
    }).default({ overlapHours: overlapHours.usual }),
  }),
  answers: { 200: withSecret },
  run: (useCases: ApiKeyUseCases, { path, body }, { caller }) => useCases.rotateKey(caller, { ...path, ...body }),
  render: (outcome) => {
    switch (outcome.type) {
      case 'rotated':
        return { status: 200, body: { ...keyView(outcome.key), secret: outcome.secret } };
      case 'unknownKey':
        throw new RefusedRequest({ type: 'notFound', message: 'There is no key with this id in your instance' });
      case 'forbidden':
      case 'contended':
        throw new RefusedRequest(outcome);
    }
  },
});

/** Answers the same whether there was one or not, so that a request whose answer was lost can be repeated. */
const revokeKey = nativeRoute({
  key: 'DELETE /v1/api-keys/{keyId}',
  scope: 'keys:admin',
  request: z.object({ path: z.object({ keyId }), query: noQuery, body: noBody }),
  answers: { 204: noContent },
  run: (useCases: ApiKeyUseCases, { path }, { caller }) => useCases.revokeKey(caller, path.keyId),
  render: (outcome) => {
    if (outcome === 'revoked') return { status: 204 };
    throw new RefusedRequest({
      type: 'conflict',
      message: 'A key cannot revoke itself: use another key of your instance with the scope keys:admin',
    });
  },
});

/** The keys of an instance. */
export const apiKeyRoutes = [createKey, listKeys, rotateKey, revokeKey];
