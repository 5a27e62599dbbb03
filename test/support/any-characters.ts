import fc from 'fast-check';

/**
 * Any character of Unicode. `fc.string({ unit: 'binary' })` is made of the same ones, and first makes a map of all of them,
 * which takes a second.
 */
export const anyCharacter = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((codePoint) => String.fromCodePoint(codePoint));
