import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeGathering } from '#adapters/gathering.ts';

const accepted = { status: 'fulfilled', value: undefined } as const;

test('each caller is answered for its own items, in whatever order callers come and deliveries end', async () => {
  const callers = fc.array(fc.array(fc.boolean(), { maxLength: 5 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(callers, fc.scheduler(), async (plans, scheduler) => {
      let underWay = 0;
      const delivered: boolean[] = [];
      const deliver = scheduler.scheduleFunction(async (items: readonly boolean[]) => {
        delivered.push(...items);
        underWay -= 1;
        return items.map((isFine) =>
          isFine ? accepted : { status: 'rejected' as const, reason: new Error('refused') },
        );
      });
      const gather = makeGathering<boolean>((items) => {
        underWay += 1;
        expect(underWay).toBe(1);
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

test('callers of the same moment share a delivery', async () => {
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

test('a delivery that throws is answered to all who shared it, and the next one goes', async () => {
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

test('nothing to deliver is nothing done', async () => {
  const gather = makeGathering<number>(async () => {
    throw new Error('Must not be called');
  }, 'items');
  await gather([]);
});
