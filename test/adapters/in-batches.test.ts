import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inBatches } from '#adapters/in-batches.ts';

const limits = { entries: 10, bytes: 100, bytesOf: (size: number) => size };
const sizes = fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 80 });
const weigh = (batch: readonly number[]) => batch.reduce((sum, size) => sum + size, 0);

test('nothing is lost, repeated or put out of order', () => {
  fc.assert(fc.property(sizes, (items) => expect(inBatches(items, limits).flat()).toEqual(items)));
});

test('a batch keeps both limits, unless it is one item that is too large by itself', () => {
  fc.assert(
    fc.property(sizes, (items) => {
      for (const batch of inBatches(items, limits)) {
        expect(batch.length).toBeGreaterThan(0);
        expect(batch.length).toBeLessThanOrEqual(10);
        expect(batch.length === 1 || weigh(batch) <= 100).toBe(true);
      }
    }),
  );
});

test('a batch ends only where the next item would break a limit', () => {
  fc.assert(
    fc.property(sizes, (items) => {
      const batches = inBatches(items, limits);
      for (const [n, batch] of batches.slice(0, -1).entries()) {
        const [next = 0] = batches[n + 1] ?? [];
        expect(batch.length === 10 || weigh(batch) + next > 100).toBe(true);
      }
    }),
  );
});
