import { expect, test } from '@jest/globals';
import { itemSize } from './item-size.ts';

test.each([
  ['a text: the bytes of its name and of its UTF-8', { name: 'Zoë' }, 4 + 4],
  ['a small number: a byte for two digits and one more', { n: 7 }, 1 + 2],
  ['a number without its leading and trailing zeroes', { n: 1_500_000 }, 1 + 2],
  ['a negative number with decimals', { n: -0.125 }, 1 + 3],
  ['a number in powers of ten', { n: 1e21 }, 1 + 2],
  ['zero', { n: 0 }, 1 + 1],
  ['an instant in milliseconds', { at: 1_795_253_412_345 }, 2 + 8],
  ['a boolean and a null', { yes: true, no: null }, 4 + 3],
  ['bytes', { b: new Uint8Array(10) }, 1 + 10],
  ['an empty list and an empty map', { l: [], m: {} }, 4 + 4],
  ['a list: three bytes, and one for each element', { l: ['ab', 'c'] }, 1 + 3 + 1 + 2 + 1 + 1],
  ['a map: three bytes, and one for each element', { m: { ab: 'c' } }, 1 + 3 + 1 + 2 + 1],
  ['a set', { s: new Set(['ab', 'c']), n: new Set([1, 22]) }, 1 + 3 + 1 + 2 + 2],
  ['an undefined value', { a: undefined }, 1],
])('%s', (_, item, bytes) => {
  expect(itemSize(item)).toBe(bytes);
});
