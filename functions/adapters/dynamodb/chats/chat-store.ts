import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ChatStore } from '#core/chats/ports.ts';
import { makeDynamoAggregateStore } from '../aggregate-store.ts';
import { unlessRefused } from '../conditional-write.ts';
import type { DynamoTable } from '../document-client.ts';
import { fromChatItem, toChatItem } from './chat-item.ts';
import { chatItemKey } from './keys.ts';

/** Keeps each chat in one item of the chats table. */
export function makeDynamoChatStore(table: DynamoTable): ChatStore {
  const { client, tableName: TableName } = table;
  return {
    ...makeDynamoAggregateStore(table, {
      nameOf: ({ instanceId, contactId }) => `Chat ${instanceId}/${contactId}`,
      keyOf: ({ instanceId, contactId }) => chatItemKey(instanceId, contactId),
      toItem: toChatItem,
      fromItem: fromChatItem,
    }),

    /**
     * One write, and nothing is read: the chat as it is now comes with the answer. DynamoDB knows no maximum of two
     * numbers, so a message that a later one has overtaken is refused too and takes the whole command. That is rare,
     * and correct.
     */
    async touch(key, participantId, at) {
      const answer = await unlessRefused(
        client.send(
          new UpdateCommand({
            TableName,
            Key: chatItemKey(key.instanceId, key.contactId),
            UpdateExpression: 'SET pa.#id.ss = :at, pa.#id.sa = :at ADD v :one',
            ConditionExpression:
              'pa.#id.ss <= :at AND attribute_not_exists(pa.#id.le) AND attribute_not_exists(pa.#id.ia)',
            ExpressionAttributeNames: { '#id': participantId },
            ExpressionAttributeValues: { ':at': at, ':one': 1 },
            ReturnValues: 'ALL_NEW',
          }),
        ),
      );
      return answer && fromChatItem(key, answer.Attributes).state;
    },
  };
}
