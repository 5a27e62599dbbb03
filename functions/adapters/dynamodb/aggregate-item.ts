import * as z from 'zod/mini';
import type { Stored } from '#core/change.ts';
import type { Notice } from '#core/outbox.ts';
import type { EventCodec } from '../codec/recorded.ts';
import { type Attributes, asTuple, type Item } from '../codec/saved-as.ts';
import { readItem } from './readable.ts';

/** The item of an aggregate. Conditions of writes are on `v`, which counts its saves, and on `sq`, which counts its events. */
export interface AggregateItem extends Item {
  readonly pk: string;
  readonly sk: string;
  readonly v: number;
  readonly sq: number;
}

/** How aggregates of one kind are stored. */
export interface AggregateCodec<Key, State, Fact> {
  readonly keyOf: (key: Key) => ItemKey;
  toItem(stored: Stored<State, Fact>): AggregateItem;
  /** @throws UnreadableItemError when the item is not one of this kind. */
  fromItem(key: Key, item: Item): Stored<State, Fact>;
}

interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

const notice = asTuple<Notice>({ after: z.number(), until: z.number() });

/**
 * Every aggregate is one item: its key, `v` and `sq`, the wake-up that is set (`wu`), the outbox (`ob`) with its notice
 * (`nt`), and the attributes of its state beside them. Attributes that nothing declares come from a newer version and are kept.
 */
export function aggregateItem<Key extends object, State extends Key, Fact>({
  keyOf,
  state,
  events,
  derived = {},
}: {
  readonly keyOf: (key: Key) => ItemKey;
  /** The state without its key. */
  readonly state: Attributes<Omit<State, keyof Key>>;
  readonly events: EventCodec<Key, Fact>;
  /** Attributes that follow from the state, such as the keys of an index: written and never read. @default - none */
  readonly derived?: Readonly<Record<string, (state: State) => unknown>>;
}): AggregateCodec<Key, State, Fact> {
  const stored = z.object({
    ...state.shape,
    v: z.number(),
    sq: z.number(),
    wu: z.exactOptional(z.number()),
    ob: z.exactOptional(z.array(events.saved)),
    nt: z.exactOptional(notice.stored),
  });
  const derivations = Object.entries(derived);
  const known = new Set(['pk', 'sk', ...Object.keys(stored.shape), ...Object.keys(derived)]);

  function unknownOf(item: Item): Pick<Stored<State, Fact>, 'unknown'> {
    const names = Object.keys(item).filter((name) => !known.has(name));
    return names.length > 0 ? { unknown: Object.fromEntries(names.map((name) => [name, item[name]])) } : {};
  }

  return {
    keyOf,

    toItem({ state: current, version, sequence, outbox, notice: open, wakeUpAt, unknown }) {
      const attributes: Record<string, unknown> = { ...unknown, ...state.write(current) };
      for (const [name, derive] of derivations) {
        const value = derive(current);
        if (value !== undefined) attributes[name] = value;
      }
      return {
        ...attributes,
        ...keyOf(current),
        v: version,
        sq: sequence,
        ...(wakeUpAt !== undefined && { wu: wakeUpAt }),
        ...(outbox.length > 0 && { ob: outbox.map((event) => events.write(event)) }),
        ...(open && { nt: notice.write(open) }),
      };
    },

    fromItem: (key, item) =>
      readItem(keyOf(key), () => {
        const attributes = stored.parse(item);
        const { v, sq, wu, ob, nt } = attributes;
        return {
          state: { ...state.readDeclared(attributes), ...events.keyOf(key) } as State,
          version: v,
          sequence: sq,
          outbox: ob?.map((event) => events.read(key, event)) ?? [],
          ...(nt && { notice: notice.read(nt) }),
          ...(wu !== undefined && { wakeUpAt: wu }),
          ...unknownOf(item),
        };
      }),
  };
}
