import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { type HttpRequest, RefusedRequest } from '#dialects/http.ts';
import { parseGetAgent, parseListAgents, parsePutAgent } from '#dialects/native/agents.ts';
import { parseBeginContact, parseEndContact } from '#dialects/native/contacts.ts';
import { parseForceLogouts } from '#dialects/native/force-logouts.ts';
import { parseGetLogoutJob, parseListLogoutResults } from '#dialects/native/logout-jobs.ts';
import { native } from '#dialects/native/problem.ts';
import { parseChangeStatus, parseSignIn, parseSignOut } from '#dialects/native/session.ts';
import { anyJson, anyStrings, deep } from '../any-json.ts';
import { aRequest } from '../requests.ts';

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

const id = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/);
const agent = z.strictObject({ instanceId: z.literal('demo'), agentId: id });
const job = z.strictObject({ instanceId: z.literal('demo'), jobId: z.int().positive() });
const page = z.strictObject({ limit: z.int().min(1).max(100), cursor: z.string().min(1).max(2_048).optional() });
const line = (longest: number) => z.string().refine((text) => [...text].length <= longest && text === text.trim());
const address = z.string().regex(/^[0-9a-f]{32}$/);
const range = z.strictObject({ first: address, last: address, text: z.string().max(100) });
const statusType = z.enum(['ROUTABLE', 'CUSTOM']);
const status = line(64).min(1);

/** Every route with what its use case may be given. */
const routes: Record<string, { parse: (request: HttpRequest) => unknown; parsed: z.ZodType }> = {
  'put agent': {
    parse: parsePutAgent,
    parsed: z.tuple([
      agent,
      z.strictObject({
        name: line(128).min(1),
        email: z.email({ pattern: /@/ }).max(254),
        agentNumber: line(64),
        teamIds: z.array(id).max(20),
      }),
    ]),
  },
  'get agent': { parse: parseGetAgent, parsed: agent },
  'list agents': {
    parse: parseListAgents,
    parsed: z.tuple([
      z.literal('demo'),
      z.strictObject({ teamId: id.optional(), status: status.optional(), ipRange: range.optional() }),
      page,
    ]),
  },
  'sign in': {
    parse: (request) => parseSignIn(request, 'session-1'),
    parsed: z.tuple([
      agent,
      z.strictObject({
        sessionId: z.literal('session-1'),
        status,
        statusType,
        ipAddress: address,
        takeOver: z.boolean(),
      }),
    ]),
  },
  'change status': { parse: parseChangeStatus, parsed: z.tuple([agent, z.strictObject({ status, statusType })]) },
  'sign out': { parse: parseSignOut, parsed: agent },
  'begin contact': {
    parse: parseBeginContact,
    parsed: z.tuple([
      agent,
      z.strictObject({ contactId: z.string().min(1).max(256), channel: z.enum(['VOICE', 'CHAT', 'TASK']) }),
    ]),
  },
  'end contact': { parse: parseEndContact, parsed: z.tuple([agent, z.string().min(1).max(256)]) },
  'force logouts': {
    parse: parseForceLogouts,
    parsed: z.tuple([
      z.literal('demo'),
      z.strictObject({
        agentIds: z.array(id).max(5_000),
        teamIds: z.array(id).max(100),
        ipRanges: z.array(range).max(100),
      }),
      z.strictObject({
        timing: z.enum(['immediate', 'afterContact']),
        requestedBy: z.literal('supervisor'),
        reason: line(256).min(1).optional(),
        message: line(512).min(1).optional(),
      }),
    ]),
  },
  'get logout job': { parse: parseGetLogoutJob, parsed: job },
  'list logout results': { parse: parseListLogoutResults, parsed: z.tuple([job, page]) },
};

/** Parses, or refuses with a valid answer; anything else is the test's failure. */
function parsedOrRefused({ parse, parsed }: (typeof routes)[string], request: HttpRequest): void {
  try {
    parsed.parse(parse(request));
  } catch (error) {
    if (!(error instanceof RefusedRequest)) throw error;
    const answer = native(error.problem, 'request-1');
    expect([400, 403, 404]).toContain(answer.status);
    expect(problem.parse(JSON.parse(JSON.stringify(answer.body))).status).toBe(answer.status);
  }
}

const texts = fc.constantFrom('11', 'true', '50', 'Available', 'ROUTABLE', 'CHAT', 'immediate', 'a@b', '10.0.0.0/24');
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
]);
const lists = fc.array(fc.oneof(texts, fc.ipV4(), fc.ipV6(), fc.string()), { maxLength: 4 });
const someSelect = fc.record({ agentIds: lists, teamIds: lists, ipAddresses: lists }, { requiredKeys: [] });
const values = fc.oneof(texts, lists, fc.boolean(), fc.string({ unit: 'binary', maxLength: 600 }));
const body = fc.oneof(
  anyJson(keys, values),
  fc.dictionary(fc.constantFrom(...keys), fc.oneof(values, someSelect)),
  fc.constant(undefined),
);
const queryKeys = ['signedIn', 'teamId', 'status', 'ip', 'limit', 'cursor'];

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

describe.each(Object.entries(routes))('%s', (_, route) => {
  test('understands a request whole, or refuses it as a problem', () => {
    const anyRequest = fc.record({
      path: fc.record({ agentId: ids, contactId: ids, jobId: ids }),
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
    const path = { agentId: '11', contactId: 'c1', jobId: '7' };
    for (const given of [deep(20_000), { select: deep(20_000) }, { select: { agentIds: [deep(20_000)] } }]) {
      parsedOrRefused(route, aRequest({ path, body: given }));
    }
  });
});
