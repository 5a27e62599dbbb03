import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { connect } from '#dialects/connect-timers/problem.ts';
import { parseUpdateRoleConfig } from '#dialects/connect-timers/role-config.ts';
import { type HttpRequest, RefusedRequest } from '#dialects/http.ts';
import { anyJson, deep } from '../any-json.ts';
import { aRequest } from '../requests.ts';

const error = z.strictObject({
  status: z.union([z.literal(400), z.literal(404)]),
  headers: z.strictObject({
    'x-amzn-ErrorType': z.enum(['InvalidParameterException', 'InvalidRequestException', 'ResourceNotFoundException']),
    'x-amzn-RequestId': z.literal('request-1'),
  }),
  body: z.strictObject({ Message: z.string().min(1).max(8_000) }),
});

const timer = z.strictObject({
  role: z.enum(['CUSTOMER', 'AGENT']),
  type: z.enum(['IDLE', 'DISCONNECT_NONCUSTOMER']),
  value: z.union([z.literal('Unset'), z.int().min(2).max(480)]),
});
const command = z.tuple([
  z.strictObject({ instanceId: z.literal('demo'), contactId: z.string().min(1).max(256) }),
  z
    .array(timer)
    .min(1)
    .max(4)
    .refine((timers) => new Set(timers.map(({ role, type }) => `${role} ${type}`)).size === timers.length),
]);

/** Whether the request was understood; if it was not, the answer is one of Amazon Connect's errors. */
function isUnderstood(request: HttpRequest): boolean {
  try {
    command.parse(parseUpdateRoleConfig(request));
    return true;
  } catch (refusal) {
    if (!(refusal instanceof RefusedRequest)) throw refusal;
    error.parse(JSON.parse(JSON.stringify(connect(refusal.problem, 'request-1'))));
    return false;
  }
}

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

const names = ['ChannelConfiguration', 'Chat', 'ParticipantTimerConfigList', 'ParticipantRole', 'TimerType'].concat([
  'TimerValue',
  'ParticipantTimerDurationInMinutes',
  'ParticipantTimerAction',
]);
const roles = fc.constantFrom<unknown>('CUSTOMER', 'AGENT', 'AGENT', 'CUSTOMER', 'SUPERVISOR', { toString: 1 }, null);
const types = fc.constantFrom<unknown>('IDLE', 'DISCONNECT_NONCUSTOMER', 'IDLE', 'TYPING', ['IDLE']);
const durations = fc.oneof(fc.integer({ min: 2, max: 480 }), fc.integer(), fc.double(), fc.constantFrom('5', null));
const unions = fc.oneof(
  fc.record({ ParticipantTimerDurationInMinutes: durations }),
  fc.constant({ ParticipantTimerAction: 'Unset' }),
  fc.record(
    { ParticipantTimerDurationInMinutes: durations, ParticipantTimerAction: fc.string() },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
);
const nearlyTimer = fc.record({ ParticipantRole: roles, TimerType: types, TimerValue: unions });
const lists = fc.oneof(
  { weight: 4, arbitrary: fc.array(nearlyTimer, { minLength: 1, maxLength: 4 }) },
  { weight: 1, arbitrary: fc.array(fc.oneof(nearlyTimer, fc.jsonValue()), { maxLength: 8 }) },
);
const body = fc.oneof(
  {
    weight: 3,
    arbitrary: lists.map((list) => ({ ChannelConfiguration: { Chat: { ParticipantTimerConfigList: list } } })),
  },
  { weight: 1, arbitrary: anyJson(names, fc.oneof(roles, types, durations)) },
  { weight: 1, arbitrary: fc.constant(undefined) },
);
const path = fc.record({
  InstanceId: fc.oneof({ weight: 4, arbitrary: fc.constant('demo') }, fc.string()),
  ContactId: fc.oneof({ weight: 4, arbitrary: fc.constant('c1') }, fc.string()),
});

test('whatever the request, it is understood whole or refused by an error of Amazon Connect', () => {
  let understood = 0;
  fc.assert(
    fc.property(path, body, (where, given) => {
      if (isUnderstood(aRequest({ path: where, body: given }))) understood += 1;
    }),
    { numRuns: 2_000 },
  );
  // Fewer would say little; a thousandth of all is far below what the arbitraries give.
  expect(understood).toBeGreaterThan(2);
});

test('however deep the body is nested, it is refused', () => {
  const chat = { ParticipantTimerConfigList: [{ ParticipantRole: deep(20_000), TimerValue: deep(20_000) }] };
  for (const given of [
    deep(20_000),
    { ChannelConfiguration: deep(20_000) },
    { ChannelConfiguration: { Chat: chat } },
  ]) {
    expect(isUnderstood(aRequest({ path: { InstanceId: 'demo', ContactId: 'c1' }, body: given }))).toBe(false);
  }
});
