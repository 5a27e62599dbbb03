import { expect, test } from '@jest/globals';
import { makeRemember } from '#core/remember.ts';

function aMemory(lookUp: (name: string) => Promise<string>, keeps?: (value: string) => boolean) {
  const asked: string[] = [];
  const clock = { at: 0, now: () => clock.at };
  const remember = makeRemember<string>({ clock, milliseconds: 1_000, ...(keeps && { keeps }) });
  const recall = (name: string) =>
    remember(name, () => {
      asked.push(name);
      return lookUp(name);
    });
  return { recall, asked, clock };
}

test('a look-up is spared until its time is over, each name by itself', async () => {
  const { recall, asked, clock } = aMemory(async (name) => `value of ${name}`);
  for (const name of ['a', 'a', 'b']) expect(await recall(name)).toBe(`value of ${name}`);
  clock.at = 999;
  await recall('a');
  expect(asked).toEqual(['a', 'b']);
  clock.at = 1_000;
  await recall('a');
  expect(asked).toEqual(['a', 'b', 'a']);
});

test('a look-up that failed is made again', async () => {
  const answers = [Promise.reject(new Error('throttled')), Promise.resolve('value')];
  const { recall } = aMemory(() => answers.shift() ?? Promise.reject(new Error('asked too often')));
  await expect(recall('a')).rejects.toThrow('throttled');
  expect(await recall('a')).toBe('value');
});

test('a value that is not to be kept is looked up each time, until there is one that is', async () => {
  const values = ['none', 'none', 'value'];
  const { recall, asked } = aMemory(
    async () => values.shift() ?? 'asked too often',
    (value) => value !== 'none',
  );
  for (const value of ['none', 'none', 'value', 'value']) expect(await recall('a')).toBe(value);
  expect(asked).toHaveLength(3);
});

test('what was kept and is over does not come back when its successor is not kept', async () => {
  const values = ['value', 'none'];
  const { recall, clock } = aMemory(
    async () => values.shift() ?? 'none',
    (value) => value !== 'none',
  );
  await recall('a');
  clock.at = 1_000;
  for (let n = 0; n < 2; n += 1) expect(await recall('a')).toBe('none');
});

test('however many names are asked for, memory stays bounded', async () => {
  const { recall, asked } = aMemory(async () => 'value');
  for (let n = 0; n <= 1_000; n += 1) await recall(`${n}`);
  await recall('0');
  expect(asked).toHaveLength(1_002);
});
