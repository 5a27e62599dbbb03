import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { connectTimerRoutes } from '#dialects/connect-timers/role-config.ts';
import { anyJson, deep } from '../any-json.ts';
import { isUnderstood } from '../refused-answers.ts';
import { aRequest } from '../requests.ts';

const refused = z.strictObject({
  status: z.union([z.literal(400), z.literal(404)]),
  headers: z.strictObject({
    'x-amzn-ErrorType': z.enum(['InvalidParameterException', 'InvalidRequestException', 'ResourceNotFoundException']),
    'x-amzn-RequestId': z.literal('request-1'),
  }),
  body: z.strictObject({ __type: z.string().endsWith('Exception'), Message: z.string().min(1).max(8_000) }),
});

const timer = z.strictObject({
  role: z.enum(['CUSTOMER', 'AGENT']),
  type: z.enum(['IDLE', 'DISCONNECT_NONCUSTOMER']),
  value: z.union([z.literal('Unset'), z.int().min(2).max(480)]),
});
const args = z.tuple([
  z.strictObject({ instanceId: z.literal('demo'), contactId: z.string().min(1).max(256) }),
  z
    .array(timer)
    .min(1)
    .max(4)
    .refine((timers) => new Set(timers.map(({ role, type }) => `${role} ${type}`)).size === timers.length),
]);

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

test.each(connectTimerRoutes)('$key: any request is understood as a whole or refused with an error', async (route) => {
  let understood = 0;
  await fc.assert(
    fc.asyncProperty(path, body, async (path, body) => {
      if (await isUnderstood(route, aRequest({ path, body }), { args, refused })) understood += 1;
    }),
    { numRuns: 1_000 },
  );
  // With fewer the test would prove little. A thousandth of all is far below what the arbitraries give.
  expect(understood).toBeGreaterThan(1);
});

test.each(connectTimerRoutes)('$key: however deeply the body is nested, it is refused', async (route) => {
  const chat = { ParticipantTimerConfigList: [{ ParticipantRole: deep(20_000), TimerValue: deep(20_000) }] };
  for (const body of [deep(20_000), { ChannelConfiguration: deep(20_000) }, { ChannelConfiguration: { Chat: chat } }]) {
    const request = aRequest({ path: { InstanceId: 'demo', ContactId: 'c1' }, body });
    expect(await isUnderstood(route, request, { args, refused })).toBe(false);
  }
});
