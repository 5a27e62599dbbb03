import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Context, SQSHandler, SQSRecord } from 'aws-lambda';
import { logger } from '#runtime/observe.ts';
import { queue } from '#runtime/queue.ts';

const aRecord = (body: string, attempt = 1): SQSRecord => ({
  messageId: `id-${body}`,
  receiptHandle: `handle-${body}`,
  body,
  attributes: {
    ApproximateReceiveCount: String(attempt),
    SentTimestamp: '0',
    SenderId: 'sender',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-west-1:1:queue',
  awsRegion: 'eu-west-1',
});

const contextWith = (remainingMilliseconds: number): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: 'worker',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:1:function:worker',
  memoryLimitInMB: '512',
  awsRequestId: 'inv-1',
  logGroupName: 'group',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => remainingMilliseconds,
  done: () => {},
  fail: () => {},
  succeed: () => {},
});

const ofText = { parse: String, idsOf: (body: string) => ({ body }) };
const plenty = 30_000;

const deliver = (handler: SQSHandler, Records: SQSRecord[], remaining = plenty) =>
  handler({ Records }, contextWith(remaining), () => {});

const spied = () => ({
  error: jest.spyOn(logger, 'error').mockImplementation(() => {}),
  warn: jest.spyOn(logger, 'warn').mockImplementation(() => {}),
  info: jest.spyOn(logger, 'info').mockImplementation(() => {}),
});
let logged: ReturnType<typeof spied>;
beforeEach(() => {
  logged = spied();
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe('a queue function', () => {
  test('answers as failed those records that failed, and no others', async () => {
    const worked: string[] = [];
    const handler = queue({
      parse: (body) => JSON.parse(body) as number,
      idsOf: (n) => ({ n }),
      async work(n) {
        if (n === 2) throw new Error('no');
        worked.push(String(n));
      },
    });
    const Records = [aRecord('1'), aRecord('2'), aRecord('not json'), aRecord('4')];
    expect(await deliver(handler, Records)).toEqual({
      batchItemFailures: [{ itemIdentifier: 'id-2' }, { itemIdentifier: 'id-not json' }],
    });
    expect(worked).toEqual(['1', '4']);
  });

  test('passes on how often the message has been delivered', async () => {
    const attempts: number[] = [];
    const handler = queue({ ...ofText, work: async (_, { attempt }) => void attempts.push(attempt) });
    await deliver(handler, [aRecord('a', 1), aRecord('b', 5)]);
    expect(attempts).toEqual([1, 5]);
  });

  test('works one record after the other unless a width is set', async () => {
    const order: string[] = [];
    const work = async (body: string) => {
      order.push(`begin ${body}`);
      await Promise.resolve();
      order.push(`end ${body}`);
    };
    await deliver(queue({ ...ofText, work }), [aRecord('a'), aRecord('b')]);
    expect(order).toEqual(['begin a', 'end a', 'begin b', 'end b']);
    order.length = 0;
    await deliver(queue({ ...ofText, work, width: 2 }), [aRecord('a'), aRecord('b')]);
    expect(order).toEqual(['begin a', 'begin b', 'end a', 'end b']);
  });

  test('pauses after each record, done or failed, before the next begins', async () => {
    const order: string[] = [];
    const handler = queue({
      ...ofText,
      async work(body) {
        order.push(body);
        if (body === 'a') throw new Error('no');
      },
      restMilliseconds: 500,
      pause: async (milliseconds) => void order.push(`rest ${milliseconds}`),
    });
    await deliver(handler, [aRecord('a'), aRecord('b')]);
    expect(order).toEqual(['a', 'rest 500', 'b', 'rest 500']);
  });

  test('leaves a record that it has no time to begin, untouched', async () => {
    const work = jest.fn(async () => {});
    const refused = { batchItemFailures: [{ itemIdentifier: 'id-a' }] };
    expect(await deliver(queue({ ...ofText, work }), [aRecord('a')], 1_999)).toEqual(refused);
    const slow = queue({ ...ofText, work, reserveMilliseconds: 12_000 });
    expect(await deliver(slow, [aRecord('a')], 11_999)).toEqual(refused);
    expect(work).not.toHaveBeenCalled();
    await deliver(slow, [aRecord('a')], 12_000);
    expect(work).toHaveBeenCalledTimes(1);
  });

  test('logs the content and the outcome of each record', async () => {
    const work = async (body: string) => {
      if (body === 'b') throw new Error('no');
    };
    await deliver(queue({ ...ofText, work }), [aRecord('a'), aRecord('b', 3)]);
    expect(logged.info).toHaveBeenCalledWith('record', { messageId: 'id-a', attempt: 1, body: 'a', outcome: 'done' });
    const line = { messageId: 'id-b', attempt: 3, body: 'b', outcome: 'failed', error: expect.any(Error) };
    expect(logged.error).toHaveBeenCalledWith('The record failed', line);
  });
});

describe('a record that takes too long', () => {
  /** Time that passes as soon as somebody waits for it. */
  const limits: number[] = [];
  const limit = async (milliseconds: number) => void limits.push(milliseconds);
  const hangs = (body: string) => (body === 'slow' ? new Promise<never>(() => {}) : Promise.resolve());

  test('fails alone, a second before the function would be ended', async () => {
    limits.length = 0;
    const handler = queue({ ...ofText, work: hangs, width: 3, limit });
    const answer = await deliver(handler, [aRecord('a'), aRecord('slow'), aRecord('b')], 10_000);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'id-slow' }] });
    expect(limits).toEqual([9_000, 9_000, 9_000]);
    expect(logged.error).toHaveBeenCalledTimes(1);
  });

  test('is postponed like any that failed', async () => {
    const postponed: string[] = [];
    const backoff = { firstSeconds: 15, longestSeconds: 900, postpone: async (id: string) => void postponed.push(id) };
    await deliver(queue({ ...ofText, work: hangs, backoff, limit }), [aRecord('slow')]);
    expect(postponed).toEqual(['handle-slow']);
  });
});

