import { expect, test } from '@jest/globals';
import { makeCache } from '#core/cache.ts';

/** A cache that keeps values for a second. The names that were looked up are recorded. */
function aCache(lookUp: (name: string) => Promise<string>, keeps?: (value: string) => boolean) {
  const lookedUp: string[] = [];
  const clock = { at: 0, now: () => clock.at };
  const cached = makeCache<string>({ clock, milliseconds: 1_000, ...(keeps && { keeps }) });
  const get = (name: string) =>
    cached(name, () => {
      lookedUp.push(name);
      return lookUp(name);
    });
  return { get, lookedUp, clock };
}

test('a value is kept for its time, each name by itself', async () => {
  const { get, lookedUp, clock } = aCache(async (name) => `value of ${name}`);
  for (const name of ['a', 'a', 'b']) expect(await get(name)).toBe(`value of ${name}`);
  clock.at = 999;
  await get('a');
  expect(lookedUp).toEqual(['a', 'b']);
  clock.at = 1_000;
  await get('a');
  expect(lookedUp).toEqual(['a', 'b', 'a']);
});

test('a look-up that failed is repeated', async () => {
  const answers = [Promise.reject(new Error('throttled')), Promise.resolve('value')];
  const { get } = aCache(() => answers.shift() ?? Promise.reject(new Error('asked too often')));
  await expect(get('a')).rejects.toThrow('throttled');
  expect(await get('a')).toBe('value');
});

test('a value that may not be kept is looked up each time, until there is one that may', async () => {
  const values = ['none', 'none', 'value'];
  const { get, lookedUp } = aCache(
    async () => values.shift() ?? 'asked too often',
    (value) => value !== 'none',
  );
  for (const value of ['none', 'none', 'value', 'value']) expect(await get('a')).toBe(value);
  expect(lookedUp).toHaveLength(3);
});

test('a value whose time is over does not come back when its successor may not be kept', async () => {
  const values = ['value', 'none'];
  const { get, clock } = aCache(
    async () => values.shift() ?? 'none',
    (value) => value !== 'none',
  );
  await get('a');
  clock.at = 1_000;
  for (let n = 0; n < 2; n += 1) expect(await get('a')).toBe('none');
});

test('however many names are looked up, memory stays bounded', async () => {
  const { get, lookedUp } = aCache(async () => 'value');
  for (let n = 0; n <= 1_000; n += 1) await get(`${n}`);
  await get('0');
  expect(lookedUp).toHaveLength(1_002);
});
