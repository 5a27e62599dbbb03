import fc from 'fast-check';
import { anyCharacter } from '#test/support/any-characters.ts';

/** Keys that have caused bugs because they have a meaning in JavaScript. */
const hostileKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', '0', ''];

/**
 * Any JSON value, read from text so that `__proto__` is a key like any other. `keys` and `values` are those of a route, so
 * that some values are almost valid.
 */
export function anyJson(keys: readonly string[], values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const key = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...keys) },
    { weight: 1, arbitrary: fc.constantFrom(...hostileKeys) },
    { weight: 1, arbitrary: fc.string({ unit: anyCharacter }) },
  );
  const leaf = fc.oneof(values, fc.jsonValue({ maxDepth: 1 })).map((value) => JSON.stringify(value));
  const { text } = fc.letrec<{ text: string }>((tie) => ({
    text: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.array(tie('text'), { maxLength: 4 }).map((items) => `[${items.join()}]`),
      fc
        .array(fc.tuple(key, tie('text')), { maxLength: 6 })
        .map((entries) => `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join()}}`),
    ),
  }));
  return text.map((json): unknown => JSON.parse(json));
}

/** Query, path or header values: strings by name. */
export const anyStrings = (keys: readonly string[], values: fc.Arbitrary<string>) =>
  fc
    .array(fc.tuple(fc.oneof(fc.constantFrom(...keys, ...hostileKeys), fc.string()), fc.oneof(values, fc.string())), {
      maxLength: 4,
    })
    .map((entries): Record<string, string> => Object.fromEntries(entries));

/** A value that is nested this deep. */
export function deep(levels: number): unknown {
  let value: unknown = 'bottom';
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { select: value };
  return value;
}
