import { describe, expect, test } from '@jest/globals';
import type { Template } from '../../bin/templates/fault.ts';
import { faultsAfter, resourceIn } from './planted-faults.ts';

const lambda = 'AWS::Lambda::Function';
const queue = 'AWS::SQS::Queue';

describe('a planted fault of a stack is found:', () => {
  test.each<[string, (service: Template) => void, RegExp]>([
    [
      'a type that does not exist',
      ({ Resources }) => {
        Resources.New = { Type: 'AWS::SQS::Que', Properties: {}, DependsOn: [] };
      },
      /New\.Type: AWS::SQS::Que is not known/,
    ],
    [
      'a dependency on nothing',
      ({ Resources }) => {
        resourceIn(Resources, lambda).DependsOn.push('Nobody');
      },
      /DependsOn: it names Nobody/,
    ],
    [
      'resources that wait for each other',
      ({ Resources }) => {
        const role = Object.entries(Resources).find(([, { Type }]) => Type === 'AWS::IAM::Role');
        role?.[1].DependsOn.push(...Object.keys(Resources).filter((id) => Resources[id]?.Type === lambda));
      },
      /it waits for itself: /,
    ],
    [
      'a logical id with a hyphen',
      ({ Resources }) => {
        Resources['a-b'] = resourceIn(Resources, queue);
      },
      /a-b: the logical id; it must match/,
    ],
    [
      'more than 500 resources',
      ({ Resources }) => {
        for (let at = 0; at < 300; at += 1) Resources[`More${at}`] = resourceIn(Resources, queue);
      },
      /Resources: there are 5\d\d; CloudFormation takes 500/,
    ],
    [
      'a template beyond 1 MB',
      ({ Resources }) => {
        resourceIn(Resources, lambda).Properties.Code = { ZipFile: 'x'.repeat(1_000_000) };
      },
      /template: it has 1\d{6} bytes; CloudFormation takes 1000000/,
    ],
    [
      'more than 200 outputs',
      ({ Outputs }) => {
        for (let at = 0; at < 201; at += 1) Outputs[`More${at}`] = { Value: 'x' };
      },
      /Outputs: there are 2\d\d; CloudFormation takes 200/,
    ],
    [
      'more than 200 parameters',
      ({ Parameters }) => {
        for (let at = 0; at < 201; at += 1) Parameters[`More${at}`] = { Type: 'String' };
      },
      /Parameters: there are 20\d; /,
    ],
    [
      'a description of an output that is too long',
      ({ Outputs }) => {
        Outputs.Long = { Value: 'x', Description: 'd'.repeat(1025) };
      },
      /Outputs\.Long\.Description: /,
    ],
    [
      'an export that there is already',
      ({ Outputs }) => {
        for (const id of ['One', 'Two']) Outputs[id] = { Value: 'x', Export: { Name: 'the-same' } };
      },
      /Two outputs export the-same/,
    ],
  ])('%s', (_fault, plant, message) => {
    expect(faultsAfter(plant)).toContainEqual(expect.stringMatching(message));
  });
});
