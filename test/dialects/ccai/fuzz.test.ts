import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import type { LogoutRow } from '#core/forced-logouts/logout-row.ts';
import type { ResultOutcome } from '#core/forced-logouts/result.ts';
import { ccaiRoutes } from '#dialects/ccai/force-logout.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { anAgent } from '../../support/agents.ts';
import { aResult } from '../../support/logout-jobs.ts';
import { anyJson, anyStrings, deep } from '../any-json.ts';
import { answerOf, routeOf } from '../call-route.ts';
import { isUnderstood } from '../refused-answers.ts';
import { anyOrigin, aRequest } from '../requests.ts';

const forceLogout = routeOf(ccaiRoutes, 'POST /apps/api/v1/agent_statuses/force_logout');
const getLogoutJob = routeOf(ccaiRoutes, 'GET /apps/api/v1/agent_statuses/force_logout/jobs/{id}');

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
const refused = z.looseObject({ status: z.literal([400, 403, 404]), body: refusal });
const args = z.tuple([
  z.literal('demo'),
  z.strictObject({
    agentIds: z.array(id).max(5_000),
    teamIds: z.array(id).max(100),
    ipRanges: z.array(z.strictObject({ first: address, last: address, text: z.string().max(100) })).max(100),
  }),
  z.strictObject({
    timing: z.literal('afterContact'),
    order: z.strictObject({ requestedBy: z.literal('supervisor'), from: anyOrigin }),
  }),
]);

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

const values = fc.oneof(
  fc.constantFrom(11, [11], ['10.0.0.1'], ['10.0.0.0/24'], ['10.0.0.1-10.0.0.9'], ['::/0'], [], null),
  fc.array(fc.oneof(fc.integer(), fc.ipV4(), fc.ipV4Extended(), fc.ipV6()), { maxLength: 5 }),
);
const body = anyJson(['agent_ids', 'team_ids', 'ip_addrs'], values);

test('whatever the body and the query are, a forced logout is understood as a whole or refused with a message', async () => {
  await fc.assert(
    fc.asyncProperty(body, anyStrings(['dry_run'], fc.string()), async (given, query) => {
      await isUnderstood(forceLogout, aRequest({ body: given, query }), { args, refused });
      await isUnderstood(forceLogout, aRequest({ body: given }), { args, refused });
    }),
    { numRuns: randomRuns(1_000) },
  );
});

test('however deeply the body is nested, it is refused', async () => {
  for (const given of [deep(20_000), { agent_ids: deep(20_000) }, { ip_addrs: [deep(20_000)] }]) {
    expect(await isUnderstood(forceLogout, aRequest({ body: given }), { args, refused })).toBe(false);
  }
});

test('whatever the id of a job is, it is a number or not found', async () => {
  const args = z.tuple([z.strictObject({ instanceId: z.literal('demo'), jobId: z.int().positive() })]);
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.string(), fc.nat().map(String)), async (id) => {
      await isUnderstood(getLogoutJob, aRequest({ path: { id } }), { args, refused });
    }),
  );
});

test('whatever the outcomes for the agents are, the answer has rows or a message', async () => {
  const outcomes: readonly ResultOutcome[] = ['loggedOut', 'deferred', 'alreadySignedOut', 'unknownAgent', 'failed'];
  const rows = fc.array(
    fc.record({ agentId: fc.string(), outcome: fc.constantFrom(...outcomes), status: fc.string() }),
    { maxLength: 5 },
  );
  const shape = z.union([z.array(row).min(1), refusal]);
  const request = aRequest({ body: { agent_ids: [11] } });
  await fc.assert(
    fc.asyncProperty(rows, async (given) => {
      const logouts = given.map(
        ({ agentId, outcome, status }): LogoutRow => ({
          ...aResult(agentId, { outcome, previousStatus: status }),
          profile: anAgent({ agentId }).profile,
        }),
      );
      const outcome = { type: 'done', rows: logouts };
      const answer = await answerOf(forceLogout, outcome, request, { ccaiDeferredStatusCode: 400 });
      shape.parse(JSON.parse(JSON.stringify(answer.body)));
      const isDone = given.some(({ outcome }) => outcome === 'loggedOut' || outcome === 'failed');
      expect(answer.status).toBe(isDone ? 200 : 400);
    }),
  );
});
