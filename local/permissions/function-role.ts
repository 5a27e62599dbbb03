import type { Declarations } from '../resources/declared.ts';
import { functionType } from '../resources/function.ts';
import { managedPolicyType, policyType, roleType } from '../resources/iam.ts';
import type { Statement } from './statement.ts';

/** The role of a function, with all that it may do. */
export interface FunctionRole {
  readonly functionName: string;
  readonly roleName: string;
  readonly statements: readonly Statement[];
}

/** Reads the role of every function: its own policies and those that name it. */
export function readFunctionRoles(declared: Declarations): FunctionRole[] {
  const roles = declared(roleType);
  const policies = [...declared(policyType), ...declared(managedPolicyType)];
  return declared(functionType).map(({ name: functionName, properties, fault }) => {
    const role = roles.find(({ arn }) => arn === properties.Role);
    if (role === undefined) throw fault('Role', `must be a role of this app, got ${properties.Role}`);
    const attached = policies.filter((policy) => policy.properties.Roles.includes(role.name));
    const documents = [...role.properties.Policies, ...attached.map((policy) => policy.properties)];
    const statements = documents.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    return {
      functionName,
      roleName: role.name,
      statements: statements.map(({ Effect, Action, Resource }) => ({
        effect: Effect,
        actions: Action,
        resources: Resource,
      })),
    };
  });
}
