import type { Stack } from 'aws-cdk-lib';
import { CfnTable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';

/** Every table, queue and log group that a stack has by now is encrypted with a key of the operator's. */
export function encryptWith(stack: Stack, keyArn: string): void {
  for (const resource of stack.node.findAll()) {
    if (resource instanceof CfnTable) {
      resource.sseSpecification = { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: keyArn };
    }
    if (resource instanceof CfnQueue) {
      resource.kmsMasterKeyId = keyArn;
      resource.sqsManagedSseEnabled = undefined;
      // The longest that SQS uses a data key for: it asks KMS once in that time, which is what is paid for.
      resource.kmsDataKeyReusePeriodSeconds = 86_400;
    }
    if (resource instanceof CfnLogGroup) resource.kmsKeyId = keyArn;
  }
}

/** What DynamoDB and SQS need of the key in the name of a function that uses them, and nothing beyond those services. */
export const useKey = (stack: Stack, keyArn: string): PolicyStatement =>
  new PolicyStatement({
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'],
    resources: [keyArn],
    conditions: {
      StringEquals: {
        'kms:ViaService': ['dynamodb', 'sqs'].map((service) => `${service}.${stack.region}.${stack.urlSuffix}`),
      },
    },
  });
