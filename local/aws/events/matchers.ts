import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Whether an event, or a field of one, matches. */
export type EventPredicate = (value: unknown) => boolean;

type Matcher = (operand: unknown) => EventPredicate;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isText = (value: unknown): value is string => typeof value === 'string';

/** Compares a text with a text, or without regard to case with one in `equals-ignore-case`. */
const textMatcher =
  (name: string, compare: (text: string, operand: string) => boolean): Matcher =>
  (operand) => {
    if (isObject(operand) && Object.keys(operand).join() === 'equals-ignore-case') {
      const lowerCase = textOperand(name, operand['equals-ignore-case']).toLowerCase();
      return (value) => isText(value) && compare(value.toLowerCase(), lowerCase);
    }
    const text = textOperand(name, operand);
    return (value) => isText(value) && compare(value, text);
  };

const numericComparisons: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

const matchers: Readonly<Record<string, Matcher>> = {
  prefix: textMatcher('prefix', (value, prefix) => value.startsWith(prefix)),
  suffix: textMatcher('suffix', (value, suffix) => value.endsWith(suffix)),
  'equals-ignore-case': (operand) => {
    const text = textOperand('equals-ignore-case', operand).toLowerCase();
    return (value) => isText(value) && value.toLowerCase() === text;
  },
  wildcard: (operand) => {
    const pattern = textOperand('wildcard', operand);
    if (/(?<!\\)\*\*/.test(pattern)) throw new Error(`wildcard takes no two asterisks in a row, got ${pattern}`);
    // A backslash takes its meaning from an asterisk or a backslash.
    const parts = pattern.match(/\\[*\\]|\*|[^*\\]+|\\/g) ?? [];
    const source = parts.map((part) =>
      part === '*' ? '.*' : part.replace(/^\\(.)/, '$1').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    );
    const whole = new RegExp(`^${source.join('')}$`, 's');
    return (value) => isText(value) && whole.test(value);
  },
  cidr: (operand) => {
    const [address = '', bits] = textOperand('cidr', operand).split('/');
    const network = new BlockList();
    network.addSubnet(address, Number(bits), isIPv6(address) ? 'ipv6' : 'ipv4');
    return (value) =>
      isText(value) && (isIPv4(value) || isIPv6(value)) && network.check(value, isIPv6(value) ? 'ipv6' : 'ipv4');
  },
  exists: (wanted) => {
    if (typeof wanted !== 'boolean') throw new Error(`exists needs true or false, got ${JSON.stringify(wanted)}`);
    return (value) => (value !== undefined && !isObject(value)) === wanted;
  },
  'anything-but': (excluded) => {
    const refused = alternativesOf(excluded).map(compileMatcher);
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

/** `anything-but` takes a value, a list, or a matcher that may have a list of its own. */
function alternativesOf(excluded: unknown): readonly unknown[] {
  if (Array.isArray(excluded)) return excluded;
  if (!isObject(excluded)) return [excluded];
  return Object.entries(excluded).flatMap(([name, operand]) =>
    (Array.isArray(operand) ? operand : [operand]).map((each) => ({ [name]: each })),
  );
}

/** Compiles one alternative of a field: a literal, or a matcher with its operand. */
export function compileMatcher(alternative: unknown): EventPredicate {
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
