import type { Declarations } from '../resources/declared.ts';
import { functionType } from '../resources/function.ts';
import { managedPolicyType, policyType, roleType } from '../resources/iam.ts';

/** One action on one resource, as IAM names them: `sqs:SendMessage` and an ARN, or `*` for an action without a resource. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
}

/** What a role allows or denies. Actions and resources may contain the wildcards `*` and `?`. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** The role of a function, with the statements of all its policies. */
export interface FunctionRole {
  readonly functionName: string;
  readonly roleName: string;
  readonly statements: readonly Statement[];
}

/** Reads the role of every function: its inline policies and those that name it. */
export function readFunctionRoles(declared: Declarations): FunctionRole[] {
  const roles = declared(roleType);
  const policies = [...declared(policyType), ...declared(managedPolicyType)];
  return declared(functionType).map(({ name: functionName, properties, propertyError }) => {
    const role = roles.find(({ arn }) => arn === properties.Role);
    if (role === undefined) throw propertyError('Role', `must be a role of this app, got ${properties.Role}`);
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

/**
 * Whether statements allow a permission: at least one allows it and none denies it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function allows(statements: readonly Statement[], permission: Permission): boolean {
  const effects = statements.filter((statement) => appliesTo(statement, permission)).map(({ effect }) => effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

/** Whether a statement applies to a permission, whatever its effect. Actions are case-insensitive in IAM. */
export function appliesTo(
  { actions, resources }: Omit<Statement, 'effect'>,
  { action, resource }: Permission,
): boolean {
  return (
    actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    resources.some((pattern) => matchesArn(pattern, resource))
  );
}

/**
 * A wildcard stands for characters of one segment of an ARN, which has six; what an incomplete pattern leaves out is any.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function matchesArn(pattern: string, resource: string): boolean {
  if (pattern === '*') return true;
  const given = segmentsOf(resource);
  return segmentsOf(pattern).every((segment, at) => matches(segment, given[at] ?? ''));
}

/** The six segments of an ARN; the last one may contain colons. */
function segmentsOf(arn: string): readonly string[] {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function matches(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text;
  const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}
