import { beforeEach, expect, jest, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { ccai } from '#dialects/ccai/problem.ts';
import { huawei } from '#dialects/huawei/problem.ts';
import { native } from '#dialects/native/problem.ts';
import { event, scheduled } from '#runtime/event.ts';
import {
  aCallerRoute,
  aDesktopRoute,
  anAgentRoute,
  anEvent,
  answerTo,
  demoHeader,
  handlerOf,
  silenceLog,
} from './http-events.ts';

beforeEach(silenceLog);

const never = () => new Promise<never>(() => {});
const passes = async () => {};
const pause = jest.fn(async () => {});
const claims = { kind: 'session', instanceId: 'demo', agentId: 'ann', sessionId: 's', expiresAt: 0 } as const;
const tokens = { read: async () => claims };

test.each([
  ['a caller', aCallerRoute(native, never), 503],
  ['a caller of CCAI', aCallerRoute(ccai, never), 503],
  ['the page of a desktop', aDesktopRoute(native, never), 503],
  ['an agent', anAgentRoute(huawei, never), 200],
])('%s is answered in the shape of the dialect although the work never ends', async (_, route, status) => {
  const handler = handlerOf(route, { tokens, pause: passes });
  const { statusCode, json } = await answerTo(
    handler,
    anEvent(route.key, { body: '{}', headers: { 'content-type': 'application/json', ...demoHeader } }),
  );
  expect(statusCode).toBe(status);
  const message = 'This takes too long at this moment: try again';
  expect(json).toEqual(route.problems.render({ type: 'unavailable', message }, 'req-1').body);
});

test('an event and a schedule fail in time, so that Lambda repeats them', async () => {
  const context = { awsRequestId: 'inv-1' } as Context;
  const ofEvent = event({ parse: () => 1, work: never, idsOf: () => ({}), pause });
  await expect(ofEvent({} as never, context, () => {})).rejects.toThrow('not done in time');
  await expect(scheduled('WakeUpsSent', never, { pause })({} as never, context, () => {})).rejects.toThrow(
    'not done in time',
  );
  expect(pause.mock.calls.map(([milliseconds]: readonly unknown[]) => milliseconds)).toEqual([8_000, 50_000]);
});
