import * as z from 'zod/mini';

/**
 * How a value is stored, declared once: what is accepted when it is read, and how it is read and written.
 * A zod schema is a codec as well: its values are stored as they are.
 */
export interface Codec<Value, Stored = unknown> {
  readonly stored: z.ZodMiniType<Stored>;
  /** @param stored a value that `stored` has accepted */
  read(stored: Stored): Value;
  /** @returns `undefined` for a value that is not stored at all */
  write(value: Value): Stored | undefined;
  /** What is read when nothing is stored. @default - nothing: the member is absent */
  readonly absent?: Value;
}

type Field<Value> = z.ZodMiniType<Value> | Codec<Value>;

/** For each member of a value the name under which it is stored and its codec; only the codec when the name is the same. */
type Fields<Value> = {
  readonly [Name in keyof Value]-?: Field<Value[Name]> | readonly [storedName: string, field: Field<Value[Name]>];
};

export type Item = Readonly<Record<string, unknown>>;

/** The attributes of an object, among others of an item. */
export interface Attributes<Value> {
  /** What is accepted, by stored name. */
  readonly shape: Readonly<Record<string, z.ZodMiniType>>;
  /** @param item attributes that `shape` has accepted; others are ignored */
  readDeclared(item: Item): Value;
  write(value: Value): Item;
}

interface ObjectCodec<Value> extends Codec<Value, Item>, Attributes<Value> {
  write(value: Value): Item;
}

/**
 * Under this symbol an object carries what was stored with it and is not declared here: a newer version wrote it, and it
 * is written again with the object. Copies made with `...` carry it along; an object that is made anew does not have it.
 */
const undeclared = Symbol('undeclared');

/**
 * An object that is stored under short names.
 *
 * @example
 * const lease = savedAs<Lease>({ seconds: ['s', z.number()], lastSeenAt: ['at', z.number()] });
 * lease.write({ seconds: 120, lastSeenAt: 7 }); // { s: 120, at: 7 }
 */
export function savedAs<Value extends object>(fields: Fields<Value>): ObjectCodec<Value> {
  const members = Object.entries<Fields<Value>[keyof Value]>(fields).map(([name, field]) => {
    const [storedName, codec] = isNamed(field) ? field : [name, field];
    return { name, storedName, codec: codecOf(codec) };
  });
  const shape = Object.fromEntries(members.map(({ storedName, codec }) => [storedName, codec.stored]));

  function readDeclared(item: Item): Value {
    const value: Record<string, unknown> = {};
    for (const { name, storedName, codec } of members) {
      const stored = item[storedName];
      if (stored !== undefined) value[name] = codec.read(stored);
      else if (codec.absent !== undefined) value[name] = codec.absent;
    }
    return value as Value;
  }

  return {
    shape,
    stored: z.looseObject(shape),
    readDeclared,

    read(item) {
      const value: Value & { [undeclared]?: Item } = readDeclared(item);
      for (const name in item) {
        if (!Object.hasOwn(shape, name)) value[undeclared] = { ...value[undeclared], [name]: item[name] };
      }
      return value;
    },

    write(value: Value & { readonly [undeclared]?: Item }) {
      const item: Record<string, unknown> = value[undeclared] ? { ...value[undeclared] } : {};
      for (const { name, storedName, codec } of members) {
        const member = value[name as keyof Value];
        const stored = member === undefined ? undefined : codec.write(member);
        if (stored !== undefined) item[storedName] = stored;
      }
      return item;
    },
  };
}

/** An object that is stored as the list of its members in this order. None of them is optional. */
export function asTuple<Value extends object>(
  fields: {
    readonly [Name in keyof Value]-?: Field<Value[Name]>;
  },
): Codec<Value, readonly unknown[]> {
  const members = Object.entries<Field<Value[keyof Value]>>(fields).map(([name, field]) => ({
    name: name as keyof Value,
    codec: codecOf(field),
  }));
  const [first, ...others] = members.map(({ codec }) => codec.stored);
  if (!first) throw new Error('A tuple has members');
  return {
    stored: z.tuple([first, ...others], z.unknown()),

    read(stored) {
      const value: Record<string | symbol, unknown> = {};
      members.forEach(({ name, codec }, place) => {
        value[name as string] = codec.read(stored[place]);
      });
      if (stored.length > members.length) value[undeclared] = stored.slice(members.length);
      return value as Value;
    },

    write(value: Value & { readonly [undeclared]?: readonly unknown[] }) {
      const stored = members.map(({ name, codec }) => codec.write(value[name]));
      return value[undeclared] ? [...stored, ...value[undeclared]] : stored;
    },
  };
}

/** A list. An empty one is not stored. */
export function listOf<Value>(field: Field<Value>): Codec<readonly Value[], readonly unknown[]> {
  const codec = codecOf(field);
  return {
    stored: z.exactOptional(z.array(codec.stored)),
    absent: [],
    read: (list) => list.map((each) => codec.read(each)),
    write: (list) => (list.length === 0 ? undefined : list.map((each) => codec.write(each))),
  };
}

/** A member that may be absent. */
export function optional<Value>(field: Field<Value>): Codec<Value> {
  const codec = codecOf(field);
  return { ...codec, stored: z.exactOptional(codec.stored) };
}

const isNamed = <Value>(
  field: Field<Value> | readonly [string, Field<Value>],
): field is readonly [string, Field<Value>] => Array.isArray(field);

const codecOf = <Value>(field: Field<Value>): Codec<Value> =>
  'read' in field ? field : { stored: field, read: asItIs<Value>, write: (value) => value };

/** A value whose schema has accepted it. */
const asItIs = <Value>(stored: unknown) => stored as Value;
