import { describe, expect, test } from '@jest/globals';
import { type References, resolveIntrinsics, UnresolvedIntrinsic } from '../../local/assembly/intrinsics.ts';

const references: References = {
  ref: (name) => ({ Queue: 'http://queue', 'AWS::Region': 'us-east-1' })[name],
  attribute: (logicalId, attribute) => (logicalId === 'Queue' && attribute === 'Arn' ? 'arn:queue' : undefined),
  exported: (name) => (name === 'Other:Name' ? 'exported' : undefined),
};
const resolve = (value: unknown) => resolveIntrinsics(value, references);

describe('an intrinsic function', () => {
  test.each<[string, unknown, unknown]>([
    ['Ref', { Ref: 'Queue' }, 'http://queue'],
    ['Ref to a pseudo-parameter', { Ref: 'AWS::Region' }, 'us-east-1'],
    ['Fn::GetAtt', { 'Fn::GetAtt': ['Queue', 'Arn'] }, 'arn:queue'],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Queue.Arn' }, 'arn:queue'],
    ['Fn::Join', { 'Fn::Join': ['/', ['a', { Ref: 'AWS::Region' }, 1]] }, 'a/us-east-1/1'],
    ['Fn::Sub', { 'Fn::Sub': `\${Queue}, \${Queue.Arn}, \${!Queue}` }, `http://queue, arn:queue, \${Queue}`],
    [
      'Fn::Sub with values',
      { 'Fn::Sub': [`\${A}-\${Queue}`, { A: { Ref: 'AWS::Region' } }] },
      'us-east-1-http://queue',
    ],
    [
      'Fn::Select of Fn::Split',
      { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Queue', 'Arn'] }] }] },
      'queue',
    ],
    ['Fn::ImportValue', { 'Fn::ImportValue': 'Other:Name' }, 'exported'],
    ['one deep inside', { a: [{ b: { Ref: 'Queue' } }] }, { a: [{ b: 'http://queue' }] }],
    ['AWS::NoValue', { a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
  ])('%s gives what it stands for', (_, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  test.each<[string, unknown, RegExp]>([
    ['a name nobody has', { Ref: 'Nobody' }, /Nobody/],
    ['an attribute a resource has not', { 'Fn::GetAtt': ['Queue', 'Colour'] }, /Queue has no attribute Colour/],
    ['an export nobody made', { 'Fn::ImportValue': 'None' }, /None/],
    ['a function it does not know', { 'Fn::FindInMap': ['a', 'b', 'c'] }, /Fn::FindInMap/],
    ['a list too short', { 'Fn::Select': [3, ['a']] }, /no item 3/],
  ])('%s is refused by name', (_, value, message) => {
    expect(() => resolve(value)).toThrow(UnresolvedIntrinsic);
    expect(() => resolve(value)).toThrow(message);
  });
});
