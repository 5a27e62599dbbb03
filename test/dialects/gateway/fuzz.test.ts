import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { parseGatewayPoll } from '#dialects/gateway/poll.ts';
import { gateway, gatewaySignIn } from '#dialects/gateway/problem.ts';
import type { GatewayRequest } from '#dialects/gateway/request.ts';
import { parseGatewaySignIn } from '#dialects/gateway/sign-in.ts';
import { parseGatewaySignOut } from '#dialects/gateway/sign-out.ts';
import { parseGatewaySupervise } from '#dialects/gateway/supervise.ts';
import { RefusedRequest, type RenderProblem } from '#dialects/http.ts';
import { anyJson, anyStrings, deep } from '../any-json.ts';
import { aCall, guid, secret } from './calls.ts';

/** A call, with what its use case may be given. */
interface Call {
  readonly routes: readonly string[];
  readonly parse: (request: GatewayRequest) => unknown;
  readonly parsed: z.ZodType;
  readonly render: RenderProblem;
}

const agentId = z.string().regex(/^\d{3,6}$/);
const key = z.strictObject({ instanceId: z.string().min(1).max(100), agentId });
const uuid = z.uuid();
const agent = 'DELETE /onlineagent/{agentid}';

const calls: Readonly<Record<string, Call>> = {
  'sign in': {
    routes: ['PUT /onlineagent/{agentid}', 'PUT /onlineagent/{agentid}/forcelogin'],
    parse: parseGatewaySignIn,
    parsed: z.tuple([
      key,
      z.strictObject({
        password: z.string().min(1).max(256),
        ipAddress: z.string().regex(/^[0-9a-f]{32}$/),
        takeOver: z.boolean(),
      }),
    ]),
    render: gatewaySignIn,
  },
  'sign out': {
    routes: [`${agent}/logout`, `${agent}/forcelogout`, `${agent}/forcelogoutwithreason/{reason}`],
    parse: parseGatewaySignOut,
    parsed: z.tuple([key, uuid, z.strictObject({ byForce: z.boolean(), cause: z.int().min(1).max(255).optional() })]),
    render: gateway,
  },
  supervise: {
    routes: ['POST /qualitycontrol/{agentid}/forcelogout/{workNo}'],
    parse: parseGatewaySupervise,
    parsed: z.tuple([key, uuid, agentId]),
    render: gateway,
  },
  poll: {
    routes: ['GET /agentevent/{agentid}'],
    parse: parseGatewayPoll,
    parsed: z.tuple([key, uuid]),
    render: gateway,
  },
};

const failed = z.strictObject({
  status: z.literal(200),
  headers: z.strictObject({ 'x-request-id': z.literal('request-1'), 'retry-after': z.literal('1').optional() }),
  body: z.strictObject({
    message: z.string().min(1).max(2_000),
    retcode: z.enum(['000-002', '000-003', '000-006', '100-001', '100-005', '100-007']),
  }),
});

/** Whether the call was understood; if it was not, the answer is a failure of the gateway. */
function isUnderstood({ parse, parsed, render }: Call, request: GatewayRequest): boolean {
  try {
    parsed.parse(parse(request));
    return true;
  } catch (refusal) {
    if (!(refusal instanceof RefusedRequest)) throw refusal;
    failed.parse(JSON.parse(JSON.stringify(render(refusal.problem, 'request-1'))));
    return false;
  }
}

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
  fc.record({ password: fc.string({ unit: 'binary' }), phonenum: fc.string({ maxLength: 30 }) }),
  anyJson(['password', 'phonenum', 'status', 'agenttype'], texts),
  fc.constant(undefined),
);

describe.each(Object.entries(calls))('%s', (_, call) => {
  test('whatever the call, it is understood whole or fails with a retcode', () => {
    let understood = 0;
    const anyCall = fc.record({
      instanceId: fc.oneof({ weight: 4, arbitrary: fc.constant('demo') }, fc.constant(undefined), fc.string()),
      route: fc.constantFrom(...call.routes),
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
    fc.assert(
      fc.property(anyCall, (says) => {
        if (isUnderstood(call, aCall(says))) understood += 1;
      }),
      { numRuns: 1_000 },
    );
    // Fewer would say little; a hundredth of all is below what the arbitraries give.
    expect(understood).toBeGreaterThan(10);
  });

  test('gets through a body however deep it is nested', () => {
    for (const given of [deep(20_000), { password: deep(20_000), phonenum: deep(20_000) }]) {
      isUnderstood(call, aCall({ route: call.routes[0] ?? '', body: given }));
    }
  });

  test('no message repeats a password or a Guid', () => {
    const hush = 'correct horse 4711';
    const bodies = [hush, [hush], { password: [hush] }, { password: hush.repeat(99) }, { phonenum: `${hush}\n` }];
    for (const given of bodies) {
      const path = { agentid: '1' };
      const request = aCall({ route: call.routes[0] ?? '', path, headers: { guid: hush }, body: given });
      expect(refusalText(call, request)).not.toContain('4711');
    }
  });
});

function refusalText({ parse, render }: Call, request: GatewayRequest): string {
  try {
    parse(request);
  } catch (refusal) {
    if (refusal instanceof RefusedRequest) return JSON.stringify(render(refusal.problem, 'request-1'));
    throw refusal;
  }
  throw new Error('The call was not refused');
}
