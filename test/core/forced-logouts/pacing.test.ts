import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Pace } from '#core/backend-calls.ts';
import { makeGathering } from '#core/forced-logouts/gathering.ts';
import {
  chunkSize,
  chunkSizeAt,
  expectedEnd,
  mostAtOnceAt,
  nextPortion,
  pageSizeAt,
} from '#core/forced-logouts/pacing.ts';
import { seconds } from '#core/instant.ts';

/** 80 % of the default quota of Amazon Connect. */
const usual: Pace = { perSecond: 1.6, atOnce: 4 };
const anyPace = fc.record({
  perSecond: fc.double({ min: 0.1, max: 500, noNaN: true }),
  atOnce: fc.integer({ min: 1, max: 500 }),
});

describe('the pace of a backend', () => {
  test('decides how many agents are in a chunk, on a page and in a request', () => {
    expect([chunkSizeAt(usual), pageSizeAt(usual), mostAtOnceAt(usual, 50)]).toEqual([8, 960, 5]);
  });

  test('never makes a chunk that two workers could not do in twelve seconds, and none of nobody', () => {
    fc.assert(
      fc.property(anyPace, (pace) => {
        const size = chunkSizeAt(pace);
        expect(size).toBeGreaterThanOrEqual(1);
        expect(size).toBeLessThanOrEqual(chunkSize);
        if (size > 1) expect((2 * size) / pace.perSecond).toBeLessThan(12);
        expect(mostAtOnceAt(pace, 50)).toBeGreaterThanOrEqual(1);
        expect(mostAtOnceAt(pace, 50)).toBeLessThanOrEqual(50);
      }),
    );
  });

  test('has chunks sent before the work runs out, and never more than a minute of it', () => {
    fc.assert(
      fc.property(anyPace, fc.nat(5_000), (pace, underWay) => {
        const portion = nextPortion(underWay, pace, chunkSizeAt(pace));
        const left = underWay / pace.perSecond;
        if ('enoughFor' in portion) {
          expect(portion.enoughFor).toBeGreaterThan(0);
          expect(seconds(left) - portion.enoughFor).toBeCloseTo(seconds(25));
          return;
        }
        expect(left).toBeLessThanOrEqual(25);
        expect(portion.chunks).toBeGreaterThanOrEqual(1);
        if (portion.chunks > 1)
          expect(left + (portion.chunks * chunkSizeAt(pace)) / pace.perSecond).toBeLessThanOrEqual(60);
      }),
    );
  });
});

describe('the expected end of a job', () => {
  const startedAt = 1_000_000;
  const job = { done: 60, left: 160, startedAt };

  test('follows from the pace of the backend during the first minute', () => {
    expect(expectedEnd(job, usual, startedAt + seconds(59))).toBe(startedAt + seconds(59 + 100));
    expect(expectedEnd({ ...job, done: 0 }, usual, startedAt + seconds(600))).toBe(startedAt + seconds(700));
  });

  test('follows from its own pace afterwards, if that is slower', () => {
    expect(expectedEnd(job, usual, startedAt + seconds(60))).toBe(startedAt + seconds(60 + 160));
    expect(expectedEnd({ ...job, done: 600 }, usual, startedAt + seconds(60))).toBe(startedAt + seconds(160));
  });
});

describe('agents who wait for each other', () => {
  test('go on when the last of them has arrived or has left', async () => {
    const { join } = makeGathering(3);
    const [first, second, third] = [join(), join(), join()];
    const gone: string[] = [];
    const both = [first, second].map(({ arrive }, n) => arrive().then(() => void gone.push(`${n}`)));
    first.leave();
    await Promise.resolve();
    expect(gone).toEqual([]);
    third.leave();
    await Promise.all(both);
    expect(gone).toEqual(['0', '1']);
  });

  test('count once, whether they arrive or leave, and as often as they do', async () => {
    const { join } = makeGathering(2);
    const [first, second] = [join(), join()];
    let isGone = false;
    const gone = first.arrive().then(() => {
      isGone = true;
    });
    for (const again of [first.arrive, first.leave]) void again();
    await Promise.resolve();
    await Promise.resolve();
    expect(isGone).toBe(false);
    second.leave();
    await gone;
  });
});
