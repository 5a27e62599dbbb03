import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { Context } from './context.ts';
import { pipelineContext, pipelineWith } from './pipelines.ts';
import { resourcesOf } from './templates.ts';

describe('the role of the smoke test', () => {
  const { pipelineStaging: staging } = pipelineContext;
  const statementsWith = async (setting: Context) => {
    const { smokeRole } = await pipelineWith({ pipelineStaging: { ...staging, ...setting } });
    if (smokeRole === undefined) throw new Error('There is no role');
    const [role] = resourcesOf(smokeRole, 'AWS::IAM::Role');
    return z
      .object({ Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown(), Condition: z.unknown() })
      .partial({ Condition: true })
      .array()
      .parse(role?.Properties.Policies[0].PolicyDocument.Statement);
  };

  test('may use the key that encrypts the keys table, through DynamoDB and SQS', async () => {
    const through = (service: string) => ({
      'Fn::Join': ['', [`${service}.eu-central-1.`, { Ref: 'AWS::URLSuffix' }]],
    });
    const key = 'arn:aws:kms:eu-central-1:222222222222:key/11111111-2222-3333-4444-555555555555';
    expect(await statementsWith({ kmsKeyArn: key })).toContainEqual({
      Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
      Resource: key,
      Condition: { StringEquals: { 'kms:ViaService': [through('dynamodb'), through('sqs')] } },
    });
  });

  test('makes and revokes keys whose id begins with smoke-, invokes one function, and can do no more', async () => {
    const statements = await statementsWith({});
    expect(statements.map(({ Action }) => Action)).toEqual([
      ['dynamodb:DeleteItem', 'dynamodb:PutItem'],
      'lambda:InvokeFunction',
    ]);
    expect(statements[0]?.Condition).toEqual({
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['KEY#smoke-*'] },
    });
  });
});
