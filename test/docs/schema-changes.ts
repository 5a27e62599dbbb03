import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';

const schemaObject = z.record(z.string(), z.unknown());
type Schema = z.output<typeof schemaObject>;

/** What people read, and what is compared below by rules of its own. */
const free = [
  'description',
  'title',
  '$id',
  '$schema',
  '$defs',
  'properties',
  'required',
  'enum',
  'const',
  'oneOf',
  'items',
];

/** A schema with the document in which its references lead somewhere. */
interface Place {
  readonly root: Schema;
  readonly schema: unknown;
}

/** What consumers of the events of one schema could not rely on any more with those of a later one. */
export function schemaFaults(before: unknown, after: unknown): string[] {
  const [old, now] = [schemaObject.parse(before), schemaObject.parse(after)];
  const types = listOf(old.oneOf);
  const lost = types.filter((type) => !listOf(now.oneOf).some((other) => isDeepStrictEqual(type, other)));
  return [
    ...lost.map((type) => `${JSON.stringify(type)} is gone`),
    ...types
      .filter((type) => !lost.includes(type))
      .flatMap((schema) => faultsOf({ root: old, schema }, { root: now, schema }, nameOf(schema))),
  ];
}

function faultsOf(before: Place, after: Place, path: string): string[] {
  const [old, now] = [resolved(before), resolved(after)];
  const at = (place: Place, schema: unknown): Place => ({ ...place, schema });
  const changed = Object.keys({ ...old, ...now }).filter(
    (name) => !free.includes(name) && !isDeepStrictEqual(old[name], now[name]),
  );
  const optional = listOf(old.required).filter((name) => !listOf(now.required).includes(name));
  const words = wordsOf(old).filter((word) => !wordsOf(now).includes(word));
  const members = Object.entries(schemaObject.parse(old.properties ?? {}));
  const membersNow = schemaObject.parse(now.properties ?? {});
  const alternatives = listOf(old.oneOf).entries();
  return [
    ...changed.map((name) => `${path}: ${name} has changed`),
    ...optional.map((name) => `${path}.${name} is not required any more`),
    ...words.map((word) => `${path} is never ${JSON.stringify(word)} any more`),
    ...members.flatMap(([name, schema]) =>
      name in membersNow
        ? faultsOf(at(before, schema), at(after, membersNow[name]), `${path}.${name}`)
        : [`${path}.${name} is gone`],
    ),
    ...[...alternatives].flatMap(([n, schema]) =>
      faultsOf(at(before, schema), at(after, listOf(now.oneOf)[n] ?? {}), `${path}|${n}`),
    ),
    ...(old.items === undefined ? [] : faultsOf(at(before, old.items), at(after, now.items ?? {}), `${path}[]`)),
  ];
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** One word alone is a list of one, which may become longer. */
const wordsOf = (schema: Schema): readonly unknown[] => ('const' in schema ? [schema.const] : listOf(schema.enum));

const referenceOf = (schema: unknown) => schemaObject.parse(schema).$ref;
const nameOf = (schema: unknown) => String(referenceOf(schema)).replace('#/$defs/', '');

/** The schema that a reference leads to. Members beside the reference stay. @throws ZodError if there is none */
function resolved({ root, schema }: Place): Schema {
  const { $ref: reference, ...beside } = schemaObject.parse(schema);
  if (reference === undefined) return beside;
  const target = schemaObject.parse(schemaObject.parse(root.$defs)[nameOf(schema)]);
  return { ...resolved({ root, schema: target }), ...beside };
}
