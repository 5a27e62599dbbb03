import { allowedValues } from './enums.ts';
import { type Limits, limitsOf } from './limits.ts';
import type { Shape } from './shape.ts';

/** An input as it arrives once it is valid: required members are there, and timestamps are seconds since 1970. */
export type Valid<T> = T extends Date
  ? number
  : T extends readonly (infer Item)[]
    ? readonly Valid<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Valid<Exclude<T[Key], undefined>> }
      : T;

/** A structure and its member, for messages and for limits. */
interface Place {
  readonly structure: string;
  readonly member: string;
  readonly path: string;
}

/**
 * What is wrong with a value by the service model: members that are missing, unknown or of a wrong type, values outside their
 * enum or limits, and unions without exactly one member. Empty if it is valid. Stricter than Amazon Connect, which ignores
 * members that it does not know.
 */
export function faultsOf(shape: Shape, value: unknown, at = ''): readonly string[] {
  if (shape.type !== 'structure' && shape.type !== 'union')
    return faultsOfMember(shape, value, { structure: '', member: '', path: at });
  if (!isRecord(value)) return [`${at || 'The body'} must be an object, got ${shown(value)}`];
  const faults: string[] = [];
  for (const name of Object.keys(value)) {
    if (!shape.members.has(name)) faults.push(`${shape.name} has no member ${name}`);
  }
  for (const [name, member] of shape.members) {
    const path = at ? `${at}.${name}` : name;
    const present = Object.hasOwn(value, name);
    if (!present && member.required) faults.push(`${path} is required`);
    if (present)
      faults.push(...faultsOfMember(member.shape(), value[name], { structure: shape.name, member: name, path }));
  }
  if (shape.type === 'union' && Object.keys(value).length !== 1) faults.push(`${at} must have exactly one member`);
  return faults;
}

/** Whether a value is valid, and so of the type that the SDK declares for it. */
export function isValid<T>(shape: Shape, value: unknown): value is Valid<T> {
  return faultsOf(shape, value).length === 0;
}

function faultsOfMember(shape: Shape, value: unknown, place: Place): readonly string[] {
  const { structure, member, path } = place;
  switch (shape.type) {
    case 'any':
      return [];
    case 'structure':
    case 'union':
      return faultsOf(shape, value, path);
    case 'list':
      if (!Array.isArray(value)) return [`${path} must be a list, got ${shown(value)}`];
      return [
        ...faultsOfSize(value.length, limitsOf(structure, member), path),
        ...value.flatMap((item, index) => faultsOfItem(shape.of(), item, { ...place, path: `${path}[${index}]` })),
      ];
    case 'map': {
      if (!isRecord(value)) return [`${path} must be an object, got ${shown(value)}`];
      const keys = allowedValues(structure, member);
      return [
        ...faultsOfSize(Object.keys(value).length, limitsOf(structure, member), path),
        ...Object.keys(value).flatMap((key) => (keys && !keys.includes(key) ? [notOneOf(path, keys, key)] : [])),
        ...Object.entries(value).flatMap(([key, item]) =>
          faultsOfMember(shape.of(), item, { structure: '', member: '', path: `${path}.${key}` }),
        ),
      ];
    }
    default:
      return [
        ...faultsOfItem(shape, value, place),
        ...(typeof value === 'string' ? faultsOfSize(value.length, limitsOf(structure, member), path) : []),
      ];
  }
}

/** A single value: the size of a list says nothing of its items, while an enum is about each of them. */
function faultsOfItem(shape: Shape, value: unknown, { structure, member, path }: Place): readonly string[] {
  switch (shape.type) {
    case 'string': {
      if (typeof value !== 'string') return [`${path} must be a text, got ${shown(value)}`];
      const values = allowedValues(structure, member);
      return values && !values.includes(value) ? [notOneOf(path, values, value)] : [];
    }
    case 'number':
    case 'timestamp':
      if (typeof value !== 'number' || !Number.isFinite(value))
        return [`${path} must be a number, got ${shown(value)}`];
      return faultsOfNumber(value, limitsOf(structure, member), path);
    case 'boolean':
      return typeof value === 'boolean' ? [] : [`${path} must be true or false, got ${shown(value)}`];
    default:
      return faultsOfMember(shape, value, { structure: '', member: '', path });
  }
}

function faultsOfNumber(value: number, { least, most, whole }: Limits, path: string): readonly string[] {
  if (whole && !Number.isInteger(value)) return [`${path} must be a whole number, got ${value}`];
  return inRange(value, { least, most }) ? [] : [`${path} must be ${rangeOf({ least, most })}, got ${value}`];
}

function faultsOfSize(size: number, { least, most }: Limits, path: string): readonly string[] {
  return inRange(size, { least, most })
    ? []
    : [`The length of ${path} must be ${rangeOf({ least, most })}, got ${size}`];
}

const inRange = (value: number, { least = -Infinity, most = Infinity }: Range) => value >= least && value <= most;
const rangeOf = ({ least, most }: Range) => `${least ?? 'any'} to ${most ?? 'any'}`;
const notOneOf = (path: string, values: readonly string[], value: string) =>
  `${path} must be one of ${values.join(', ')}, got ${value}`;

interface Range {
  readonly least?: number | undefined;
  readonly most?: number | undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
