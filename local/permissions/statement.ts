/** One deed on one resource, as IAM names them: `sqs:SendMessage` and an ARN, or `*` for a deed on no resource in particular. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
}

/** What a role may do, or never may. Actions and resources may hold the wildcards `*` and `?`. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/**
 * Whether statements allow something: one has to, and none may deny it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function allows(statements: readonly Statement[], permission: Permission): boolean {
  const effects = statements.filter((statement) => speaksOf(statement, permission)).map(({ effect }) => effect);
  return effects.includes('Allow') && !effects.includes('Deny');
}

/** Whether a statement is about this, whatever it says. IAM does not tell the case of actions. */
export function speaksOf({ actions, resources }: Omit<Statement, 'effect'>, { action, resource }: Permission): boolean {
  return (
    actions.some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
    resources.some((pattern) => matches(pattern, resource))
  );
}

function matches(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text;
  const literal = pattern.replaceAll(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(text);
}
