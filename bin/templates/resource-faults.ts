import { type Fault, isObject, type Resource, shown } from './fault.ts';
import type { Place, Resolve } from './intrinsics.ts';
import { type Limit, limitsOf } from './limits.ts';

/** Where a resource exceeds what its service accepts, as far as a template shows it. */
export function limitFaults(where: string, resource: Resource, place: Place, resolve: Resolve): readonly Fault[] {
  const properties = resolve(resource.Properties);
  if (!isObject(properties)) return [];
  const ofProperties = (limitsOf[resource.Type] ?? []).flatMap((limit) =>
    valuesAt(properties, limit.property.split('.')).flatMap(({ path, value }) => {
      const right = whatFits(value, limit);
      return right === undefined ? [] : [{ where, path, wrong: `it is ${shown(value)}`, right }];
    }),
  );
  const ofWhole = (totals[resource.Type] ?? []).flatMap(({ path, sum, most, unit }) => {
    const size = sum(properties);
    return size <= most ? [] : [{ where, path: [path], wrong: `it has ${size} ${unit}`, right: `at most ${most} fit` }];
  });
  return [...ofProperties, ...ofWhole, ...foreignArns(where, properties, place)];
}

interface Found {
  readonly path: Fault['path'];
  readonly value: unknown;
}

function valuesAt(value: unknown, names: readonly string[], path: Fault['path'] = []): readonly Found[] {
  const [name, ...rest] = names;
  if (name === undefined) return value === undefined ? [] : [{ path, value }];
  if (name === '*') return Array.isArray(value) ? value.flatMap((item, at) => valuesAt(item, rest, [...path, at])) : [];
  return isObject(value) ? valuesAt(value[name], rest, [...path, name]) : [];
}

/** What a value would have to be; nothing if it is. */
function whatFits(value: unknown, { length, range, pattern, oneOf }: Limit): string | undefined {
  if (length && (typeof value === 'string' || Array.isArray(value))) {
    const [fewest, most] = length;
    const unit = Array.isArray(value) ? 'items' : 'characters';
    if (value.length < fewest || value.length > most)
      return `it must have ${fewest} to ${most} ${unit}, not ${value.length}`;
  }
  if (range && typeof value === 'number' && (value < range[0] || value > range[1])) {
    return `it must be ${range[0]} to ${range[1]}`;
  }
  if (pattern && typeof value === 'string' && !pattern.test(value)) return `it must match ${pattern.source}`;
  if (oneOf && !oneOf.some((each) => each === value)) return `it must be one of ${oneOf.join(', ')}`;
  return undefined;
}

interface Total {
  readonly path: string;
  readonly sum: (properties: Readonly<Record<string, unknown>>) => number;
  readonly most: number;
  readonly unit: string;
}

const characters = (value: unknown) => (value === undefined ? 0 : JSON.stringify(value).length);

/** What is counted over several properties, as services count it: without white space. */
const totals: Readonly<Record<string, readonly Total[]>> = {
  'AWS::IAM::Role': [
    {
      path: 'Policies',
      sum: ({ Policies }) =>
        valuesAt(Policies, ['*', 'PolicyDocument']).reduce((sum, each) => sum + characters(each.value), 0),
      most: 10_240,
      unit: 'characters of inline policies',
    },
    {
      path: 'AssumeRolePolicyDocument',
      sum: ({ AssumeRolePolicyDocument }) => characters(AssumeRolePolicyDocument),
      most: 2048,
      unit: 'characters',
    },
  ],
  'AWS::Lambda::Function': [
    {
      path: 'Environment.Variables',
      sum: ({ Environment }) =>
        isObject(Environment) && isObject(Environment.Variables)
          ? Buffer.byteLength(Object.entries(Environment.Variables).flat().join(''))
          : 0,
      most: 4096,
      unit: 'bytes of names and values',
    },
  ],
  'AWS::CloudWatch::Alarm': [
    {
      path: 'EvaluationPeriods',
      sum: ({ Period, EvaluationPeriods }) => Number(Period ?? 0) * Number(EvaluationPeriods ?? 0),
      most: 86_400,
      unit: 'seconds of periods together',
    },
  ],
  'AWS::Events::Rule': [
    { path: 'EventPattern', sum: ({ EventPattern }) => characters(EventPattern), most: 4096, unit: 'characters' },
  ],
};

/** Texts that only exist in another partition: its ARNs, and the domain of its services. */
function foreignArns(where: string, value: unknown, place: Place, path: Fault['path'] = []): readonly Fault[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => foreignArns(where, item, place, [...path, at]));
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, item]) => foreignArns(where, item, place, [...path, key]));
  }
  if (typeof value !== 'string') return [];
  const partition = /^arn:(aws[a-z-]*):/.exec(value)?.[1];
  if (partition !== undefined && partition !== place.partition) {
    return [{ where, path, wrong: `it is ${shown(value)}`, right: `its partition must be ${place.partition}` }];
  }
  if (place.partition === 'aws-cn' && /^(https|wss):\/\/[^/]+\.amazonaws\.com(\/|$)/.test(value)) {
    return [{ where, path, wrong: `it is ${shown(value)}`, right: 'its domain must end with amazonaws.com.cn' }];
  }
  return [];
}
