import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { seconds } from '#core/instant.ts';
import { flow } from '#runtime/flow.ts';
import { logger } from '#runtime/observe.ts';

const failed = { outcome: 'failed' };
const context = { awsRequestId: 'inv-1' } as Context;

const logged = jest.spyOn(logger, 'error');
beforeEach(() => {
  logged.mockImplementation(() => {});
});
afterEach(() => {
  logged.mockReset();
});

/** Virtual time: it passes as soon as somebody waits for it. */
function aClock() {
  const clock = { at: 0, isStopped: false };
  const pause = async (milliseconds: number, _: undefined, { signal }: { signal: AbortSignal }) => {
    clock.at += milliseconds;
    signal.addEventListener('abort', () => {
      clock.isStopped = true;
    });
  };
  return { clock, pause };
}

const invoke = (work: () => Promise<Record<string, string>>, settings?: Parameters<typeof flow>[2]) =>
  flow(work, failed, settings)({}, context, () => {});

test('a flow action whose dependency never answers has answered within 8 seconds', async () => {
  const { clock, pause } = aClock();
  expect(await invoke(() => new Promise(() => {}), { pause })).toBe(failed);
  expect(clock.at).toBeLessThan(seconds(8));
  expect(logged).toHaveBeenCalledTimes(1);
});

test('a flow action that throws is answered, and the fault is in the log', async () => {
  expect(await invoke(() => Promise.reject(new Error('throttled')))).toBe(failed);
  expect(logged).toHaveBeenCalledWith(expect.any(String), { requestId: 'inv-1', error: expect.any(Error) });
});

test('a flow action that finishes in time gives its own answer and cancels the timeout', async () => {
  const waiting: AbortSignal[] = [];
  const pause = (_: number, __: undefined, { signal }: { signal: AbortSignal }) => {
    waiting.push(signal);
    return new Promise(() => {});
  };
  expect(await invoke(async () => ({ outcome: 'configured' }), { pause })).toEqual({ outcome: 'configured' });
  expect(waiting.map(({ aborted }) => aborted)).toEqual([true]);
  expect(logged).not.toHaveBeenCalled();
});
