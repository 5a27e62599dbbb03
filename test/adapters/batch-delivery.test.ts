import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeBatchDelivery } from '#adapters/batch-delivery.ts';

const limits = { entries: 10, bytes: 1_000, bytesOf: () => 1 };
const pause = async () => {};

test('every item is delivered once, and those refused until they are accepted or four times', async () => {
  const items = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 45 });
  await fc.assert(
    fc.asyncProperty(items, async (refusals) => {
      const sent = new Map<number, number>();
      const accepted: number[] = [];
      const deliver = makeBatchDelivery<number>({
        limits,
        pause,
        send: async (batch) => {
          expect(batch.length).toBeLessThanOrEqual(10);
          const refused = new Map<number, string>();
          for (const [place, item] of batch.entries()) {
            const times = (sent.get(item) ?? 0) + 1;
            sent.set(item, times);
            if (times <= (refusals[item] ?? 0)) refused.set(place, 'Throttled');
            else accepted.push(item);
          }
          return refused;
        },
      });
      const results = await deliver(refusals.map((_, item) => item));
      const isAccepted = refusals.map((times) => times < 4);
      expect(results.map(({ status }) => status === 'fulfilled')).toEqual(isAccepted);
      expect(accepted.toSorted((a, b) => a - b)).toEqual([...isAccepted.keys()].filter((item) => isAccepted[item]));
      for (const [item, times] of refusals.entries()) expect(sent.get(item)).toBe(Math.min(4, times + 1));
    }),
  );
});

test('a batch that fails as a whole fails its own items only, and is not sent again', async () => {
  let requests = 0;
  const deliver = makeBatchDelivery<number>({
    limits,
    pause,
    send: async (batch) => {
      requests += 1;
      if (batch.includes(13)) throw new Error('Connection lost');
      return new Map();
    },
  });
  const results = await deliver(Array.from({ length: 30 }, (_, item) => item));
  const failed = [...results.keys()].filter((item) => results[item]?.status === 'rejected');
  expect(failed).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
  expect(requests).toBe(3);
});
