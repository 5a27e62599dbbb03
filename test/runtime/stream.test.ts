import { describe, expect, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { stream } from '#runtime/stream.ts';

const invocation = (milliseconds = 30_000) =>
  ({ getRemainingTimeInMillis: () => milliseconds, awsRequestId: 'r1' }) as unknown as Context;

const recordOf = (body: string | Buffer, n: number, partitionKey = 'ann') => ({
  awsRegion: 'eu-central-1',
  eventID: `shardId-0:${n}`,
  eventName: 'aws:kinesis:record',
  eventSource: 'aws:kinesis',
  eventSourceARN: 'arn:aws:kinesis:eu-central-1:111122223333:stream/agents',
  eventVersion: '1.0',
  invokeIdentityArn: 'arn:aws:iam::111122223333:role/reader',
  kinesis: {
    approximateArrivalTimestamp: 1,
    data: Buffer.from(body).toString('base64'),
    kinesisSchemaVersion: '1.0',
    partitionKey,
    sequenceNumber: String(n),
  },
});

/** A function of a stream of words: `bad` cannot be read, `nothing` means nothing, `fails` fails, `slow` ends last. */
function aStream(limit?: Parameters<typeof stream>[0]['limit']) {
  const begun: string[] = [];
  const done: string[] = [];
  let letGo = () => {};
  const handle = stream({
    parse(body) {
      if (body === 'bad') throw new Error('It is malformed');
      return body === 'nothing' ? undefined : body;
    },
    async work(word) {
      begun.push(word);
      if (word === 'fails') throw new Error('It fails');
      if (word.startsWith('slow')) await new Promise<void>((resolve) => (letGo = resolve));
      else letGo();
      done.push(word);
    },
    idsOf: (word) => ({ word }),
    limit: limit ?? (() => new Promise(() => {})),
  });
  return { begun, done, handle };
}

const failures = (...numbers: number[]) => ({
  batchItemFailures: numbers.map((n) => ({ itemIdentifier: String(n) })),
});

describe('A function behind a stream', () => {
  test('processes the records of one key in order, and those of others side by side', async () => {
    const { done, handle } = aStream();
    const Records = [recordOf('slow', 1), recordOf('a2', 2), recordOf('b1', 3, 'ben')];
    expect(await handle({ Records }, invocation())).toEqual(failures());
    expect(done).toEqual(['b1', 'slow', 'a2']);
  });

  test('reports what failed or cannot be read by its number, and processes the rest', async () => {
    const { done, handle } = aStream();
    const Records = [
      recordOf('a1', 1),
      recordOf('bad', 2),
      recordOf('fails', 3, 'ben'),
      recordOf('nothing', 4),
      recordOf(Buffer.from([0xff, 0xfe]), 5),
      recordOf('a6', 6),
    ];
    const { batchItemFailures } = await handle({ Records }, invocation());
    expect(batchItemFailures.toSorted((a, b) => a.itemIdentifier.localeCompare(b.itemIdentifier))).toEqual(
      failures(2, 3, 5).batchItemFailures,
    );
    expect(done).toEqual(['a1', 'a6']);
  });

  test('begins nothing without time, and gives up what takes too long', async () => {
    const { begun, handle } = aStream();
    expect(await handle({ Records: [recordOf('a1', 1)] }, invocation(500))).toEqual(failures(1));
    expect(begun).toEqual([]);
    const late = aStream(async () => {});
    expect(await late.handle({ Records: [recordOf('slow', 1)] }, invocation())).toEqual(failures(1));
  });
});
