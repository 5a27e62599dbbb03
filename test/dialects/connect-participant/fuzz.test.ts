import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { writeNextToken } from '#dialects/connect-participant/place.ts';
import { participantRoutes } from '#dialects/connect-participant/routes.ts';
import { RefusedRequest } from '#dialects/http.ts';
import { anyCharacter } from '#test/support/any-characters.ts';
import { someDay } from '../../support/agents.ts';
import { anyJson, deep } from '../any-json.ts';
import { callOf } from '../call-route.ts';
import { isUnderstood, refusedAnswer } from '../refused-answers.ts';
import { asking } from './requests.ts';

const refused = z.strictObject({
  status: z.literal(400),
  headers: z.strictObject({
    'x-amzn-ErrorType': z.literal('ValidationException'),
    'x-amzn-RequestId': z.literal('request-1'),
  }),
  body: z.strictObject({ __type: z.literal('ValidationException'), Message: z.string().min(1).max(12_000) }),
});

const event = (name: string) => `application/vnd.amazonaws.connect.event.${name}`;
const clientToken = z
  .string()
  .regex(/^[ -~]{1,500}$/)
  .optional();
const text = (longest: number) => z.string().refine((text) => text !== '' && [...text].length <= longest);
const instant = z.int().min(0).max(9_999_999_999_999);

const key = z.strictObject({ instanceId: z.literal('demo'), contactId: z.literal('c1') });
const participantId = z.literal('customer');

interface Call {
  /** The arguments of the use case. */
  readonly args: z.ZodType;
  /** A body that is valid or nearly so. */
  readonly body: fc.Arbitrary<unknown>;
}

const nearlyText = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 1_100 }),
  fc.string({ unit: 'grapheme', maxLength: 1_030, size: 'max' }),
  fc.constantFrom('{"messageId":"m1"}', '{"messageId":5}', '{}', ''),
  fc.jsonValue(),
);
const ClientToken = fc.oneof(fc.uuid(), fc.string(), fc.constant(null));
const nearly = (shape: Record<string, fc.Arbitrary<unknown>>) => fc.record(shape, { requiredKeys: [] });

/** By the last step of the path. */
const calls: Readonly<Record<string, Call>> = {
  connection: {
    args: z.tuple([
      z.looseObject({ participantId }),
      z.strictObject({ websocket: z.boolean(), credentials: z.boolean() }),
    ]),
    body: nearly({
      Type: fc.array(fc.constantFrom('WEBSOCKET', 'CONNECTION_CREDENTIALS', 'HTTP', null), { maxLength: 3 }),
      ConnectParticipant: fc.constantFrom(true, false, 'true'),
    }),
  },
  message: {
    args: z.tuple([
      key,
      participantId,
      z.strictObject({
        contentType: z.enum([
          'text/plain',
          'text/markdown',
          'application/json',
          'application/vnd.amazonaws.connect.message.interactive.response',
        ]),
        content: text(12_000),
        clientToken,
      }),
    ]),
    body: nearly({
      ContentType: fc.constantFrom('text/plain', 'text/markdown', 'application/json', 'text/html', null),
      Content: nearlyText,
      ClientToken,
    }),
  },
  event: {
    args: z.tuple([
      key,
      participantId,
      z.strictObject({
        contentType: z.enum(['typing', 'message.read', 'message.delivered', 'connection.acknowledged'].map(event)),
        content: text(1_024).optional(),
        clientToken,
      }),
    ]),
    body: nearly({
      ContentType: fc.constantFrom(...['typing', 'message.read', 'participant.idle', 'chat.ended', ''].map(event)),
      Content: nearlyText,
      ClientToken,
    }),
  },
  transcript: {
    args: z.tuple([
      key,
      participantId,
      z.strictObject({
        direction: z.enum(['forward', 'backward']),
        limit: z.int().min(1).max(200),
        after: z.strictObject({ at: instant, messageId: z.string().max(400) }).optional(),
      }),
    ]),
    body: nearly({
      MaxResults: fc.oneof(fc.integer({ min: 1, max: 100 }), fc.double(), fc.constant('15')),
      ScanDirection: fc.constantFrom('FORWARD', 'BACKWARD', 'backward'),
      SortOrder: fc.constantFrom('ASCENDING', 'DESCENDING', null),
      NextToken: fc.oneof(
        fc.base64String(),
        fc.nat().map((n) => writeNextToken({ direction: 'backward', place: { at: someDay + n, id: 'm1' } })),
      ),
      StartPosition: nearly({
        Id: fc.string(),
        AbsoluteTime: fc.oneof(
          fc.date({ noInvalidDate: true, min: new Date(0) }).map((date) => date.toISOString()),
          fc.string(),
        ),
        MostRecent: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer()),
      }),
    }),
  },
  disconnect: { args: z.tuple([key, participantId]), body: nearly({ ClientToken }) },
};

const keys = ['Type', 'ConnectParticipant', 'ContentType', 'Content', 'ClientToken', 'MaxResults', 'NextToken'].concat([
  'ScanDirection',
  'SortOrder',
  'StartPosition',
  'Id',
  'AbsoluteTime',
  'MostRecent',
]);

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

describe.each(participantRoutes)('$key', (route) => {
  const call = calls[route.key.slice('POST /participant/'.length)];
  const expected = { args: call?.args ?? z.never(), refused };

  test('understands any body as a whole, or refuses it with an error', async () => {
    let understood = 0;
    const body = fc.oneof(
      { weight: 3, arbitrary: call?.body ?? fc.constant(undefined) },
      { weight: 1, arbitrary: anyJson(keys, nearlyText) },
      { weight: 1, arbitrary: fc.constant(undefined) },
    );
    await fc.assert(
      fc.asyncProperty(body, async (given) => {
        if (await isUnderstood(route, asking(given), expected)) understood += 1;
      }),
      { numRuns: 1_000 },
    );
    // With fewer the test would prove little. A hundredth of all is far below what the arbitraries give.
    expect(understood).toBeGreaterThan(10);
  });

  test('refuses a body however deeply it is nested', async () => {
    for (const given of [deep(20_000), { Type: deep(20_000), Content: deep(20_000), StartPosition: deep(20_000) }]) {
      expect(await isUnderstood(route, asking(given), expected)).toBe(false);
    }
  });

  /** The answer to a body as it is sent; empty if it is not refused. */
  async function refusalText(body: unknown): Promise<string> {
    const work = callOf(route, asking(body));
    try {
      await work;
      return '';
    } catch (refusal) {
      if (!(refusal instanceof RefusedRequest)) throw refusal;
      return JSON.stringify(await refusedAnswer(route, work));
    }
  }

  test('repeats in no message what somebody has written, or a token', async () => {
    const secret = 'My card is 4111 1111 1111 1111';
    const values = [secret, `${secret}\n`.repeat(50), [secret], { Id: secret, AbsoluteTime: secret }];
    const bodies = keys.flatMap((key) =>
      values.map((value) => ({ ContentType: secret, Content: secret, [key]: value })),
    );
    for (const body of [secret, [secret], ...bodies]) expect(await refusalText(body)).not.toContain('4111');
  });
});
