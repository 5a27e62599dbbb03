import { z } from 'zod';
import { globalArn } from '../account.ts';
import { resourceType } from './resource-type.ts';

/** One value or a list. Policy variables are refused, since their value depends on the request. */
const patterns = z.preprocess(
  (value) => (Array.isArray(value) ? value : [value]),
  z.array(z.string().refine((text) => !text.includes('${'), 'policy variables are not known')),
);

/** A policy document. A statement with a condition, a principal, a `NotAction` or a `NotResource` stops the start. */
const policyDocument = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(
    z.strictObject({
      Sid: z.string().optional(),
      Effect: z.enum(['Allow', 'Deny']),
      Action: patterns,
      Resource: patterns,
    }),
  ),
});

const policy = {
  supported: z.strictObject({ PolicyDocument: policyDocument, Roles: z.array(z.string()).default([]) }),
  ignored: ['Description', 'Groups', 'ManagedPolicyName', 'Path', 'PolicyName', 'Users'],
};

/** A policy of roles. That it also applies to users and groups has no effect here. */
export const policyType = resourceType({ ...policy, attributes: (name) => ({ Ref: name }) });

/** A managed policy that names its roles. A role that names a managed policy is refused. */
export const managedPolicyType = resourceType({
  ...policy,
  naming: { property: 'ManagedPolicyName', maximumLength: 128 },
  attributes: (name) => ({ Ref: globalArn('iam', `policy/${name}`) }),
});

/** A role. Who may assume it has no effect here: a function has its role from the start. */
export const roleType = resourceType({
  supported: z.strictObject({
    RoleName: z.string().optional(),
    Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: policyDocument })).default([]),
  }),
  ignored: ['AssumeRolePolicyDocument', 'Description', 'MaxSessionDuration', 'Path', 'Tags'],
  naming: { property: 'RoleName', maximumLength: 64 },
  attributes: (name) => ({ Ref: name, Arn: globalArn('iam', `role/${name}`), RoleId: name }),
});
