import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod';
import { parseConnection } from '#dialects/connect-participant/connection.ts';
import { parseDisconnect } from '#dialects/connect-participant/disconnect.ts';
import { parseSignal } from '#dialects/connect-participant/event.ts';
import { parseMessage } from '#dialects/connect-participant/message.ts';
import { writeNextToken } from '#dialects/connect-participant/next-token.ts';
import { connectParticipant } from '#dialects/connect-participant/problem.ts';
import type { ParticipantRequest } from '#dialects/connect-participant/request.ts';
import { pageOf, parseTranscript } from '#dialects/connect-participant/transcript.ts';
import { RefusedRequest } from '#dialects/http.ts';
import { someDay } from '../../support/agents.ts';
import { anyJson, deep } from '../any-json.ts';
import { asking } from './requests.ts';

const error = z.strictObject({
  status: z.literal(400),
  headers: z.strictObject({
    'x-amzn-ErrorType': z.literal('ValidationException'),
    'x-amzn-RequestId': z.literal('request-1'),
  }),
  body: z.strictObject({ Message: z.string().min(1).max(12_000) }),
});

const event = (name: string) => `application/vnd.amazonaws.connect.event.${name}`;
const clientToken = z
  .string()
  .regex(/^[ -~]{1,500}$/)
  .optional();
const words = (longest: number) => z.string().refine((text) => text !== '' && [...text].length <= longest);
const instant = z.int().min(0).max(9_999_999_999_999);

interface Call {
  readonly parse: (request: ParticipantRequest) => unknown;
  /** What its use case may be given. */
  readonly parsed: z.ZodType;
  /** What it has in its body, right or nearly right. */
  readonly body: fc.Arbitrary<unknown>;
}

const nearlyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 1_100 }),
  fc.string({ unit: 'grapheme', maxLength: 1_030, size: 'max' }),
  fc.constantFrom('{"messageId":"m1"}', '{"messageId":5}', '{}', ''),
  fc.jsonValue(),
);
const ClientToken = fc.oneof(fc.uuid(), fc.string(), fc.constant(null));
const nearly = (shape: Record<string, fc.Arbitrary<unknown>>) => fc.record(shape, { requiredKeys: [] });

const calls: Readonly<Record<string, Call>> = {
  connection: {
    parse: parseConnection,
    parsed: z.strictObject({ websocket: z.boolean(), credentials: z.boolean() }),
    body: nearly({
      Type: fc.array(fc.constantFrom('WEBSOCKET', 'CONNECTION_CREDENTIALS', 'HTTP', null), { maxLength: 3 }),
      ConnectParticipant: fc.constantFrom(true, false, 'true'),
    }),
  },
  message: {
    parse: parseMessage,
    parsed: z.strictObject({
      contentType: z.enum([
        'text/plain',
        'text/markdown',
        'application/json',
        'application/vnd.amazonaws.connect.message.interactive.response',
      ]),
      content: words(12_000),
      clientToken,
    }),
    body: nearly({
      ContentType: fc.constantFrom('text/plain', 'text/markdown', 'application/json', 'text/html', null),
      Content: nearlyText,
      ClientToken,
    }),
  },
  event: {
    parse: parseSignal,
    parsed: z.strictObject({
      contentType: z.enum(['typing', 'message.read', 'message.delivered', 'connection.acknowledged'].map(event)),
      content: words(1_024).optional(),
      clientToken,
    }),
    body: nearly({
      ContentType: fc.constantFrom(...['typing', 'message.read', 'participant.idle', 'chat.ended', ''].map(event)),
      Content: nearlyText,
      ClientToken,
    }),
  },
  transcript: {
    parse: (request) => pageOf(parseTranscript(request)),
    parsed: z.strictObject({
      direction: z.enum(['forward', 'backward']),
      limit: z.int().min(1).max(200),
      after: z.strictObject({ at: instant, messageId: z.string().max(400) }).optional(),
    }),
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
  disconnect: { parse: parseDisconnect, parsed: z.undefined(), body: nearly({ ClientToken }) },
};

const keys = ['Type', 'ConnectParticipant', 'ContentType', 'Content', 'ClientToken', 'MaxResults', 'NextToken'].concat([
  'ScanDirection',
  'SortOrder',
  'StartPosition',
  'Id',
  'AbsoluteTime',
  'MostRecent',
]);

/** Whether the request was understood; if it was not, the answer is an error of the contract. */
function isUnderstood({ parse, parsed }: Call, body: unknown): boolean {
  try {
    parsed.parse(parse(asking(body)));
    return true;
  } catch (refusal) {
    if (!(refusal instanceof RefusedRequest)) throw refusal;
    error.parse(JSON.parse(JSON.stringify(connectParticipant(refusal.problem, 'request-1'))));
    return false;
  }
}

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

test.each(Object.entries(calls))('%s: whatever the body, it is understood whole or refused by an error', (_, call) => {
  let understood = 0;
  const body = fc.oneof(
    { weight: 3, arbitrary: call.body },
    { weight: 1, arbitrary: anyJson(keys, nearlyText) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
  fc.assert(
    fc.property(body, (given) => {
      if (isUnderstood(call, given)) understood += 1;
    }),
    { numRuns: 1_000 },
  );
  // Fewer would say little; a hundredth of all is far below what the arbitraries give.
  expect(understood).toBeGreaterThan(10);
});

test.each(Object.entries(calls))('%s: however deep the body is nested, it is refused', (_, call) => {
  for (const given of [deep(20_000), { Type: deep(20_000), Content: deep(20_000), StartPosition: deep(20_000) }]) {
    expect(isUnderstood(call, given)).toBe(false);
  }
});

/** The answer to a body as it travels; empty if there was nothing to refuse. */
function refusalText({ parse }: Call, body: unknown): string {
  try {
    parse(asking(body));
    return '';
  } catch (refusal) {
    if (!(refusal instanceof RefusedRequest)) throw refusal;
    return JSON.stringify(connectParticipant(refusal.problem, 'request-1'));
  }
}

test.each(Object.entries(calls))('%s: no message repeats what somebody has written, or a token', (_, call) => {
  const secret = 'My card is 4111 1111 1111 1111';
  const values = [secret, `${secret}\n`.repeat(50), [secret], { Id: secret, AbsoluteTime: secret }];
  const bodies = keys.flatMap((key) => values.map((value) => ({ ContentType: secret, Content: secret, [key]: value })));
  for (const body of [secret, [secret], ...bodies]) expect(refusalText(call, body)).not.toContain('4111');
});
