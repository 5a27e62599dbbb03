import { describe, expect, test } from '@jest/globals';
import { type References, resolveIntrinsics, UnresolvedIntrinsic } from '../../../local/aws/assembly/intrinsics.ts';

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
    ['one in a nested value', { a: [{ b: { Ref: 'Queue' } }] }, { a: [{ b: 'http://queue' }] }],
    ['AWS::NoValue', { a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
  ])('%s is replaced by its result', (_, value, expected) => {
    expect(resolve(value)).toEqual(expected);
  });

  test.each<[string, unknown, RegExp]>([
    ['an unknown name', { Ref: 'Nobody' }, /Nobody/],
    ['an unknown attribute', { 'Fn::GetAtt': ['Queue', 'Colour'] }, /Queue has no attribute Colour/],
    ['an unknown export', { 'Fn::ImportValue': 'None' }, /None/],
    ['an unknown function', { 'Fn::FindInMap': ['a', 'b', 'c'] }, /Fn::FindInMap/],
    ['an index past the end of a list', { 'Fn::Select': [3, ['a']] }, /no item 3/],
  ])('%s is refused, and the error names it', (_, value, message) => {
    expect(() => resolve(value)).toThrow(UnresolvedIntrinsic);
    expect(() => resolve(value)).toThrow(message);
  });
});
