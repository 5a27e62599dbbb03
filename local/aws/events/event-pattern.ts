/** Whether an event, or a field of one, matches. */
export type EventPredicate = (value: unknown) => boolean;

type Matcher = (operand: unknown) => EventPredicate;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

const numericComparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

const matchers: Readonly<Record<string, Matcher>> = {
  prefix: (operand) => {
    const prefix = textOperand('prefix', operand);
    return (value) => isText(value) && value.startsWith(prefix);
  },
  suffix: (operand) => {
    const suffix = textOperand('suffix', operand);
    return (value) => isText(value) && value.endsWith(suffix);
  },
  'equals-ignore-case': (operand) => {
    const text = textOperand('equals-ignore-case', operand).toLowerCase();
    return (value) => isText(value) && value.toLowerCase() === text;
  },
  exists: (wanted) => {
    if (typeof wanted !== 'boolean') throw new Error(`exists needs true or false, got ${JSON.stringify(wanted)}`);
    return (value) => (value !== undefined && !isObject(value)) === wanted;
  },
  'anything-but': (excluded) => {
    const refused = (Array.isArray(excluded) ? excluded : [excluded]).map(compileMatcher);
    return (value) => value !== undefined && !refused.some((matches) => matches(value));
  },
  numeric: (conditions) => {
    if (!Array.isArray(conditions)) throw new Error('numeric needs a list of comparisons');
    const checks = conditions.flatMap((operator: unknown, index) => {
      if (index % 2 === 1) return [];
      const compare = numericComparisons[String(operator)];
      const bound: unknown = conditions[index + 1];
      if (compare === undefined || typeof bound !== 'number')
        throw new Error(`numeric cannot read ${JSON.stringify(conditions)}`);
      return (value: number) => compare(value, bound);
    });
    return (value) => typeof value === 'number' && checks.every((check) => check(value));
  },
};

/**
 * Compiles an EventBridge event pattern. A list holds alternatives; the fields of an object must all match. If the event
 * has a list, one of its items must match.
 *
 * @throws Error naming a matcher that is not supported
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function compilePattern(pattern: Readonly<Record<string, unknown>>): EventPredicate {
  const fields = Object.entries(pattern).map(([field, condition]): [string, EventPredicate] => {
    if (field === '$or') throw new Error('the matcher $or is not known');
    if (Array.isArray(condition)) return [field, anyOf(condition.map(compileMatcher))];
    if (isObject(condition)) return [field, compilePattern(condition)];
    throw new Error(`the field ${field} needs a list of alternatives`);
  });
  return (event) => fields.every(([field, matches]) => matches(isObject(event) ? event[field] : undefined));
}

function anyOf(alternatives: readonly EventPredicate[]): EventPredicate {
  return (value) => {
    const items: unknown[] = Array.isArray(value) ? value : [value];
    return alternatives.some((matches) => items.some(matches));
  };
}

function compileMatcher(alternative: unknown): EventPredicate {
  if (!isObject(alternative)) return (value) => value === alternative;
  const [name = '', ...more] = Object.keys(alternative);
  const matcher = matchers[name];
  if (matcher === undefined || more.length > 0)
    throw new Error(`the matcher ${JSON.stringify(alternative)} is not known`);
  return matcher(alternative[name]);
}

function textOperand(matcher: string, operand: unknown): string {
  if (!isText(operand)) throw new Error(`${matcher} needs text, got ${JSON.stringify(operand)}`);
  return operand;
}
