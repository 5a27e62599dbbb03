import { describe, expect, jest, test } from '@jest/globals';
import type { Context, SQSRecord } from 'aws-lambda';
import { logger } from '#runtime/observe.ts';
import { queue } from '#runtime/queue.ts';

const aRecord = (body: string, attempt = 1): SQSRecord => ({
  messageId: `id-${body}`,
  receiptHandle: 'handle',
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

const context = { awsRequestId: 'inv-1' } as Context;
const quietly = () => jest.spyOn(logger, 'error').mockImplementation(() => {});

describe('a queue function', () => {
  test('answers as failed those records that failed, and no others', async () => {
    const logged = quietly();
    const worked: string[] = [];
    const handler = queue(
      (body) => JSON.parse(body) as number,
      async (n) => {
        if (n === 2) throw new Error('no');
        worked.push(String(n));
      },
    );
    const Records = [aRecord('1'), aRecord('2'), aRecord('not json'), aRecord('4')];
    expect(await handler({ Records }, context, () => {})).toEqual({
      batchItemFailures: [{ itemIdentifier: 'id-2' }, { itemIdentifier: 'id-not json' }],
    });
    expect(worked).toEqual(['1', '4']);
    logged.mockRestore();
  });

  test('tells the work how often the message has been delivered', async () => {
    const attempts: number[] = [];
    const handler = queue(String, async (_, { attempt }) => void attempts.push(attempt));
    await handler({ Records: [aRecord('a', 1), aRecord('b', 5)] }, context, () => {});
    expect(attempts).toEqual([1, 5]);
  });

  test('works one record after the other unless told otherwise', async () => {
    const order: string[] = [];
    const work = async (body: string) => {
      order.push(`begin ${body}`);
      await Promise.resolve();
      order.push(`end ${body}`);
    };
    await queue(String, work)({ Records: [aRecord('a'), aRecord('b')] }, context, () => {});
    expect(order).toEqual(['begin a', 'end a', 'begin b', 'end b']);
    order.length = 0;
    await queue(String, work, { width: 2 })({ Records: [aRecord('a'), aRecord('b')] }, context, () => {});
    expect(order).toEqual(['begin a', 'begin b', 'end a', 'end b']);
  });
});
