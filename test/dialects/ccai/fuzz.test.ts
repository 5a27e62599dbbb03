import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import type { LogoutRow } from '#core/sessions/force-logouts.ts';
import type { ResultOutcome } from '#core/sessions/job-counts.ts';
import { parseForceLogout, renderForceLogout } from '#dialects/ccai/force-logout.ts';
import { parseLogoutJob } from '#dialects/ccai/logout-job.ts';
import { ccai } from '#dialects/ccai/problem.ts';
import { type HttpRequest, RefusedRequest } from '#dialects/http.ts';
import { anAgent } from '../../support/agents.ts';
import { aResult } from '../../support/logout-jobs.ts';
import { anyJson, anyStrings, deep } from '../any-json.ts';
import { aRequest } from '../requests.ts';

const refusal = z.strictObject({ message: z.string().min(1).max(8_000) });
const row = z.strictObject({
  agent_id: z.union([z.int(), z.string()]),
  name: z.string(),
  email: z.string(),
  agent_number: z.string(),
  previous_status: z.string(),
  current_status: z.string(),
  message: z
    .enum(['will force logout as soon as the ongoing call/chat is completed', 'could not be logged out, try again'])
    .optional(),
});
const address = z.string().regex(/^[0-9a-f]{32}$/);
const id = z.string().regex(/^(0|[1-9]\d{0,15})$/);
const command = z.tuple([
  z.literal('demo'),
  z.strictObject({
    agentIds: z.array(id).max(5_000),
    teamIds: z.array(id).max(100),
    ipRanges: z.array(z.strictObject({ first: address, last: address, text: z.string().max(100) })).max(100),
  }),
  z.strictObject({ timing: z.literal('afterContact'), requestedBy: z.literal('supervisor') }),
]);

/** Parses, or refuses with a valid answer; anything else is the test's failure. */
function parsedOrRefused(parse: (request: HttpRequest) => unknown, request: HttpRequest, parsed: z.ZodType): void {
  try {
    parsed.parse(parse(request));
  } catch (error) {
    if (!(error instanceof RefusedRequest)) throw error;
    const answer = ccai(error.problem, 'request-1');
    expect([400, 403, 404]).toContain(answer.status);
    refusal.parse(JSON.parse(JSON.stringify(answer.body)));
  }
}

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

const values = fc.oneof(
  fc.constantFrom(11, [11], ['10.0.0.1'], ['10.0.0.0/24'], ['10.0.0.1-10.0.0.9'], ['::/0'], [], null),
  fc.array(fc.oneof(fc.integer(), fc.ipV4(), fc.ipV4Extended(), fc.ipV6()), { maxLength: 5 }),
);
const body = anyJson(['agent_ids', 'team_ids', 'ip_addrs'], values);

test('whatever the body and the query, a forced logout is understood whole or refused in a message', () => {
  fc.assert(
    fc.property(body, anyStrings(['dry_run'], fc.string()), (given, query) => {
      parsedOrRefused(parseForceLogout, aRequest({ body: given, query }), command);
      parsedOrRefused(parseForceLogout, aRequest({ body: given }), command);
    }),
    { numRuns: 1_000 },
  );
});

test('however deep the body is nested, it is refused', () => {
  for (const given of [deep(20_000), { agent_ids: deep(20_000) }, { ip_addrs: [deep(20_000)] }]) {
    expect(() => parseForceLogout(aRequest({ body: given }))).toThrow(RefusedRequest);
  }
});

test('whatever the job’s id, it is a number or not found', () => {
  const key = z.strictObject({ instanceId: z.literal('demo'), jobId: z.int().positive() });
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.nat().map(String)), (jobId) => {
      parsedOrRefused(parseLogoutJob, aRequest({ path: { id: jobId } }), key);
    }),
  );
});

test('whatever became of the agents, the answer is rows or a message', () => {
  const outcomes: readonly ResultOutcome[] = ['loggedOut', 'deferred', 'alreadySignedOut', 'unknownAgent', 'failed'];
  const rows = fc.array(
    fc.record({ agentId: fc.string(), outcome: fc.constantFrom(...outcomes), status: fc.string() }),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(rows, (given) => {
      const logouts = given.map(
        ({ agentId, outcome, status }): LogoutRow => ({
          ...aResult(agentId, { outcome, previousStatus: status }),
          profile: anAgent({ agentId }).profile,
        }),
      );
      const answer = renderForceLogout({ type: 'done', rows: logouts }, aRequest(), 400);
      const shape = z.union([z.array(row).min(1), refusal]);
      shape.parse(JSON.parse(JSON.stringify(answer.body)));
      const isDone = given.some(({ outcome }) => outcome === 'loggedOut' || outcome === 'failed');
      expect(answer.status).toBe(isDone ? 200 : 400);
    }),
  );
});
