import { z } from 'zod';
import { type Place, resourceType } from './resource-type.ts';

/** IAM's "one or many"; a policy variable would have to be filled in by request. */
const patterns = z.preprocess(
  (value) => (Array.isArray(value) ? value : [value]),
  z.array(z.string().refine((text) => !text.includes('${'), 'policy variables are not known')),
);

/** A policy's statements. Conditions, principals and exceptions are not among them, so one that has any stops the start. */
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
  honoured: z.strictObject({ PolicyDocument: policyDocument, Roles: z.array(z.string()).default([]) }),
  inert: ['Description', 'Groups', 'ManagedPolicyName', 'Path', 'PolicyName', 'Users'],
};
const iamArn = ({ partition, account }: Place, resource: string) => `arn:${partition}:iam::${account}:${resource}`;

/** A policy of some roles; what it gives to users and groups matters to nobody here. */
export const policyType = resourceType({ ...policy, attributes: (name) => ({ Ref: name }) });

/** A policy with an ARN. It gives to the roles it names; a role that names it is refused. */
export const managedPolicyType = resourceType({
  ...policy,
  naming: { property: 'ManagedPolicyName', longest: 128 },
  attributes: (name, place) => ({ Ref: iamArn(place, `policy/${name}`) }),
});

/** A role; who may take it on is inert, since here functions have theirs from the start. */
export const roleType = resourceType({
  honoured: z.strictObject({
    RoleName: z.string().optional(),
    Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: policyDocument })).default([]),
  }),
  inert: ['AssumeRolePolicyDocument', 'Description', 'MaxSessionDuration', 'Path', 'Tags'],
  naming: { property: 'RoleName', longest: 64 },
  attributes: (name, place) => ({ Ref: name, Arn: iamArn(place, `role/${name}`), RoleId: name }),
});
