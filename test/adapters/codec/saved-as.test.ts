import { describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { asTuple, type Codec, listOf, optional, savedAs } from '#adapters/codec/saved-as.ts';

interface Line {
  readonly from: string;
  readonly seconds: number;
}

interface Call {
  readonly callId: string;
  readonly lines: readonly Line[];
  readonly note?: string;
  readonly held?: Line;
}

const line = asTuple<Line>({ from: z.string(), seconds: z.number() });
const call = savedAs<Call>({
  callId: ['id', z.string()],
  lines: ['ls', listOf(line)],
  note: optional(z.string()),
  held: ['he', optional(savedAs<Line>({ from: ['fr', z.string()], seconds: ['s', z.number()] }))],
});

const readBack = <Value, Stored>(codec: Codec<Value, Stored>, stored: unknown) =>
  codec.read(codec.stored.parse(stored));

describe('an object', () => {
  const full: Call = { callId: 'c1', lines: [{ from: 'a', seconds: 7 }], note: 'n', held: { from: 'b', seconds: 0 } };

  test('is stored under short names and read as it was', () => {
    expect(call.write(full)).toEqual({ id: 'c1', ls: [['a', 7]], note: 'n', he: { fr: 'b', s: 0 } });
    expect(readBack(call, call.write(full))).toEqual(full);
  });

  test('has no attribute for an absent member or an empty list', () => {
    expect(call.write({ callId: 'c1', lines: [] })).toEqual({ id: 'c1' });
    expect(readBack(call, { id: 'c1' })).toEqual({ callId: 'c1', lines: [] });
  });

  test.each([{}, { id: 7 }, { id: 'c1', ls: [['a']] }, { id: 'c1', ls: [['a', '7']] }, { id: 'c1', he: { fr: 'b' } }])(
    'is not read from %j',
    (item) => expect(() => readBack(call, item)).toThrow(),
  );
});

describe('what a newer version added', () => {
  const stored = { id: 'c1', ls: [['a', 7, { later: true }]], he: { fr: 'b', s: 0, zz: 1 }, constructor: ['x'] };

  test('is written again with the object, its parts and its tuples, also with a changed copy', () => {
    const read = readBack(call, stored);
    expect(call.write(read)).toEqual(stored);
    expect(call.write({ ...read, callId: 'c2' })).toEqual({ ...stored, id: 'c2' });
  });

  test('does not show in the object, and does not pass to another one', () => {
    const read = readBack(call, stored);
    expect(JSON.parse(JSON.stringify(read))).toEqual({
      callId: 'c1',
      lines: [{ from: 'a', seconds: 7 }],
      held: { from: 'b', seconds: 0 },
    });
    expect(call.write({ callId: read.callId, lines: [] })).toEqual({ id: 'c1' });
  });
});
