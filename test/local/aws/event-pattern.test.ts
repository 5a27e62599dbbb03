import { describe, expect, test } from '@jest/globals';
import { compilePattern } from '../../../local/aws/events/event-pattern.ts';

const event = {
  source: 'lastcall',
  'detail-type': 'AgentSignedOut',
  resources: ['a', 'b'],
  detail: { cause: 'forced', count: 3, jobId: null, flag: true, agent: { name: 'Vader' } },
};

describe('an event pattern', () => {
  test.each<[string, Record<string, unknown>, boolean]>([
    ['a literal in the list', { source: ['other', 'lastcall'] }, true],
    ['no literal in the list', { source: ['other'] }, false],
    ['only one of two fields', { source: ['lastcall'], 'detail-type': ['Other'] }, false],
    ['a number, null or boolean', { detail: { count: [3], jobId: [null], flag: [true] } }, true],
    ['a number as text', { detail: { count: ['3'] } }, false],
    ['an item of a list in the event', { resources: ['b', 'c'] }, true],
    ['a nested field', { detail: { agent: { name: ['Vader'] } } }, true],
    ['a prefix', { source: [{ prefix: 'last' }] }, true],
    ['a suffix', { source: [{ suffix: 'last' }] }, false],
    ['text in other case', { source: [{ 'equals-ignore-case': 'LASTCALL' }] }, true],
    ['a field that exists', { detail: { cause: [{ exists: true }] } }, true],
    ['a field that does not exist', { detail: { reason: [{ exists: false }] } }, true],
    ['a missing field of a missing object', { other: { thing: [{ exists: false }] } }, true],
    ['anything but the actual value', { source: [{ 'anything-but': ['lastcall', 'x'] }] }, false],
    ['anything but another value', { source: [{ 'anything-but': 'x' }] }, true],
    ['anything but a prefix', { source: [{ 'anything-but': { prefix: 'last' } }] }, false],
    ['anything but, of a field that does not exist', { nothing: [{ 'anything-but': 'x' }] }, false],
    ['a number within bounds', { detail: { count: [{ numeric: ['>', 0, '<=', 3] }] } }, true],
    ['a number out of bounds', { detail: { count: [{ numeric: ['<', 3] }] } }, false],
  ])('with %s', (_, pattern, expected) => {
    expect(compilePattern(pattern)(event)).toBe(expected);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['an unknown matcher', { source: [{ wildcard: 'last*' }] }, /wildcard/],
    ['alternatives over fields', { $or: [{ source: ['a'] }] }, /\$or/],
    ['a bare value', { source: 'lastcall' }, /source needs a list/],
    ['an unknown comparison', { detail: { count: [{ numeric: ['~', 3] }] } }, /numeric/],
    ['a prefix that is not text', { source: [{ prefix: { 'equals-ignore-case': 'x' } }] }, /prefix needs text/],
  ])('with %s is refused when it is compiled', (_, pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(message);
  });
});
