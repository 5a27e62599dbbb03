import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { type HttpRequest, RefusedRequest } from '#dialects/http.ts';
import { parseNiceLogout } from '#dialects/nice/logout.ts';
import { nice } from '#dialects/nice/problem.ts';
import { anyJson, anyStrings, deep } from '../any-json.ts';
import { aRequest } from '../requests.ts';

const error = z.strictObject({
  status: z.literal(400),
  headers: z.strictObject({ 'x-request-id': z.literal('request-1') }),
  body: z.strictObject({ error: z.literal('invalid_request'), error_description: z.string().min(1).max(8_000) }),
});

const parsed = z.tuple([
  z.literal('demo'),
  z.strictObject({
    agentIds: z.tuple([z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/)]),
    teamIds: z.tuple([]),
    ipRanges: z.tuple([]),
  }),
  z.strictObject({ timing: z.literal('immediate'), requestedBy: z.literal('supervisor') }),
]);

/** Whether the request was understood; if it was not, the answer is an error of that API. */
function isUnderstood(request: HttpRequest): boolean {
  try {
    parsed.parse(parseNiceLogout(request));
    return true;
  } catch (refusal) {
    if (!(refusal instanceof RefusedRequest)) throw refusal;
    error.parse(JSON.parse(JSON.stringify(nice(refusal.problem, 'request-1'))));
    return false;
  }
}

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('whatever the request, it is understood whole or refused by an error', () => {
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
  fc.assert(
    fc.property(anyRequest, (says) => {
      if (isUnderstood(aRequest(says))) understood += 1;
    }),
    { numRuns: 1_000 },
  );
  // Fewer would say little; a hundredth of all is far below what the arbitraries give.
  expect(understood).toBeGreaterThan(10);
});

test('however deep the body is nested, it is refused', () => {
  const path = { version: 'v30.0', agentId: '49999' };
  for (const body of [deep(20_000), { forceLogoff: deep(20_000) }]) {
    expect(isUnderstood(aRequest({ path, body }))).toBe(false);
  }
});
