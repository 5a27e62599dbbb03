import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type RateLimit, type RateLimits, rateLimit } from '#core/access/rate-limit.ts';
import { type Instant, seconds } from '#core/instant.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { someDay } from '../support/agents.ts';

const caller = { instanceId: 'demo', callerId: 'key-1' };
const count = 3;

const anyLimit: fc.Arbitrary<RateLimit> = fc.record({
  perSecond: fc.constantFrom(1, 4, 10, 40),
  burst: fc.integer({ min: 1, max: 8 }),
});
const anyContainer = fc.nat(count - 1);

/** Requests in the same millisecond, each through one container, some time after those before. */
const anyWave = fc.record({ gap: fc.nat(700), to: fc.array(anyContainer, { minLength: 1, maxLength: 10 }) });

/** Makes containers that share their buckets. */
type Containers = (limit: RateLimit, count: number) => readonly RateLimits[];

/** What every RateLimits promises, however many containers share the buckets. */
export function rateLimitsContract(open: () => Promise<Containers>) {
  /** Takes tokens through one of several containers. Each use has a caller of its own, unless one is given. */
  async function opened() {
    const containers = await open();
    let callers = 0;
    return (limit: RateLimit = rateLimit) => {
      const limits = containers(limit, count);
      callers += 1;
      const somebody = { ...caller, callerId: `caller-${callers}` };
      return async (now: Instant, through = 0, by = somebody) => {
        const taken = await limits[through]?.take(by, now);
        if (!taken) throw new Error(`There is no container ${through}`);
        return taken;
      };
    };
  }

  test('admits a burst after a pause, and then as many as the rate allows', async () => {
    const take = (await opened())();
    const inARow = async (count: number, now: Instant) => {
      const types = [];
      for (let n = 0; n < count; n += 1) types.push((await take(now)).type);
      return types.filter((type) => type === 'taken').length;
    };
    expect(await inARow(25, someDay)).toBe(20);
    expect(await inARow(15, someDay + seconds(1))).toBe(10);
    expect(await inARow(5, someDay + seconds(1) + 99)).toBe(0);
    expect(await inARow(5, someDay + seconds(1) + 100)).toBe(1);
    expect(await inARow(25, someDay + seconds(60))).toBe(20);
  });

  test('gives each caller of each instance a bucket of its own', async () => {
    const take = (await opened())({ perSecond: 1, burst: 1 });
    const others = [
      { ...caller, callerId: 'key-2' },
      { ...caller, instanceId: 'other' },
    ];
    for (const by of [caller, ...others]) expect((await take(someDay, 0, by)).type).toBe('taken');
    for (const by of [caller, ...others]) expect((await take(someDay, 0, by)).type).toBe('empty');
  });

  test('says how many tokens are left, through whichever container', async () => {
    const take = (await opened())({ perSecond: 10, burst: 4 });
    const left = async (now: Instant, through = 0) => {
      const taken = await take(now, through);
      return taken.type === 'taken' ? taken.remaining : taken.type;
    };
    expect([await left(someDay), await left(someDay, 1), await left(someDay, 2)]).toEqual([3, 2, 1]);
    expect([await left(someDay + 50), await left(someDay + 50)]).toEqual([0, 'empty']);
    expect([await left(someDay + 200, 1), await left(seconds(9) + someDay, 2)]).toEqual([1, 3]);
  });

  describe('a refusal', () => {
    test('says how long to wait: after that there is a token, through any container', async () => {
      const somebody = await opened();
      await fc.assert(
        fc.asyncProperty(anyLimit, anyContainer, anyContainer, fc.nat(300), async (limit, one, other, gap) => {
          const take = somebody(limit);
          for (let n = 0; n < limit.burst; n += 1) await take(someDay);
          const refused = await take(someDay + gap, one);
          if (refused.type === 'taken') return;
          expect(refused.retryAfterMilliseconds).toBeGreaterThan(0);
          expect(refused.retryAfterMilliseconds).toBeLessThanOrEqual(seconds(1) / limit.perSecond);
          expect((await take(someDay + gap + refused.retryAfterMilliseconds, other)).type).toBe('taken');
        }),
        { numRuns: randomRuns(30) },
      );
    });

    test('takes no token: after a hundred refusals the wait is no longer', async () => {
      const take = (await opened())({ perSecond: 10, burst: 1 });
      await take(someDay);
      await Promise.all(Array.from({ length: 100 }, (_, n) => take(someDay + 99, n % count)));
      expect((await take(someDay + 100)).type).toBe('taken');
    });
  });

  test('a caller who keeps to the rate is never refused, whichever container it reaches', async () => {
    const anyRequest = fc.record({ late: fc.nat(150), through: anyContainer });
    const somebody = await opened();
    await fc.assert(
      fc.asyncProperty(anyLimit, fc.array(anyRequest, { maxLength: 20 }), async (limit, requests) => {
        const take = somebody(limit);
        let now = someDay;
        for (const { late, through } of requests) {
          expect((await take(now, through)).type).toBe('taken');
          now += seconds(1) / limit.perSecond + late;
        }
      }),
      { numRuns: randomRuns(15) },
    );
  });

  test('of simultaneous requests exactly as many are admitted as there are tokens', async () => {
    const somebody = await opened();
    await fc.assert(
      fc.asyncProperty(anyLimit, fc.array(anyWave, { maxLength: 6 }), async (limit, waves) => {
        const take = somebody(limit);
        let now = someDay;
        let milliTokens = 1_000 * limit.burst;
        for (const { gap, to } of waves) {
          now += gap;
          milliTokens = Math.min(1_000 * limit.burst, milliTokens + gap * limit.perSecond);
          const taken = await Promise.all(to.map((through) => take(now, through)));
          const passed = taken.filter(({ type }) => type === 'taken').length;
          expect(passed).toBe(Math.min(to.length, Math.floor(milliTokens / 1_000)));
          milliTokens -= 1_000 * passed;
        }
      }),
      { numRuns: randomRuns(20) },
    );
  });

  test('over any time at most the burst and what the rate adds is admitted, in whatever order the requests arrive', async () => {
    const anyRequest = fc.record({ at: fc.nat(1_500), through: anyContainer });
    const somebody = await opened();
    await fc.assert(
      fc.asyncProperty(anyLimit, fc.array(anyRequest, { maxLength: 80 }), async (limit, requests) => {
        const take = somebody(limit);
        const answers = await Promise.all(
          requests.map(async ({ at, through }) => ({ at, ...(await take(someDay + at, through)) })),
        );
        const instants = answers
          .filter(({ type }) => type === 'taken')
          .map(({ at }) => at)
          .sort((a, b) => a - b);
        for (const [first, from] of instants.entries()) {
          for (const [n, until] of instants.slice(first).entries()) {
            expect(n + 1).toBeLessThanOrEqual(limit.burst + ((until - from) * limit.perSecond) / 1_000);
          }
        }
      }),
      { numRuns: randomRuns(20) },
    );
  });
}
