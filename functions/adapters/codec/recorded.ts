import * as z from 'zod/mini';
import type { Recorded } from '#core/change.ts';
import { asTuple, type Codec } from './saved-as.ts';

/** For each type of event what its facts hold besides the aggregate that they belong to. */
type FactShapes<Key, Fact extends { readonly type: string }> = {
  readonly [Type in Fact['type']]: {
    readonly [Name in Exclude<keyof OfType<Fact, Type>, keyof Key | 'type'>]-?: z.ZodMiniType<OfType<Fact, Type>[Name]>;
  };
};
type OfType<Fact, Type> = Extract<Fact, { readonly type: Type }>;

/** A fact without the key of its aggregate. */
type Part = Readonly<Record<string, unknown>>;

/** An event without what follows from its aggregate. */
interface Entry {
  readonly sequence: number;
  readonly at: number;
  readonly fact: Part;
}

/**
 * The events of one kind of aggregate, stored in outboxes and sent in messages in the same form:
 * `[sequence, instant, fact without the key of the aggregate]`. The id follows from the aggregate and the sequence.
 */
export interface EventCodec<Key, Fact> {
  /** The members of a key or a fact that name the aggregate. */
  keyOf(key: Key): Key;
  /** An event of a known type, in a message. Members that a newer version added to the fact stay. */
  readonly sent: z.ZodMiniType<readonly unknown[]>;
  /**
   * An event in an outbox. One with a type, a value or a member that only a newer version knows is accepted as it is: it is
   * saved again with the aggregate, published in its turn and cleared with the others, so it is not lost while two versions
   * run, and the aggregate can still be changed. Consumers ignore a type or a value that they do not know.
   */
  readonly saved: z.ZodMiniType<readonly unknown[]>;
  read(key: Key, stored: readonly unknown[]): Recorded<Fact>;
  write(event: Recorded<Fact>): readonly unknown[];
}

export function eventsOf<Key extends object, Fact extends Key & { readonly type: string }>({
  keyOf,
  nameOf,
  facts,
}: {
  readonly keyOf: (key: Key) => Key;
  /** `{instanceId}/{kind}/{id}`, with which the ids of its events begin. */
  readonly nameOf: (key: Key) => string;
  readonly facts: FactShapes<Key, Fact>;
}): EventCodec<Key, Fact> {
  const schemas = Object.entries<Readonly<Record<string, z.ZodMiniType>>>(facts).map(([type, members]) =>
    z.looseObject({ type: z.literal(type), ...members }),
  );
  const [first, ...others] = schemas;
  if (!first) throw new Error('An aggregate has events');
  const known = z.discriminatedUnion('type', [first, ...others]);
  const ofAnyVersion = z.looseObject({ type: z.string() });
  const entry = (fact: z.ZodMiniType<Part>): Codec<Entry, readonly unknown[]> =>
    asTuple<Entry>({ sequence: z.number(), at: z.number(), fact });
  const saved = entry(ofAnyVersion);

  return {
    keyOf,
    sent: entry(known).stored,
    saved: saved.stored,

    read(key, stored) {
      const { fact, ...envelope } = saved.read(stored);
      const eventId = `${nameOf(key)}/${envelope.sequence}`;
      return { ...envelope, eventId, fact: { ...fact, ...keyOf(key) } as Fact };
    },

    write({ eventId: _, fact, ...envelope }) {
      const key = keyOf(fact);
      const part = Object.fromEntries(Object.entries(fact).filter(([name]) => !Object.hasOwn(key, name)));
      return saved.write({ ...envelope, fact: part }) ?? [];
    },
  };
}
