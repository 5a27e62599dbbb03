import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeMemoryIdempotencyRecords } from '#adapters/memory/access.ts';
import { type Attempt, type IdempotencyRecords, makeAnswerOnce } from '#core/access/idempotency.ts';
import { days, seconds } from '#core/instant.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { someDay } from '../../support/agents.ts';
import { countingIds } from '../../support/credentials.ts';

const caller = { instanceId: 'demo', callerId: 'key-1' };
const request = { caller, key: 'one', content: 'a request' };
const never = () => Promise.reject(new Error('The work was done again'));
const forever = () => new Promise<never>(() => {});

function aService(records: IdempotencyRecords = makeMemoryIdempotencyRecords()) {
  const time = { at: someDay };
  const reports: string[] = [];
  const answerOnce = makeAnswerOnce({
    records,
    ids: countingIds('attempt'),
    fingerprint: (text) => `digest of ${text}`,
    clock: { now: () => time.at },
    report: (fault) => void reports.push(fault),
  });
  return { answerOnce, time, reports, records };
}

test('the same request is answered the same for a day, and then done again', async () => {
  const { answerOnce, time } = aService();
  const answered = { type: 'answered', answer: 'done' };
  expect(await answerOnce(request, async () => 'done')).toEqual(answered);
  time.at += days(1) - 1;
  expect(await answerOnce(request, never)).toEqual(answered);
  time.at += 1;
  expect(await answerOnce(request, async () => 'done again')).toEqual({ type: 'answered', answer: 'done again' });
});

test('another request with the same key is refused, also while the first is running', async () => {
  const { answerOnce } = aService();
  const other = { ...request, content: 'another request' };
  void answerOnce(request, forever);
  await Promise.resolve();
  expect(await answerOnce(other, never)).toEqual({ type: 'otherContent' });
});

test('other callers and other instances have keys of their own', async () => {
  const { answerOnce } = aService();
  await answerOnce(request, async () => 'first');
  for (const other of [
    { ...caller, callerId: 'key-2' },
    { ...caller, instanceId: 'other' },
  ]) {
    expect(await answerOnce({ ...request, caller: other }, async () => 'theirs')).toHaveProperty('answer', 'theirs');
  }
});

test('while the first is running there is no second, and it is said when to try again', async () => {
  const { answerOnce, time } = aService();
  void answerOnce(request, forever);
  await Promise.resolve();
  time.at += seconds(3.5);
  expect(await answerOnce(request, never)).toEqual({ type: 'running', retryAfterSeconds: 9 });
});

test('a first that died is followed after twelve seconds, and the number that it reserved is used', async () => {
  const { answerOnce, time } = aService();
  const reserved = Promise.withResolvers<number>();
  void answerOnce(request, async (attempt) => {
    reserved.resolve(await attempt.reserve(7));
    return forever();
  });
  expect(await reserved.promise).toBe(7);
  time.at += seconds(12);
  const attempts: Attempt[] = [];
  await answerOnce(request, async (attempt) => {
    attempts.push(attempt);
    return String(await attempt.reserve(8));
  });
  expect(attempts).toMatchObject([{ reserved: 7, since: someDay, isFurther: true }]);
  expect(await answerOnce(request, never)).toEqual({ type: 'answered', answer: '7' });
});

test('what failed is not kept: the next attempt follows at once', async () => {
  const { answerOnce } = aService();
  await expect(answerOnce(request, () => Promise.reject(new Error('throttled')))).rejects.toThrow('throttled');
  expect(await answerOnce(request, async () => 'done')).toEqual({ type: 'answered', answer: 'done' });
});

test('the first attempt has no earlier one', async () => {
  const { answerOnce } = aService();
  const seen: unknown[] = [];
  await answerOnce(request, async ({ reserved, isFurther }) => {
    seen.push(reserved, isFurther);
    return '';
  });
  expect(seen).toEqual([undefined, false]);
});

test('all attempts at a request have its id, and a request that uses the key a day later has another', async () => {
  const { answerOnce, time } = aService();
  const ids: string[] = [];
  const failing = async ({ requestId }: Attempt) => {
    ids.push(requestId);
    throw new Error('throttled');
  };
  for (const wait of [0, seconds(1), days(1)]) {
    time.at += wait;
    await expect(answerOnce(request, failing)).rejects.toThrow('throttled');
  }
  await expect(answerOnce({ ...request, key: 'two' }, failing)).rejects.toThrow('throttled');
  const [first, second] = ids;
  expect(second).toBe(first);
  expect(new Set(ids).size).toBe(3);
});

test('a write whose answer was lost is recognized as its own', async () => {
  const memory = makeMemoryIdempotencyRecords();
  const begin: IdempotencyRecords['begin'] = async (...args) => {
    await memory.begin(...args);
    return false;
  };
  const { answerOnce, time } = aService({ ...memory, begin });
  const firsts: unknown[] = [];
  const failing = async ({ isFurther, since }: Attempt) => {
    firsts.push([isFurther, since]);
    throw new Error('throttled');
  };
  await expect(answerOnce(request, failing)).rejects.toThrow('throttled');
  time.at += seconds(1);
  await expect(answerOnce(request, failing)).rejects.toThrow('throttled');
  // The second one is a further attempt, also when only its record tells so.
  expect(firsts).toEqual([
    [false, someDay],
    [true, someDay],
  ]);
});

test('a key that others take all the time is given up after five tries, and may be tried again after a second', async () => {
  let tries = 0;
  const begin = async () => {
    tries += 1;
    if (tries > 9) throw new Error('It goes on and on');
    return false;
  };
  const { answerOnce } = aService({ ...makeMemoryIdempotencyRecords(), begin });
  expect(await answerOnce(request, never)).toEqual({ type: 'running', retryAfterSeconds: 1 });
  expect(tries).toBe(5);
});

test('a record that is a day old counts no more, whoever has just read it', async () => {
  const memory = makeMemoryIdempotencyRecords();
  const { answerOnce, time } = aService({
    ...memory,
    async begin(...args) {
      const begun = await memory.begin(...args);
      if (!begun) time.at = someDay + days(1);
      return begun;
    },
  });
  await answerOnce(request, async () => 'done');
  time.at += days(1) - 1;
  expect(await answerOnce(request, async () => 'done again')).toEqual({ type: 'answered', answer: 'done again' });
});

test('an answer that cannot be kept is given all the same, and that is reported', async () => {
  const answer = () => Promise.reject(new Error('down'));
  const { answerOnce, reports } = aService({ ...makeMemoryIdempotencyRecords(), answer });
  expect(await answerOnce(request, async () => 'done')).toHaveProperty('answer', 'done');
  expect(reports).toEqual(['What became of a request could not be kept for its repeats']);
});

test('of any number of simultaneous requests one does the work', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 6 }), async (scheduler, count) => {
      const memory = makeMemoryIdempotencyRecords();
      const { answerOnce } = aService({
        ...memory,
        find: scheduler.scheduleFunction(memory.find),
        begin: scheduler.scheduleFunction(memory.begin),
        answer: scheduler.scheduleFunction(memory.answer),
      });
      let done = 0;
      const work = async () => {
        done += 1;
        return 'done';
      };
      const all = Promise.all(Array.from({ length: count }, () => answerOnce(request, work)));
      await scheduler.waitFor(all);
      expect(done).toBe(1);
      for (const outcome of await all) expect(['answered', 'running']).toContain(outcome.type);
    }),
    { numRuns: randomRuns(200) },
  );
});
