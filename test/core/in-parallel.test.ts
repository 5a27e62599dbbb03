import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';

const broken = (what: string) => Promise.reject(new Error(`${what} is broken`));

test('at most so many items are worked on at a time, and the results are in the order of the items', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(fc.nat()), fc.integer({ min: 1, max: 5 }), async (s, items, width) => {
      let [running, most] = [0, 0];
      const results = inParallel(items, width, async (item) => {
        running += 1;
        most = Math.max(most, running);
        await s.schedule(Promise.resolve());
        running -= 1;
        return item * 2;
      });
      await s.waitFor(results);
      expect(allFulfilled(await results, 'items')).toEqual(items.map((item) => item * 2));
      expect(most).toBe(Math.min(width, items.length));
    }),
  );
});

test('without items there is nothing to do and no result', async () => {
  expect(await inParallel([], 3, broken)).toEqual([]);
});

test('an item that fails keeps no other from being worked on', async () => {
  const results = await inParallel(['a', 'b', 'c'], 1, async (item) => (item === 'b' ? broken(item) : item));
  expect(results).toMatchObject([
    { status: 'fulfilled', value: 'a' },
    { status: 'rejected', reason: { message: 'b is broken' } },
    { status: 'fulfilled', value: 'c' },
  ]);
});

test('if one failed, its error is thrown; if several did, an error with all of them', async () => {
  const settled = (...failing: string[]) =>
    Promise.allSettled(['a', 'b', 'c'].map(async (item) => (failing.includes(item) ? broken(item) : item)));
  const [none, one, two] = [await settled(), await settled('b'), await settled('a', 'c')];
  expect(allFulfilled(none, 'items')).toEqual(['a', 'b', 'c']);
  expect(() => allFulfilled(one, 'items')).toThrow(/^b is broken$/);
  expect(() => allFulfilled(two, 'items')).toThrow(
    expect.objectContaining({
      message: '2 of 3 items failed',
      errors: [new Error('a is broken'), new Error('c is broken')],
    }),
  );
});
