import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { type AggregateStore, StaleVersionError, type Stored } from '#core/commit.ts';
import { putVersion, removeOutbox, type VersionedItem } from './conditional-write.ts';
import type { DynamoTable } from './document-client.ts';

/** How aggregates of one kind lie in their table. */
interface Items<Key, State, Fact> {
  /** Names the aggregate in a fault: `Agent demo/ann`. */
  readonly nameOf: (key: Key) => string;
  readonly keyOf: (key: Key) => { readonly pk: string; readonly sk: string };
  readonly toItem: (stored: Stored<State, Fact>) => VersionedItem;
  readonly fromItem: (key: Key, item: unknown) => Stored<State, Fact>;
}

/** Keeps aggregates of one kind, each in one item, whose version is the condition of every write. */
export function makeDynamoAggregateStore<Key, State extends Key, Fact>(
  table: DynamoTable,
  { nameOf, keyOf, toItem, fromItem }: Items<Key, State, Fact>,
): AggregateStore<Key, State, Fact> {
  const { client, tableName: TableName } = table;
  return {
    async load(key) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(key), ConsistentRead: true }));
      return Item && fromItem(key, Item);
    },

    async save(next, previous) {
      if (await putVersion(table, toItem(next), previous?.version)) return;
      throw new StaleVersionError(`${nameOf(next.state)} is no longer at version ${previous?.version ?? 0}`);
    },

    async clearOutbox({ state, sequence }) {
      await removeOutbox(table, keyOf(state), sequence);
    },
  };
}
