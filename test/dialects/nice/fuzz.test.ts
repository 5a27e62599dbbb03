import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { niceRoutes } from '#dialects/nice/logout.ts';
import { anyJson, anyStrings, deep } from '../any-json.ts';
import { routeOf } from '../call-route.ts';
import { isUnderstood } from '../refused-answers.ts';
import { anyOrigin, aRequest } from '../requests.ts';

const logout = routeOf(niceRoutes, 'POST /incontactapi/services/{version}/agents/{agentId}/logout');

const expected = {
  args: z.tuple([
    z.literal('demo'),
    z.strictObject({
      agentIds: z.tuple([z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/)]),
      teamIds: z.tuple([]),
      ipRanges: z.tuple([]),
    }),
    z.strictObject({
      timing: z.literal('immediate'),
      order: z.strictObject({ requestedBy: z.literal('supervisor'), from: anyOrigin }),
    }),
  ]),
  refused: z.strictObject({
    status: z.literal(400),
    headers: z.strictObject({ 'x-request-id': z.literal('request-1') }),
    body: z.strictObject({ error: z.literal('invalid_request'), error_description: z.string().min(1).max(8_000) }),
  }),
};

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('whatever the request is, it is understood as a whole or refused with an error', async () => {
  let understood = 0;
  const texts = fc.constantFrom('49999', 'v30.0', 'true');
  const anyRequest = fc.record({
    path: fc.record({
      version: fc.oneof(fc.constant('v30.0'), fc.string()),
      agentId: fc.oneof(fc.constant('49999'), fc.string()),
    }),
    query: fc.oneof(fc.constant({}), anyStrings(['force'], texts)),
    body: fc.oneof(fc.constant(undefined), anyJson(['forceLogoff', 'endContacts'], texts)),
  });
  await fc.assert(
    fc.asyncProperty(anyRequest, async (overrides) => {
      if (await isUnderstood(logout, aRequest(overrides), expected)) understood += 1;
    }),
    { numRuns: 1_000 },
  );
  // With fewer the test would prove little. A hundredth of all is far below what the arbitraries give.
  expect(understood).toBeGreaterThan(10);
});

test('however deeply the body is nested, it is refused', async () => {
  const path = { version: 'v30.0', agentId: '49999' };
  for (const body of [deep(20_000), { forceLogoff: deep(20_000) }]) {
    expect(await isUnderstood(logout, aRequest({ path, body }), expected)).toBe(false);
  }
});
