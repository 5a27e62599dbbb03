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
    ['an unknown matcher', { source: [{ regex: 'last.*' }] }, /regex/],
    ['alternatives that are no list', { $or: { source: ['a'] } }, /\$or needs a list/],
    ['two asterisks in a row', { source: [{ wildcard: 'a**' }] }, /two asterisks/],
    ['a bare value', { source: 'lastcall' }, /source needs a list/],
    ['an unknown comparison', { detail: { count: [{ numeric: ['~', 3] }] } }, /numeric/],
    ['a prefix that is not text', { source: [{ prefix: { suffix: 'x' } }] }, /prefix needs text/],
  ])('with %s is refused when it is compiled', (_, pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(message);
  });
});

/** The examples of docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html, with what they say. */
describe('a documented example of', () => {
  const detail = (condition: object) => ({ detail: condition });
  const either = [
    { 'c-count': [{ numeric: ['>', 0, '<=', 5] }] },
    { 'd-count': [{ numeric: ['<', 10] }] },
    { 'x-limit': [{ numeric: ['=', 301.8] }] },
  ];
  test.each<[string, object, object, boolean]>([
    ['prefix', { time: [{ prefix: '2017-10-02' }] }, { time: '2017-10-02T18:43:48Z' }, true],
    [
      'prefix, ignoring case',
      { service: [{ prefix: { 'equals-ignore-case': 'EventB' } }] },
      { service: 'EVENTBridge' },
      true,
    ],
    ['suffix', { FileName: [{ suffix: '.png' }] }, { FileName: 'a.png' }, true],
    [
      'suffix, ignoring case',
      { FileName: [{ suffix: { 'equals-ignore-case': '.png' } }] },
      { FileName: 'a.PNG' },
      true,
    ],
    ['anything-but', { state: [{ 'anything-but': 'initializing' }] }, { state: 'initializing' }, false],
    ['anything-but numbers', { 'x-limit': [{ 'anything-but': [100, 200, 300] }] }, { 'x-limit': 200 }, false],
    [
      'anything-but, ignoring case',
      { state: [{ 'anything-but': { 'equals-ignore-case': ['initializing', 'stopped'] } }] },
      { state: 'Stopped' },
      false,
    ],
    [
      'anything-but prefixes',
      { state: [{ 'anything-but': { prefix: ['init', 'over'] } }] },
      { state: 'overloaded' },
      false,
    ],
    [
      'anything-but suffixes',
      { FileName: [{ 'anything-but': { suffix: ['.txt', '.rtf'] } }] },
      { FileName: 'a.png' },
      true,
    ],
    [
      'anything-but a wildcard',
      { FilePath: [{ 'anything-but': { wildcard: '*/lib/*' } }] },
      { FilePath: 'a/lib/b' },
      false,
    ],
    [
      'anything-but wildcards',
      { FilePath: [{ 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } }] },
      { FilePath: 'a/src/b' },
      true,
    ],
    [
      'equals-ignore-case',
      { 'detail-type': [{ 'equals-ignore-case': 'ec2 Instance State-change Notification' }] },
      { 'detail-type': 'EC2 Instance State-change Notification' },
      true,
    ],
    [
      'wildcard',
      { EventBusArn: [{ wildcard: 'arn:aws:events:us-east-1:*:event-bus/*' }] },
      { EventBusArn: 'arn:aws:events:us-east-1:1:event-bus/x' },
      true,
    ],
    ['wildcard in the middle', { FilePath: [{ wildcard: 'dir/*.png' }] }, { FilePath: 'dir/a.jpg' }, false],
    ['an escaped asterisk', { FilePath: [{ wildcard: 'a\\*b' }] }, { FilePath: 'a*b' }, true],
    ['an escaped asterisk is no wildcard', { FilePath: [{ wildcard: 'a\\*b' }] }, { FilePath: 'axb' }, false],
    ['cidr', detail({ sourceIPAddress: [{ cidr: '10.0.0.0/24' }] }), detail({ sourceIPAddress: '10.0.0.255' }), true],
    [
      'cidr, outside',
      detail({ sourceIPAddress: [{ cidr: '10.0.0.0/24' }] }),
      detail({ sourceIPAddress: '10.0.1.0' }),
      false,
    ],
    [
      'cidr of IPv6',
      detail({ sourceIPAddress: [{ cidr: '2001:db8::/32' }] }),
      detail({ sourceIPAddress: '2001:db8::1' }),
      true,
    ],
    ['exists', detail({ state: [{ exists: true }] }), detail({ state: 'stopped' }), true],
    ['exists, of an object', detail({ state: [{ exists: true }] }), detail({ state: { is: 'stopped' } }), false],
    [
      'exists, of a field that is not there',
      detail({ 'c-count': [{ exists: false }] }),
      detail({ state: 'stopped' }),
      true,
    ],
    ['numeric', detail({ 'c-count': [{ numeric: ['>', 0, '<=', 5] }] }), detail({ 'c-count': 5 }), true],
    ['a number in another notation', detail({ limit: [300] }), detail(JSON.parse('{"limit":3.0e2}')), true],
    ['$or, with one that matches', detail({ $or: either }), detail({ 'c-count': 9, 'd-count': 3 }), true],
    ['$or, with none', detail({ $or: either }), detail({ 'c-count': 9, 'd-count': 12 }), false],
    ['empty text', { LastName: [''] }, { LastName: '' }, true],
    ['null', { UserID: [null] }, { UserID: null }, true],
    ['null is no empty text', { UserID: [null] }, { UserID: '' }, false],
    ['lists, with an item in common', { resources: ['a', 'b'] }, { resources: ['b', 'c'] }, true],
    ['lists of objects', detail({ items: { id: ['2'] } }), detail({ items: [{ id: '1' }, { id: '2' }] }), true],
  ])('%s', (_, pattern, example, expected) => {
    expect(compilePattern({ ...pattern })(example)).toBe(expected);
  });
});
