import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseJson } from '#runtime/json/parse.ts';
import { anyCharacter } from '#test/support/any-characters.ts';

const faultsIn = (text: string) => {
  const parsed = parseJson(text);
  return parsed.type === 'faulty' ? parsed.faults : [];
};

/** Names that repeat, some of them written in two ways. */
const anyKey = fc.constantFrom('"a"', '"b"', String.raw`"\u0061"`, '"__proto__"', '"a\\":"', '""', '"é"', '"x:"');
const anyLeaf = fc.oneof(
  fc.jsonValue({ maxDepth: 0 }).map((value) => JSON.stringify(value)),
  fc.constantFrom('"\\":"', '":"', '"\\\\"', '"\\ud83d\\ude00"', '-0.5e+3'),
);
const anyBlank = fc.constantFrom('', '', ' ', '\n', '\t', '\r\n ');

/** Valid JSON in which some object may have a key twice, and whether one does. */
const { anyText } = fc.letrec<{ anyText: { text: string; repeats: boolean } }>((tie) => ({
  anyText: fc.oneof(
    { maxDepth: 3 },
    anyLeaf.map((text) => ({ text, repeats: false })),
    fc.tuple(fc.array(tie('anyText'), { maxLength: 3 }), anyBlank).map(([entries, blank]) => ({
      text: `[${blank}${entries.map(({ text }) => text).join(`,${blank}`)}]`,
      repeats: entries.some(({ repeats }) => repeats),
    })),
    fc.tuple(fc.array(fc.tuple(anyKey, tie('anyText')), { maxLength: 4 }), anyBlank).map(([members, blank]) => ({
      text: `{${members.map(([key, { text }]) => `${blank}${key}${blank}:${blank}${text}`).join(',')}${blank}}`,
      repeats:
        new Set(members.map(([key]) => JSON.parse(key))).size < members.length ||
        members.some(([, { repeats }]) => repeats),
    })),
  ),
}));

describe('what is read', () => {
  test('valid JSON has the value that JSON.parse gives, unless a key is repeated', () => {
    const seen = { read: 0, refused: 0 };
    fc.assert(
      fc.property(anyText, ({ text, repeats }) => {
        const parsed = parseJson(text);
        if (repeats) {
          seen.refused += 1;
          expect(parsed.type).toBe('faulty');
        } else {
          seen.read += 1;
          expect(parsed).toEqual({ type: 'value', value: JSON.parse(text) });
        }
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(10);
  });

  test('a text with anything put in, taken out or cut off is refused exactly if JSON.parse refuses it, with its place', () => {
    const anyPiece = fc.oneof(
      anyCharacter,
      fc.constantFrom('"', '\\', '{', '}', '[', ']', ',', ':', '0', 'e', '.', '\\u'),
    );
    let refused = 0;
    fc.assert(
      fc.property(anyText, anyPiece, fc.nat(), fc.nat(2), ({ text, repeats }, piece, n, taken) => {
        fc.pre(!repeats);
        const at = n % (text.length + 1);
        const other = `${text.slice(0, at)}${piece}${text.slice(at + taken)}`.toWellFormed();
        let isJson = true;
        try {
          JSON.parse(other);
        } catch {
          isJson = false;
        }
        const notJson = faultsIn(other).filter(({ message }) => message.startsWith('The body is not JSON'));
        expect(notJson).toHaveLength(isJson ? 0 : 1);
        for (const { message } of notJson) expect(message).toMatch(/ at line \d+, column \d+(, where the body ends)?$/);
        if (!isJson) refused += 1;
      }),
      { numRuns: 1_000 },
    );
    expect(refused).toBeGreaterThan(10);
  });

  test('a byte order mark at the beginning is ignored, and nowhere else', () => {
    expect(parseJson('\ufeff{"a":1}')).toEqual({ type: 'value', value: { a: 1 } });
    expect(faultsIn('\ufeff\ufeff{}')).toMatchObject([{ message: expect.stringContaining('line 1, column 1') }]);
    expect(faultsIn('{}\ufeff')).toMatchObject([{ message: expect.stringContaining('line 1, column 3') }]);
  });

  test('depth and length do not matter', () => {
    const deep = (inner: string) => `${'[{"a":'.repeat(100_000)}${inner}${'}]'.repeat(100_000)}`;
    expect(parseJson(deep('1')).type).toBe('value');
    expect(faultsIn(deep('{"b":1,"b":2}'))).toMatchObject([{ path: '[0].a[0].a[0].a[0].a[0].a…' }]);
    expect(parseJson(`{"a":"${'x\\n'.repeat(500_000)}","b":":"}`).type).toBe('value');
  });
});

describe('a fault', () => {
  test.each([
    ['{"a":1,}', 'a key in double quotes is expected at line 1, column 8'],
    ['{\n  "a": [1,\n    2,]}', 'a value is expected at line 3, column 7'],
    ["{'a':1}", 'a key in double quotes is expected at line 1, column 2'],
    ['{"a" 1}', 'a colon is expected at line 1, column 6'],
    ['{"a":1 "b":2}', 'a comma or } is expected at line 1, column 8'],
    ['[1 2]', 'a comma or ] is expected at line 1, column 4'],
    ['{"😀":tru}', 'a value is expected at line 1, column 6'],
    ['hello', 'a value is expected at line 1, column 1'],
    ['{} {}', 'nothing more is expected at line 1, column 4'],
    ['{"a":', 'a value is expected at line 1, column 6, where the body ends'],
    ['{"a":"b', 'a string is not closed, which begins at line 1, column 6'],
    ['["a\tb"]', 'a control character that is not escaped is in a string at line 1, column 4'],
    [String.raw`["a\x"]`, 'an escape that JSON does not have is in a string at line 1, column 4'],
    [' ', 'a value is expected at line 1, column 2, where the body ends'],
    ['[01]', 'a comma or ] is expected at line 1, column 3'],
  ])('in %j is told with its place', (text, what) => {
    expect(faultsIn(text)).toEqual([{ path: '', message: `The body is not JSON: ${what}` }]);
  });

  test('names a repeated key by its path, and where it is again', () => {
    expect(faultsIn('{"agent_ids":[11],"agent_ids":[12]}')).toEqual([
      { path: 'agent_ids', message: 'Is given more than once, again at line 1, column 19' },
    ]);
    expect(faultsIn('{"select":\n{"teams":[{"a":1},{"a":1,"\\u0061":2}]},"select":1}')).toEqual([
      { path: 'select.teams[1].a', message: 'Is given more than once, again at line 2, column 26' },
      { path: 'select', message: 'Is given more than once, again at line 2, column 40' },
    ]);
  });

  test.each([String.raw`{"a":["x\ud83d"]}`, String.raw`{"a":["\ude00\ud83d"]}`, '{"a":["\ud83d"]}'])(
    'is an unpaired surrogate (%j)',
    (text) => {
      expect(faultsIn(text)).toEqual([
        { path: 'a[0]', message: 'Has an unpaired surrogate, which is no character, in the text at line 1, column 7' },
      ]);
    },
  );

  test('is an unpaired surrogate in a key', () => {
    expect(faultsIn(String.raw`{"\uD800":1}`)).toMatchObject([{ path: String.raw`["\ud800"]` }]);
  });

  test('is told for twenty places, and the others are counted', () => {
    const faults = faultsIn(`{${'"a":1,'.repeat(1_000)}"b":1}`);
    expect(faults).toHaveLength(21);
    expect(faults.at(-1)).toEqual({ path: '', message: 'There are 979 more faults' });
  });
});
