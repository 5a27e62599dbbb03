/**
 * The chats table.
 *
 * | access pattern | operation | key |
 * | - | - | - |
 * | one chat with its participants | GetItem, PutItem, UpdateItem | `CHAT#{instanceId}#{contactId}`, `CHAT` |
 * | a participant has written | UpdateItem | the same |
 *
 * No index: a chat is asked for by its contact id alone, and a message must not cost more than its own write.
 * An ended chat carries `expiresAt` (epoch seconds, the TTL attribute), a day after its end.
 */
export const chatsTable = { partitionKey: 'pk', sortKey: 'sk', timeToLive: 'expiresAt' } as const;

export const chatItemKey = (instanceId: string, contactId: string) => ({
  pk: `CHAT#${instanceId}#${contactId}`,
  sk: 'CHAT',
});
