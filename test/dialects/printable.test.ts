import { describe, expect, test } from '@jest/globals';
import type * as z from 'zod';
import { email, line, paragraph } from '#dialects/fields.ts';
import { shown, sizeOf } from '#dialects/request-schema.ts';

const accepts = (schema: z.ZodType, text: string) => schema.safeParse(text).success;
const escaped = (text: string) => text.replaceAll(/[^ -~]/gu, (c) => `U+${c.codePointAt(0)?.toString(16)} `);

describe('text that others are shown', () => {
  test.each([
    ['English', 'Ann O’Brien-Lee'],
    ['Persian, with a non-joiner', 'می\u200cخواهم'],
    ['Arabic', 'محمد بن عبد الله'],
    ['Hebrew with points', 'שָׁלוֹם'],
    ['Hindi, with joiners', 'क्\u200dष क्\u200cष'],
    ['Sinhala, with a joiner', 'ශ්\u200dරී'],
    ['Malayalam, with a joiner at the end', 'അവന്\u200d'],
    ['Mongolian, with its separators', 'ᠬᠠᠷ\u180eᠠ ᠠ\u180b'],
    ['Khmer', 'សួស្តី'],
    ['Thai', 'สวัสดี'],
    ['Japanese, with a variant of a character', '葛\u{e0100}城 ミサト'],
    ['Korean', '김철수'],
    ['Chinese', '王小明'],
    ['Vietnamese, decomposed', 'Nguyễn'.normalize('NFD')],
    ['a family', '👨\u200d👩\u200d👧\u200d👦'],
    ['an emoji with skin and sex', '👩🏽\u200d💻'],
    ['a heart on fire', '❤\ufe0f\u200d🔥'],
    ['a keycap and flags', '1\ufe0f⃣ 🇩🇪 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
  ])('can be %s', (_, text) => {
    expect(accepts(line(64), text)).toBe(true);
    expect(accepts(paragraph(64), `${text}\n${text}`)).toBe(true);
  });

  test.each([
    ...['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'],
    ...['\u200b', '\u200e', '\u200f', '\u061c', '\u2060', '\u2064', '\u206f', '\ufeff', '\u00ad', '\u034f'],
    ...['\u0000', '\u0007', '\u001b', '\u007f', '\u0080', '\u0085', '\u009f', '\u2028', '\u2029', '\ud800'],
    ...['\u3164', '\u115f', '\uffa0', '\ufff9', '\u{e0001}', '\u{e0041}', '\u{1d173}', '\u2800'],
  ])('holds no %j', (character) => {
    for (const text of [`a${character}b`, `ab${character}😀`, `محمد${character}محمد`]) {
      expect([escaped(text), accepts(line(64), text), accepts(paragraph(64), text)]).toEqual([
        escaped(text),
        false,
        false,
      ]);
    }
    expect(accepts(email, `a${character}@example.com`)).toBe(false);
  });

  test.each([
    ...['An\u200dn', '\u200cAnn', 'Ann \u200d', 'Анна\u200d', '1\u200c2', 'a\u180eb', 'a\u{e0067}\u{e007f}'],
    ...['Jose\u0301\u200c', 'a\u0301\ufe0f', 'a\ufe0f', '\ufe0f', '\u{e0100}', '❤\ufe0f\ufe0f', 'a\ufe0f\u200d'],
  ])('holds no joiner, no selector and no tag where it would be invisible: %j', (text) => {
    expect(accepts(line(64), text)).toBe(false);
    expect(accepts(paragraph(64), text)).toBe(false);
  });

  test.each(['a\nb', 'a\tb', 'a\rb'])('is on one line, or on several where that is said (%j)', (text) => {
    expect([accepts(line(64), text), accepts(paragraph(64), text)]).toEqual([false, true]);
  });
});

test('a message names the character that is refused, and never contains it', () => {
  expect(sizeOf('Ann\u202eeel')).toBe('7 characters, not all of them printable: U+202E');
  expect(sizeOf('a\nb\u{e0041}')).toBe('4 characters, not all of them printable: U+E0041');
  expect(sizeOf('a\nb')).toBe('3 characters, not all of them printable: U+000A');
  expect(shown('Ann\u202eeel')).toBe(String.raw`"Ann\u{202E}eel"`);
  expect(shown('👩🏽\u200d💻')).toBe('"👩🏽\u200d💻"');
});
