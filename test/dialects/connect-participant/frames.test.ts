import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  frameOf,
  heartbeat,
  notSubscribed,
  pong,
  readFrame,
  subscribed,
} from '#dialects/connect-participant/frames.ts';
import { itemOfEnd } from '#dialects/connect-participant/item.ts';
import { anyCharacter } from '#test/support/any-characters.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { someDay } from '../../support/agents.ts';
import { chatKey } from '../../support/chats.ts';
import { anyJson } from '../any-json.ts';

describe('a client’s frame', () => {
  test.each([
    ['{"topic":"aws/subscribe","content":{"topics":["aws/chat"]}}', { type: 'subscribe', topics: ['aws/chat'] }],
    ['{"topic":"aws/ping"}', { type: 'ping' }],
    ['{"topic":"aws/heartbeat"}', { type: 'heartbeat' }],
  ])('%s is read', (text, frame) => {
    expect(readFrame(text)).toEqual(frame);
  });

  test.each([
    '',
    'aws/ping',
    'null',
    '[]',
    '{}',
    '{"topic":"aws/unsubscribe"}',
    '{"topic":["aws/ping"]}',
    '{"topic":"aws/subscribe"}',
    '{"topic":"aws/subscribe","content":{"topics":[]}}',
    '{"topic":"aws/subscribe","content":{"topics":"aws/chat"}}',
    '{"topic":"aws/subscribe","content":{"topics":[1]}}',
    JSON.stringify({ topic: 'aws/subscribe', content: { topics: Array(11).fill('aws/chat') } }),
    JSON.stringify({ topic: 'aws/subscribe', content: { topics: ['x'.repeat(101)] } }),
  ])('%s is unknown', (text) => {
    expect(readFrame(text)).toEqual({ type: 'unknown' });
  });

  test('any text is read or unknown', () => {
    const topics = fc.constantFrom('aws/subscribe', 'aws/ping', 'aws/heartbeat', 'aws/chat', '', null);
    const json = anyJson(['topic', 'content', 'topics'], topics).map((value) => JSON.stringify(value));
    fc.assert(
      fc.property(fc.oneof(json, fc.string({ unit: anyCharacter })), (text) => {
        expect(['subscribe', 'ping', 'heartbeat', 'unknown']).toContain(readFrame(text).type);
      }),
      { numRuns: randomRuns(1_000) },
    );
    expect(readFrame('['.repeat(50_000) + ']'.repeat(50_000))).toEqual({ type: 'unknown' });
  });
});

describe('an answer over the WebSocket', () => {
  test('has the documented form', () => {
    expect(subscribed(['aws/chat'])).toBe(
      '{"topic":"aws/subscribe","content":{"status":"success","topics":["aws/chat"]}}',
    );
    expect(notSubscribed(['aws/chat'])).toBe(
      '{"topic":"aws/subscribe","content":{"status":"failure","topics":["aws/chat"]}}',
    );
    expect(pong).toBe('{"topic":"aws/ping","statusCode":200,"statusContent":"OK"}');
    expect(heartbeat).toBe('{"topic":"aws/heartbeat"}');
  });
});

test('an item is sent as JSON in JSON', () => {
  expect(frameOf(itemOfEnd(chatKey, someDay))).toBe(
    '{"topic":"aws/chat","contentType":"application/json","content":"{\\"Id\\":\\"c1/ended\\",\\"AbsoluteTime\\":\\"2026-11-21T09:30:00.000Z\\",\\"InitialContactId\\":\\"c1\\",\\"ContactId\\":\\"c1\\",\\"Type\\":\\"EVENT\\",\\"ContentType\\":\\"application/vnd.amazonaws.connect.event.chat.ended\\",\\"ParticipantRole\\":\\"SYSTEM\\"}"}',
  );
});
