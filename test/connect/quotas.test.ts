import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeMemoryRateLimits } from '#adapters/memory/access.ts';
import type { RateLimit } from '#core/access/rate-limit.ts';
import { BackendError } from '#core/backend-calls.ts';
import { seconds } from '#core/instant.ts';
import { batched } from '../../functions/backends/amazon-connect/batched.ts';
import { makeCall } from '../../functions/backends/amazon-connect/call.ts';
import { type Quotas, quotaOf, readQuotas } from '../../functions/backends/amazon-connect/operations.ts';
import { makeCallQuotas, paceAt } from '../../functions/backends/amazon-connect/quotas.ts';

/** The quotas of an account, on time that passes when somebody waits. */
function someQuotas(raised: Quotas = {}) {
  const time = { at: 0 };
  const clock = { now: () => time.at };
  const wait = async (milliseconds: number) => {
    time.at += milliseconds;
  };
  const pauses = { chance: () => 0, wait };
  const buckets = new Map<string, number>();
  const limits = (limit: RateLimit) => makeMemoryRateLimits(limit, buckets);
  const quotas = makeCallQuotas({ region: 'eu-central-1', raised, limits, clock, pauses });
  const call = makeCall({ quotas, clock, pauses });
  return { time, quotas, call };
}

const throttled = () => Promise.reject(Object.assign(new Error('no'), { $metadata: { httpStatusCode: 429 } }));

describe('the quotas of an account', () => {
  test('are the documented ones, unless they were raised, and four fifths of them are used', () => {
    const raised = readQuotas('PutUserStatus=10/20,GetCurrentUserData=2.5/5');
    expect(quotaOf('StopContact')).toEqual({ perSecond: 10, burst: 15 });
    expect(quotaOf('PutUserStatus')).toEqual({ perSecond: 2, burst: 5 });
    expect(quotaOf('GetCurrentUserData', raised)).toEqual({ perSecond: 2.5, burst: 5 });
    expect(paceAt()).toEqual({ perSecond: 1.6, atOnce: 4 });
    expect(paceAt(raised)).toEqual({ perSecond: 8, atOnce: 16 });
    expect(readQuotas('')).toEqual({});
  });

  test.each([
    'PutUserStatus',
    'PutUserStatus=10',
    'Nothing=1/2',
    'PutUserStatus=-1/2',
    'PutUserStatus=0/2',
    'PutUserStatus=1/2/3',
  ])('are not read from %s', (text) => {
    expect(() => readQuotas(text)).toThrow();
  });

  test('keep two calls at once for what is urgent, and no job waits beyond its end', async () => {
    const { quotas, time } = someQuotas();
    const job = { lane: 'job', until: 100 } as const;
    const wait = (asked: 'urgent' | typeof job) => quotas.wait('PutUserStatus', asked, quotas.endOfWait(asked));
    await wait(job);
    await wait(job);
    await expect(wait(job)).rejects.toMatchObject({ fault: 'busy' });
    await wait('urgent');
    await wait('urgent');
    expect(time.at).toBe(0);
  });

  test('are never exceeded, however small they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), async (perSecond, burst) => {
        const { quotas, time } = someQuotas({ PutUserStatus: { perSecond, burst } });
        let calls = 0;
        for (const lane of Array.from({ length: 30 }, (_, n) => (n % 3 === 0 ? 'urgent' : 'job') as 'urgent' | 'job')) {
          await quotas.wait('PutUserStatus', lane, Number.POSITIVE_INFINITY);
          calls += 1;
          expect(calls).toBeLessThanOrEqual(Math.max(1, burst * 0.8) + (time.at / 1000) * perSecond * 0.8 + 1e-6);
        }
      }),
    );
  });
});

describe('a throttled call', () => {
  test('is made three times at most', async () => {
    const { call } = someQuotas();
    let made = 0;
    const send = () => {
      made += 1;
      return throttled();
    };
    await expect(call('PutUserStatus', { lane: 'job', until: seconds(60) }, send)).rejects.toMatchObject({
      fault: 'busy',
    });
    expect(made).toBe(3);
  });

  test('is given up when there is no time for another attempt', async () => {
    const { call, time } = someQuotas();
    await expect(call('PutUserStatus', { lane: 'job', until: 2_500 }, throttled)).rejects.toMatchObject({
      fault: 'busy',
    });
    expect(time.at).toBe(1_000);
  });
});

describe('questions about several agents in one call', () => {
  const refused = new BackendError('refused', 'One of them is malformed');

  test('fail for the one whose fault it is, and are answered for the others', async () => {
    const asked: number[] = [];
    const ask = async (keys: readonly string[]) => {
      asked.push(keys.length);
      if (keys.includes('bad')) throw refused;
      return keys.map((key) => `${key}!`);
    };
    const question = batched({ most: 100, ask, moment: async () => {}, isOfOne: (error) => error === refused });
    const answers = await Promise.allSettled(['a', 'b', 'bad', 'c', 'd'].map((key) => question(key)));
    expect(answers.map((each) => (each.status === 'fulfilled' ? each.value : each.reason))).toEqual([
      'a!',
      'b!',
      refused,
      'c!',
      'd!',
    ]);
    expect(asked[0]).toBe(5);
  });

  test('all fail if the call itself failed, which is made once', async () => {
    let calls = 0;
    const ask = () => {
      calls += 1;
      return Promise.reject(new Error('It does not answer'));
    };
    const question = batched({ most: 100, ask, moment: async () => {}, isOfOne: (error) => error === refused });
    const answers = await Promise.allSettled(['a', 'b', 'c'].map((key) => question(key)));
    expect([calls, answers.map(({ status }) => status)]).toEqual([1, ['rejected', 'rejected', 'rejected']]);
  });
});
