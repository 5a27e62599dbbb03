import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { nearestName } from '../../lib/nearest-name.ts';
import { type Fault, isObject, type Resource, shown } from './fault.ts';
import { intrinsicOf, type Resolve } from './intrinsics.ts';

const database = loadAwsServiceSpecSync();

/** What CloudFormation publishes about a type of resources. */
export const schemaOf = (type: string) => database.lookup('resource', 'cloudFormationType', 'equals', type)[0];

type ResourceSchema = NonNullable<ReturnType<typeof schemaOf>>;
type Properties = ResourceSchema['properties'];
type PropertyType = Properties[string]['type'];

interface Checked {
  readonly where: string;
  readonly path: Fault['path'];
  readonly resolve: Resolve;
}

/** Where a resource differs from the schema of its type: members, required ones, types and enumerations. */
export function schemaFaults(where: string, { Type, Properties }: Resource, resolve: Resolve): readonly Fault[] {
  const schema = schemaOf(Type);
  if (schema === undefined) {
    return [
      { where, path: ['Type'], wrong: `${Type} is not known`, right: 'it must be a type that CloudFormation has' },
    ];
  }
  return membersFaults(Properties, schema.properties, { where, path: [], resolve });
}

function membersFaults(
  value: Readonly<Record<string, unknown>>,
  properties: Properties,
  { where, path, resolve }: Checked,
): readonly Fault[] {
  const names = Object.keys(properties);
  const missing = names
    .filter((name) => properties[name]?.required && value[name] === undefined)
    .map((name) => ({ where, path: [...path, name], wrong: 'it is missing', right: 'it is required' }));
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const property = properties[name];
    const at = [...path, name];
    if (property !== undefined) return valueFaults(member, property.type, { where, path: at, resolve });
    return [
      { where, path: at, wrong: 'there is no such property', right: `did you mean ${nearestName(name, names)}?` },
    ];
  });
  return [...missing, ...wrong];
}

function valueFaults(value: unknown, type: PropertyType, checked: Checked): readonly Fault[] {
  const { where, path, resolve } = checked;
  const intrinsic = intrinsicOf(value);
  // What a deployment will put there is a text that no enumeration can be held against.
  if (intrinsic) return isOfType(resolve(value), withoutValues(type)) ? [] : [mismatch(value, type, checked)];
  switch (type.type) {
    case 'array':
      if (!Array.isArray(value)) return [mismatch(value, type, checked)];
      return value.flatMap((item, at) => valueFaults(item, type.element, { where, path: [...path, at], resolve }));
    case 'map':
      if (!isObject(value)) return [mismatch(value, type, checked)];
      return Object.entries(value).flatMap(([key, item]) =>
        valueFaults(item, type.element, { where, path: [...path, key], resolve }),
      );
    case 'ref':
      if (!isObject(value)) return [mismatch(value, type, checked)];
      return membersFaults(value, database.get('typeDefinition', type.reference).properties, checked);
    case 'union': {
      const faults = type.types.map((each) => valueFaults(value, each, checked));
      return faults.some((each) => each.length === 0) ? [] : (faults[0] ?? []);
    }
    case 'tag':
      return isObject(value) && typeof value.Key === 'string' && typeof value.Value === 'string'
        ? []
        : [mismatch(value, type, checked)];
    default:
      return isOfType(value, type) ? [] : [mismatch(value, type, checked)];
  }
}

function isOfType(value: unknown, type: PropertyType): boolean {
  switch (type.type) {
    case 'string':
      return typeof value === 'string' && (type.allowedValues?.includes(value) ?? true);
    case 'integer':
      return Number.isInteger(value) && (type.allowedValues?.some((allowed) => allowed === value) ?? true);
    case 'number':
      return typeof value === 'number';
    case 'boolean':
      return typeof value === 'boolean';
    case 'date-time':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value));
    case 'json':
      return typeof value === 'object' && value !== null;
    case 'array':
      return Array.isArray(value);
    case 'union':
      return type.types.some((each) => isOfType(value, each));
    case 'null':
      return value === null;
    default:
      return isObject(value);
  }
}

const withoutValues = (type: PropertyType): PropertyType => (type.type === 'string' ? { type: 'string' } : type);

const mismatch = (value: unknown, type: PropertyType, { where, path }: Checked): Fault => ({
  where,
  path,
  wrong: `it is ${shown(value)}`,
  right: `it must be ${nameOfType(type)}`,
});

function nameOfType(type: PropertyType): string {
  switch (type.type) {
    case 'string':
    case 'integer':
      return type.allowedValues ? `one of ${type.allowedValues.join(', ')}` : `a ${type.type}`;
    case 'array':
      return 'a list';
    case 'union':
      return type.types.map(nameOfType).join(' or ');
    case 'tag':
      return 'an object with Key and Value';
    case 'map':
    case 'ref':
    case 'json':
      return 'an object';
    default:
      return `a ${type.type}`;
  }
}
