import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonical } from '#core/canonical.ts';

test('a canonical text has the keys of every object in order, the same in every release, as texts are kept', () => {
  const value = { b: [{ d: 1, c: 'x' }, null], a: { 10: true, 9: false }, A: 1.5 };
  expect(canonical(value)).toBe('{"A":1.5,"a":{"9":false,"10":true},"b":[{"c":"x","d":1},null]}');
});

test('values have the same canonical text exactly if they are the same JSON but for the order of keys', () => {
  const reversed = (_: string, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toReversed())
      : part;
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: unknown = JSON.parse(text);
      expect(JSON.parse(canonical(value))).toEqual(value);
      expect(canonical(JSON.parse(text, reversed))).toBe(canonical(value));
    }),
  );
});

test('members that are undefined count as missing', () => {
  expect(canonical({ a: 1, b: undefined })).toBe(canonical({ a: 1 }));
});
