import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { ParticipantRole } from '#core/chats/chat.ts';
import type { Message, Transcript, TranscriptOf } from '#core/chats/ports.ts';
import type { Report } from '#core/ports.ts';
import { keyword } from '../codec/fields.ts';
import { fromTimeKey, timeKey, transcriptKeys, transcriptsTable } from './chat-tables.ts';
import { type DynamoTable, expiry, isWritten } from './document-client.ts';
import { readableItems } from './readable.ts';

const { byTime } = transcriptsTable;

const messageItemShape = z.object({
  at: z.string(),
  participantId: z.string(),
  role: keyword<ParticipantRole>(),
  displayName: z.string(),
  contentType: z.string(),
  content: z.string(),
  clientToken: z.string(),
});

interface Options {
  /** How long a message is kept. Read with every write. */
  readonly keptForDays: number;
  /** @default - unreadable messages are not reported */
  readonly report?: Report;
}

/** Keeps each message in one item of the transcripts table, under its client token. */
export function makeDynamoTranscript(table: DynamoTable, options: Options): Transcript {
  async function find(chat: TranscriptOf, participantId: string, clientToken: string): Promise<Message | undefined> {
    const { client, tableName: TableName } = table;
    const Key = transcriptKeys(chat).message(participantId, clientToken);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item && fromItem(Item);
  }

  return {
    find,

    async add(chat, message) {
      const { client, tableName: TableName } = table;
      const Key = transcriptKeys(chat).message(message.participantId, message.clientToken);
      const Item = { ...Key, ...toItem(message), ...expiry(message.at, options.keptForDays) };
      const isFirst = await isWritten(
        client.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' })),
      );
      if (isFirst) return message;
      const kept = await find(chat, message.participantId, message.clientToken);
      if (!kept) throw new Error(`Message ${message.messageId} expired while it was kept`);
      return kept;
    },

    async read(chat, { after, direction, limit }) {
      const isForward = direction === 'forward';
      const messages: Message[] = [];
      let start: Record<string, unknown> | undefined;
      // One answer has a megabyte at most; a hundred of the longest messages may be more.
      do {
        const { Items = [], LastEvaluatedKey } = await table.client.send(
          new QueryCommand({
            TableName: table.tableName,
            IndexName: byTime.name,
            KeyConditionExpression: after ? `pk = :pk AND #at ${isForward ? '>' : '<'} :after` : 'pk = :pk',
            ExpressionAttributeNames: after && { '#at': byTime.sortKey },
            ExpressionAttributeValues: {
              ':pk': transcriptKeys(chat).pk,
              ...(after && { ':after': timeKey(after) }),
            },
            ScanIndexForward: isForward,
            ConsistentRead: true,
            Limit: limit - messages.length,
            ExclusiveStartKey: start,
          }),
        );
        messages.push(...readableItems(Items, fromItem, options.report ?? (() => {})));
        start = LastEvaluatedKey;
      } while (start && messages.length < limit);
      return messages;
    },
  };
}

const toItem = ({ messageId, at, ...message }: Message) => ({ ...message, at: timeKey({ at, messageId }) });

function fromItem(item: unknown): Message {
  const { at, ...message } = messageItemShape.parse(item);
  return { ...message, ...fromTimeKey(at) };
}
