import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inBatches, makeBatchDelivery, makeGathering } from '#adapters/batch-delivery.ts';

describe('items in batches', () => {
  const limits = { entries: 10, bytes: 100, bytesOf: (size: number) => size };
  const sizes = fc.array(fc.integer({ min: 1, max: 120 }), { maxLength: 80 });
  const weigh = (batch: readonly number[]) => batch.reduce((sum, size) => sum + size, 0);

  test('are all there, once and in order', () => {
    fc.assert(fc.property(sizes, (items) => expect(inBatches(items, limits).flat()).toEqual(items)));
  });

  test('keep both limits, unless a batch is one item that exceeds them by itself', () => {
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

  test('end only where the next item would exceed a limit', () => {
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
});

describe('a delivery in batches', () => {
  const limits = { entries: 10, bytes: 1_000, bytesOf: () => 1 };
  const pause = async () => {};

  test('sends every item once, and refused ones until they are accepted, four times at most', async () => {
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

  test('does not repeat a batch that fails as a whole, and fails its items only', async () => {
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
});

describe('a gathered delivery', () => {
  const accepted = { status: 'fulfilled', value: undefined } as const;

  test('gives each caller the results of its own items, in whatever order calls and deliveries take place', async () => {
    const callers = fc.array(fc.array(fc.boolean(), { maxLength: 5 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(callers, fc.scheduler(), async (plans, scheduler) => {
        let running = 0;
        const delivered: boolean[] = [];
        const deliver = scheduler.scheduleFunction(async (items: readonly boolean[]) => {
          delivered.push(...items);
          running -= 1;
          return items.map((isFine) =>
            isFine ? accepted : { status: 'rejected' as const, reason: new Error('refused') },
          );
        });
        const gather = makeGathering<boolean>((items) => {
          running += 1;
          expect(running).toBe(1);
          return deliver(items);
        }, 'items');
        const call = async (plan: readonly boolean[]) => {
          await scheduler.schedule(Promise.resolve());
          return gather(plan).then(
            () => true,
            () => false,
          );
        };
        const answers = await scheduler.waitFor(Promise.all(plans.map(call)));
        expect(answers).toEqual(plans.map((plan) => !plan.includes(false)));
        expect(delivered).toHaveLength(plans.flat().length);
      }),
    );
  });

  test('is shared by simultaneous callers', async () => {
    const deliveries: (readonly number[])[] = [];
    const gather = makeGathering<number>(async (items) => {
      deliveries.push(items);
      return items.map(() => accepted);
    }, 'items');
    await Promise.all([1, 2, 3].map((item) => gather([item])));
    expect(deliveries).toEqual([[1, 2, 3]]);
    await gather([4]);
    expect(deliveries).toEqual([[1, 2, 3], [4]]);
  });

  test('that throws fails for all who share it, and the next one takes place', async () => {
    let isDown = true;
    const gather = makeGathering<number>(async (items) => {
      if (isDown) throw new Error('Connection lost');
      return items.map(() => accepted);
    }, 'items');
    const both = await Promise.allSettled([gather([1]), gather([2])]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isDown = false;
    await gather([3]);
  });

  test('does not take place without items', async () => {
    const gather = makeGathering<number>(async () => {
      throw new Error('Must not be called');
    }, 'items');
    await gather([]);
  });
});