describe('a queue function that puts back what it has no time to begin', () => {
  const withTries = (body: string, tries: number, attempt = 1): SQSRecord => ({
    ...aRecord(body, attempt),
    messageAttributes: {
      tries: { dataType: 'Number', stringValue: String(tries), stringListValues: [], binaryListValues: [] },
    },
  });

  test('sends it again with the attempts that were begun, and does not report it as failed', async () => {
    const sent: unknown[] = [];
    const putBack = async (records: readonly unknown[]) => void sent.push(...records);
    const handler = queue({ ...ofText, work: async () => {}, putBack });
    const Records = [aRecord('a'), aRecord('b', 3), withTries('c', 2, 2)];
    expect(await deliver(handler, Records, 1_999)).toEqual({ batchItemFailures: [] });
    expect(sent).toEqual([
      { body: 'a', tries: 0 },
      { body: 'b', tries: 2 },
      { body: 'c', tries: 3 },
    ]);
  });

  test('passes on the attempts that were begun before it was put back', async () => {
    const attempts: number[] = [];
    const handler = queue({ ...ofText, work: async (_, { attempt }) => void attempts.push(attempt) });
    await deliver(handler, [withTries('a', 2), withTries('b', 1, 3)]);
    expect(attempts).toEqual([3, 4]);
  });

  test('reports it as failed if it cannot be put back', async () => {
    const putBack = () => Promise.reject(new Error('throttled'));
    const handler = queue({ ...ofText, work: async () => {}, putBack });
    expect(await deliver(handler, [aRecord('a')], 1_999)).toEqual({ batchItemFailures: [{ itemIdentifier: 'id-a' }] });
  });

  /** Works 200 records of nine seconds each in batches of ten, as two workers of thirty seconds would. */
  test('begins each slow record at its first attempt, and none becomes a dead letter', async () => {
    let waiting = Array.from({ length: 200 }, (_, n) => aRecord(String(n)));
    const begun = new Map<string, number>();
    const dead: string[] = [];
    let elapsed = 0;
    const handler = queue({
      ...ofText,
      async work(body, { attempt }) {
        elapsed += 9_000;
        const times = (begun.get(body) ?? 0) + 1;
        begun.set(body, times);
        expect(attempt).toBe(times);
        if (times === 1 && Number(body) % 10 === 0) throw new Error('A fault that passes');
      },
      reserveMilliseconds: 20_000,
      putBack: async (records) => {
        waiting.push(...records.map(({ body, tries }) => withTries(body, tries)));
      },
    });
    for (let batches = 0; waiting.length > 0 && batches < 1_000; batches += 1) {
      const batch = waiting.slice(0, 10);
      waiting = waiting.slice(10);
      elapsed = 0;
      const context = { ...contextWith(0), getRemainingTimeInMillis: () => 30_000 - elapsed };
      const answer = await handler({ Records: batch }, context, () => {});
      for (const { itemIdentifier } of answer?.batchItemFailures ?? []) {
        const record = batch.find(({ messageId }) => messageId === itemIdentifier);
        if (!record) continue;
        const count = Number(record.attributes.ApproximateReceiveCount);
        if (count === 5) dead.push(record.body);
        else
          waiting.push({ ...record, attributes: { ...record.attributes, ApproximateReceiveCount: String(count + 1) } });
      }
    }
    expect(dead).toEqual([]);
    expect(begun.size).toBe(200);
    expect(waiting).toEqual([]);
  });
});

describe('a queue function that backs off', () => {
  const fails = async (body: string) => {
    if (body !== 'good') throw new Error('no');
  };
  const failed = (...bodies: readonly string[]) => ({
    batchItemFailures: bodies.map((body) => ({ itemIdentifier: `id-${body}` })),
  });

  test('delays a failed record by a time that doubles up to a limit', async () => {
    const pauses: number[] = [];
    const postpone = async (_: string, seconds: number) => void pauses.push(seconds);
    const handler = queue({ ...ofText, work: fails, backoff: { firstSeconds: 15, longestSeconds: 900, postpone } });
    for (let attempt = 1; attempt <= 9; attempt += 1) await deliver(handler, [aRecord('bad', attempt)]);
    expect(pauses).toEqual([15, 30, 60, 120, 240, 480, 900, 900, 900]);
  });

  test('postpones only failed records, and reports them as failed so that they are not deleted', async () => {
    const postponed: string[] = [];
    const postpone = async (receiptHandle: string) => void postponed.push(receiptHandle);
    const backoff = { firstSeconds: 15, longestSeconds: 900, postpone };
    const handler = queue({ ...ofText, work: fails, backoff });
    expect(await deliver(handler, [aRecord('bad'), aRecord('good'), aRecord('worse')])).toEqual(failed('bad', 'worse'));
    expect(postponed).toEqual(['handle-bad', 'handle-worse']);
  });

  test('leaves a record that it cannot postpone to the visibility timeout, and says so', async () => {
    const fault = new Error('throttled');
    const backoff = { firstSeconds: 15, longestSeconds: 900, postpone: () => Promise.reject(fault) };
    expect(await deliver(queue({ ...ofText, work: fails, backoff }), [aRecord('bad'), aRecord('good')])).toEqual(
      failed('bad'),
    );
    expect(logged.warn).toHaveBeenCalledWith('A record that failed was not postponed', { error: fault });
  });
});
