import type { DescribeInstanceRequest } from '@aws-sdk/client-connect';
import { type Operation, operation } from './operation.ts';

const describeInstance = operation<DescribeInstanceRequest>('DescribeInstance', {
  run: ({ id, alias, arns, account }) => ({
    Instance: {
      Id: id,
      Arn: arns.instance,
      IdentityManagementType: 'CONNECT_MANAGED',
      InstanceAlias: alias,
      InstanceAccessUrl: `https://${alias}.my.connect.aws`,
      InstanceStatus: 'ACTIVE',
      ServiceRole: `arn:aws:iam::${account}:role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect_${alias}`,
      InboundCallsEnabled: true,
      OutboundCallsEnabled: true,
    },
  }),
});

/** The instance itself. */
export const instanceOperations: readonly Operation[] = [describeInstance];
