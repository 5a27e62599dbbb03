import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { huaweiRoutes } from '#dialects/huawei/routes.ts';
import { anyCharacter } from '#test/support/any-characters.ts';
import { anyJson, anyStrings, deep } from '../any-json.ts';
import { callOf } from '../call-route.ts';
import { isUnderstood, refusedAnswer } from '../refused-answers.ts';
import { aCall, guid, secret } from './calls.ts';

const agentId = z.string().regex(/^\d{3,6}$/);
const key = z.strictObject({ instanceId: z.string().min(1).max(100), agentId });
const uuid = z.uuid();
const anyOrigin = z.strictObject({
  via: z.literal('session'),
  ipAddress: z.union([z.ipv4(), z.ipv6()]).optional(),
});

/** The arguments of the use case of each route, by the end of its path. */
const argumentsOf = [
  [
    /\/onlineagent\/\{agentid\}(\/forcelogin)?$/,
    z.tuple([
      key,
      z.strictObject({
        password: z.string().min(1).max(256),
        ipAddress: z.string().regex(/^[0-9a-f]{32}$/),
        takeOver: z.boolean(),
      }),
    ]),
  ],
  [
    /\/(force)?logout(withreason\/\{reason\})?$/,
    z.tuple([key, uuid, z.strictObject({ byForce: z.boolean(), clientCause: z.int().min(1).max(255).optional() })]),
  ],
  [/\/qualitycontrol\//, z.tuple([key, z.strictObject({ secret: uuid, from: anyOrigin }), agentId])],
  [/\/agentevent\//, z.tuple([key, uuid])],
] as const;

const argsOf = (routeKey: string): z.ZodType => argumentsOf.find(([path]) => path.test(routeKey))?.[1] ?? z.never();

const failed = z.strictObject({
  status: z.literal(200),
  headers: z.strictObject({ 'x-request-id': z.literal('request-1'), 'retry-after': z.literal('1').optional() }),
  body: z.strictObject({
    message: z.string().min(1).max(2_000),
    retcode: z.enum(['000-002', '000-003', '000-006', '100-001', '100-005', '100-007']),
  }),
});

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

const ids = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 101, max: 999_999 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('100', '1000000', '-7', '1e3', '0x65', '') },
  { weight: 1, arbitrary: fc.string() },
);
const reasons = fc.oneof(fc.integer({ min: -1, max: 300 }).map(String), fc.string());
const texts = fc.constantFrom('Huawei@123', '40038', '4', 'true');
const guids = fc.oneof(
  { weight: 3, arbitrary: fc.constant(guid) },
  { weight: 1, arbitrary: fc.uuid().map((id) => `${id}.AgentGateway1`) },
  { weight: 1, arbitrary: fc.constantFrom(secret, `${secret}.AgentGateway2`, '') },
  { weight: 1, arbitrary: fc.string() },
);
const body = fc.oneof(
  fc.record({ password: fc.string({ unit: anyCharacter }), phonenum: fc.string({ maxLength: 30 }) }),
  anyJson(['password', 'phonenum', 'status', 'agenttype'], texts),
  fc.constant(undefined),
);

describe.each(huaweiRoutes)('$key', (route) => {
  const expected = { args: argsOf(route.key), refused: failed };

  test('understands a call as a whole, or fails with a retcode', async () => {
    let understood = 0;
    const anyCall = fc.record({
      instanceId: fc.oneof({ weight: 4, arbitrary: fc.constant('demo') }, fc.constant(undefined), fc.string()),
      path: fc.oneof(
        { weight: 4, arbitrary: fc.record({ agentid: ids, workNo: ids }) },
        { weight: 4, arbitrary: fc.record({ agentid: ids, reason: reasons }) },
        { weight: 1, arbitrary: anyStrings(['agentid', 'workNo', 'reason', 'instanceId'], ids) },
      ),
      headers: fc.oneof(
        { weight: 4, arbitrary: guids.map((guid) => ({ guid })) },
        { weight: 1, arbitrary: anyStrings(['guid', 'Guid'], guids) },
      ),
      body,
      sourceIp: fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()),
    });
    await fc.assert(
      fc.asyncProperty(anyCall, async (overrides) => {
        if (await isUnderstood(route, aCall(overrides), expected)) understood += 1;
      }),
      { numRuns: 300 },
    );
    // With fewer the test would prove little. A hundredth of all is below what the arbitraries give.
    expect(understood).toBeGreaterThan(2);
  });

  test('survives a body however deeply it is nested', async () => {
    for (const given of [deep(20_000), { password: deep(20_000), phonenum: deep(20_000) }]) {
      await isUnderstood(route, aCall({ body: given }), expected);
    }
  });

  test('no message repeats a password or a Guid', async () => {
    const confidential = 'correct horse 4711';
    const bodies = [
      confidential,
      [confidential],
      { password: [confidential] },
      { password: confidential.repeat(99) },
      { phonenum: `${confidential}\n` },
    ];
    for (const given of bodies) {
      const request = aCall({ path: { agentid: '1' }, headers: { guid: confidential }, body: given });
      expect(JSON.stringify(await refusedAnswer(route, callOf(route, request)))).not.toContain('4711');
    }
  });
});
