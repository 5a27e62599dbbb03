/** What a value of the service model looks like. Structures are read when they are needed, for some contain themselves. */
export type Shape =
  | { readonly type: 'string' | 'number' | 'boolean' | 'timestamp' | 'any' }
  | { readonly type: 'list' | 'map'; readonly of: () => Shape }
  | {
      readonly type: 'structure' | 'union';
      readonly name: string;
      readonly members: ReadonlyMap<string, Member>;
    };

/** A member of a structure. */
interface Member {
  readonly required: boolean;
  /** Where it is in the request: in the path, in the query string under this name, or in the body. */
  readonly place: { readonly in: 'path' | 'body' } | { readonly in: 'query'; readonly name: string };
  readonly shape: () => Shape;
}

const [stringCode, numberCode, booleanCode, documentCode] = [0, 1, 2, 15];
const timestampCodes = [4, 5, 6, 7];
const [listFlag, mapFlag] = [64, 128];
const pathTrait = 1;
/** The output of operations that answer nothing. */
const nothing: Shape = { type: 'structure', name: 'Unit', members: new Map() };
const shapesBySchema = new WeakMap<object, Shape>();

/**
 * Reads a schema of the AWS SDK for JavaScript, which keeps the service model as tuples:
 * `[3, namespace, name, traits, members, schemas, number of required members]` for a structure, and so on.
 *
 * @throws TypeError for a tuple of a kind that no request of Amazon Connect has
 */
export function readShape(schema: unknown): Shape {
  if (typeof schema === 'function') return readShape(schema());
  if (typeof schema === 'number') return readCode(schema);
  if (schema === 'unit') return nothing;
  if (!Array.isArray(schema)) throw new TypeError(`Not a schema: ${String(schema)}`);
  // A reference with traits of its own; those matter to its owner only.
  if (schema.length === 2) return readShape(schema[0]);
  const known = shapesBySchema.get(schema);
  if (known !== undefined) return known;
  const shape = readTuple(schema);
  shapesBySchema.set(schema, shape);
  return shape;
}

function readTuple(schema: readonly unknown[]): Shape {
  const [kind, , name, , first, second, requiredCount] = schema;
  switch (kind) {
    case 0:
      return readShape(first);
    case 1:
      return { type: 'list', of: () => readShape(first) };
    case 2:
      return { type: 'map', of: () => readShape(second) };
    case 3:
    case 4: {
      if (!Array.isArray(first) || !Array.isArray(second)) throw new TypeError(`Structure ${name} has no members`);
      // The SDK lists required members first.
      const members = first.map((member, index): [string, Member] => [
        String(member),
        {
          required: index < Number(requiredCount ?? 0),
          place: placeOf(second[index]),
          shape: () => readShape(second[index]),
        },
      ]);
      return { type: kind === 3 ? 'structure' : 'union', name: String(name), members: new Map(members) };
    }
    default:
      throw new TypeError(`Schema of an unknown kind: ${String(kind)}`);
  }
}

function readCode(code: number): Shape {
  if (code === stringCode) return { type: 'string' };
  if (code === numberCode) return { type: 'number' };
  if (code === booleanCode) return { type: 'boolean' };
  if (code === documentCode) return { type: 'any' };
  if (timestampCodes.includes(code)) return { type: 'timestamp' };
  if (code & listFlag) return { type: 'list', of: () => readCode(code & ~listFlag) };
  if (code & mapFlag) return { type: 'map', of: () => readCode(code & ~mapFlag) };
  throw new TypeError(`Schema of an unknown code: ${code}`);
}

function placeOf(schema: unknown): Member['place'] {
  const traits: unknown = Array.isArray(schema) && schema.length === 2 ? schema[1] : undefined;
  if (typeof traits === 'number') return { in: traits & pathTrait ? 'path' : 'body' };
  if (typeof traits === 'object' && traits !== null && 'httpQuery' in traits)
    return { in: 'query', name: String(traits.httpQuery) };
  return { in: 'body' };
}
