import { compileMatcher, type EventPredicate, isObject } from './matchers.ts';

/**
 * Compiles an EventBridge event pattern. A list holds alternatives; the fields of an object must all match, and one of the
 * patterns in `$or`. If the event has a list, one of its items must match.
 *
 * @throws Error naming a matcher that is not supported
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compilePattern(pattern: Readonly<Record<string, unknown>>): EventPredicate {
  const conditions = Object.entries(pattern).map(([field, condition]): EventPredicate => {
    if (field === '$or') return anyPattern(condition);
    const matches = compileField(field, condition);
    return (event) => matches(isObject(event) ? event[field] : undefined);
  });
  return (event) => itemsOf(event).some((item) => conditions.every((matches) => matches(item)));
}

function compileField(field: string, condition: unknown): EventPredicate {
  if (Array.isArray(condition)) return anyOf(condition.map(compileMatcher));
  if (isObject(condition)) return compilePattern(condition);
  throw new Error(`the field ${field} needs a list of alternatives`);
}

function anyPattern(patterns: unknown): EventPredicate {
  if (!Array.isArray(patterns) || !patterns.every(isObject)) throw new Error('$or needs a list of patterns');
  const compiled = patterns.map(compilePattern);
  return (event) => compiled.some((matches) => matches(event));
}

function anyOf(alternatives: readonly EventPredicate[]): EventPredicate {
  return (value) => alternatives.some((matches) => itemsOf(value).some(matches));
}

const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
