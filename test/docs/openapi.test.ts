import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { problemUris } from '#dialects/native/problem-types.ts';
import { clientTypesOf } from '../../bin/openapi/client-types.ts';
import { openApiText } from '../../bin/openapi/document.ts';
import { documentedRoutes } from '../../bin/openapi/routes.ts';
import { allRoutes } from '../support/declared-routes.ts';

const kept = readFileSync('functions/dialects/native/openapi.json', 'utf8');
const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), required: z.boolean(), schema: z.looseObject({}) })),
  requestBody: z.unknown().optional(),
  responses: z.record(z.string(), z.looseObject({ headers: z.record(z.string(), z.unknown()).optional() })),
});
const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) }).parse(JSON.parse(kept));
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, declared]) => ({ key: `${method.toUpperCase()} ${path}`, ...declared })),
);

test('the document that is served is what the routes say now: npm run openapi writes it', () => {
  expect(kept === openApiText(documentedRoutes, readFileSync('docs/dialects.md', 'utf8'))).toBe(true);
});

test('the types of the client are made of it', () => {
  expect(readFileSync('clients/api/operations.ts', 'utf8') === clientTypesOf(kept)).toBe(true);
});

test('every route is an operation of it, except pages, preflights, what is not there, and other spellings', () => {
  const missing = allRoutes.map(({ key }) => key).filter((key) => !operations.some((each) => each.key === key));
  expect(missing).toEqual([
    'POST /{incontactapi}/{services}/{version}/{agents}/{agentId}/{logout}',
    'GET /docs',
    'GET /docs/problems',
    'OPTIONS /participant/{proxy+}',
    '$default',
  ]);
});

test('each operation has an id of its own and a sentence of the page of routes', () => {
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  expect(operations.filter(({ key, summary }) => summary === key)).toEqual([]);
});

test('whoever needs a key, a token or a signature is told so', () => {
  const open = operations.filter(({ security }) => security.length === 0).map(({ key }) => key);
  expect(open.filter((key) => !key.includes('/v1/session/') && !key.includes('onlineagent'))).toEqual([
    'GET /v1/health',
    'HEAD /v1/health',
    'GET /v1/openapi.json',
  ]);
});

test('routes with a rate limit say so, and with which headers', () => {
  const limited = allRoutes.flatMap((route) => ('isRateLimited' in route && route.isRateLimited ? [route.key] : []));
  const told = operations.filter(({ responses }) => '429' in responses);
  expect(limited).toEqual(expect.arrayContaining(told.map(({ key }) => key)));
  expect(told).toHaveLength(limited.filter((key) => !key.includes('{incontactapi}')).length);
  for (const { responses } of told) {
    const headers = Object.entries(responses).flatMap(([status, each]) => (/^\d+$/.test(status) ? [each.headers] : []));
    const names = headers.filter((each) => each !== undefined).map(Object.keys);
    expect(new Set(names.flat())).toEqual(new Set(['RateLimit', 'RateLimit-Policy']));
  }
});

test('it lists every type that a problem can have', () => {
  const problem = { type: { enum: problemUris } };
  const content = { 'application/problem+json': { schema: { properties: problem } } };
  expect(JSON.parse(kept)).toMatchObject({ components: { responses: { LastcallProblem: { content } } } });
});

/** The places of schemas that allow anything. */
function anything(value: unknown, place: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  if (
    entries.length === 0 &&
    !/(examples?|default|parameters|security|properties|required|not|guid|apiKey|bearer)$/i.test(place)
  )
    return [place];
  return entries.flatMap(([name, each]) => anything(each, `${place}/${name}`));
}

test('no part of a request may be anything at all', () => {
  const places = operations.flatMap(({ key, requestBody, parameters }) => [
    ...anything(requestBody, key),
    ...parameters.flatMap(({ name, schema }) => anything(schema, `${key} ${name}`)),
  ]);
  expect(places).toEqual([]);
});
