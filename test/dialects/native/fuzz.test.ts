import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { type HttpRequest, RefusedRequest } from '#dialects/http.ts';
import { native } from '#dialects/native/problem.ts';
import { anyJson, anyStrings, deep } from '../any-json.ts';
import { aRequest } from '../requests.ts';
import { type Route, routes } from './routes.ts';

const problem = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string().min(1),
  status: z.int(),
  detail: z.string().min(1),
  requestId: z.literal('request-1'),
  errors: z
    .array(z.strictObject({ path: z.string().max(500), message: z.string().min(1).max(400) }))
    .min(1)
    .max(21)
    .optional(),
});

/** Parses, or refuses with a valid answer; anything else is the test's failure. */
function parsedOrRefused({ parse, parsed }: Route, request: HttpRequest): void {
  try {
    parsed.parse(parse(request));
  } catch (error) {
    if (!(error instanceof RefusedRequest)) throw error;
    const answer = native(error.problem, 'request-1');
    expect([400, 403, 404]).toContain(answer.status);
    expect(problem.parse(JSON.parse(JSON.stringify(answer.body))).status).toBe(answer.status);
  }
}

const texts = fc.constantFrom(
  ...['11', 'true', '50', 'Available', 'ROUTABLE', 'CHAT', 'immediate', 'a@b', '10.0.0.0/24', 'en', 'off'],
  ...['everybody', 'correct horse', 'https://a.example/', 'arn:aws:sns:us-east-1:111111111111:chats'],
);
const ids = fc.oneof(texts, fc.string(), fc.nat().map(String));
const keys = ['select', 'agentIds', 'teamIds', 'ipAddresses', 'timing', 'reason', 'message', 'confirmEveryone'].concat([
  'name',
  'email',
  'agentNumber',
  'status',
  'statusType',
  'ipAddress',
  'takeOver',
  'channel',
  'customer',
  'displayName',
  'waitBlock',
  'role',
  'participantId',
  'timers',
  'language',
  'texts',
  'customerGoneMinutes',
  'url',
  'topicArn',
  'password',
  'endSessions',
  'securityProfileId',
]);
const lists = fc.array(fc.oneof(texts, fc.ipV4(), fc.ipV6(), fc.string()), { maxLength: 4 });
const someSelect = fc.record({ agentIds: lists, teamIds: lists, ipAddresses: lists }, { requiredKeys: [] });
const someTimer = fc.record({
  role: fc.constantFrom('CUSTOMER', 'AGENT', 'SUPERVISOR'),
  type: fc.constantFrom('IDLE', 'DISCONNECT_NONCUSTOMER'),
  minutes: fc.oneof(fc.integer({ min: 0, max: 500 }), fc.constantFrom('unset', 'Unset', 2.5, null)),
});
const someCustomer = fc.record({ displayName: fc.string() });
const someTexts = fc.dictionary(
  fc.constantFrom('de', 'zh-TW', 'pt'),
  fc.dictionary(fc.constantFrom('idle', 'returned', 'left'), fc.constantFrom('{displayName}?', '{name}', '')),
);
const values = fc.oneof(texts, lists, fc.boolean(), fc.string({ unit: 'binary', maxLength: 600 }));
const body = fc.oneof(
  anyJson(keys, values),
  fc.dictionary(
    fc.constantFrom(...keys),
    fc.oneof(values, someSelect, someCustomer, someTexts, fc.array(someTimer, { maxLength: 5 })),
  ),
  fc.constant(undefined),
);
const queryKeys = ['signedIn', 'teamId', 'status', 'ip', 'limit', 'cursor'];

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

describe.each(Object.entries(routes))('%s', (_, route) => {
  test('understands a request whole, or refuses it as a problem', () => {
    const anyRequest = fc.record({
      path: fc.record({
        agentId: ids,
        contactId: ids,
        jobId: ids,
        participantId: ids,
        endpointId: ids,
        profileId: ids,
      }),
      query: fc.oneof(fc.constant({}), fc.constant({ signedIn: 'true' }), anyStrings(queryKeys, texts)),
      headers: fc.oneof(fc.constant({}), anyStrings(['idempotency-key'], texts)),
      body,
      sourceIp: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()),
    });
    fc.assert(
      fc.property(anyRequest, (says) => parsedOrRefused(route, aRequest(says))),
      { numRuns: 500 },
    );
  });

  test('gets through a body however deep it is nested', () => {
    const path = { agentId: '11', contactId: 'c1', jobId: '7', participantId: 'p1', endpointId: 'e1', profileId: 's1' };
    for (const given of [
      deep(20_000),
      { select: deep(20_000) },
      { select: { agentIds: [deep(20_000)] } },
      { timers: [deep(20_000)] },
      { password: deep(20_000), endSessions: deep(20_000) },
    ]) {
      parsedOrRefused(route, aRequest({ path, body: given }));
    }
  });
});
