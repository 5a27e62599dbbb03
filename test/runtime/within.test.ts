import { expect, test } from '@jest/globals';
import { within } from '#runtime/within.ts';

const late = () => new Error('too late');
const aPause = () => {
  const pauses: { readonly milliseconds: number; readonly signal: AbortSignal }[] = [];
  const expire: (() => void)[] = [];
  const pause = (milliseconds: number, _: undefined, { signal }: { signal: AbortSignal }) => {
    pauses.push({ milliseconds, signal });
    return new Promise<void>((resolve) => expire.push(resolve));
  };
  return {
    pauses,
    pause,
    expire: () => {
      for (const each of expire) each();
    },
  };
};

test('work that is done in time gives its result, and the pause is stopped', async () => {
  const { pauses, pause } = aPause();
  expect(await within(8_000, Promise.resolve('done'), late, pause)).toBe('done');
  expect(pauses.map(({ milliseconds, signal }) => [milliseconds, signal.aborted])).toEqual([[8_000, true]]);
});

test('work that takes longer is given up', async () => {
  const { pause, expire } = aPause();
  const result = within(8_000, new Promise(() => {}), late, pause);
  expire();
  await expect(result).rejects.toThrow('too late');
});

test('work that fails fails with its own error', async () => {
  const { pauses, pause } = aPause();
  await expect(within(8_000, Promise.reject(new Error('broken')), late, pause)).rejects.toThrow('broken');
  expect(pauses[0]?.signal.aborted).toBe(true);
});
