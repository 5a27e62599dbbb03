import * as z from 'zod/mini';
import { nameOf } from '#core/alarms/ports.ts';
import type { ChatKey } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { Recorded } from '#core/commit.ts';
import { chatFactShape } from './chat-fact-shape.ts';
import { fromRoleConfigRecord, roleConfigShape, toRoleConfigRecord } from './role-config-record.ts';

/**
 * An event of a chat as it is kept, in an outbox or in a queue: sequence, instant, and the fact without the chat it
 * lies with. The id follows from both.
 */
export const chatEventShape = z.tuple([z.number(), z.number(), chatFactShape(roleConfigShape)]);
type ChatEventRecord = z.output<typeof chatEventShape>;

export function toChatEventRecord({ sequence, at, fact }: Recorded<ChatEvent>): ChatEventRecord {
  const { instanceId: _, contactId: __, ...rest } = fact;
  if (rest.type !== 'TimersConfigured') return [sequence, at, rest];
  return [sequence, at, { ...rest, configuration: toRoleConfigRecord(rest.configuration) }];
}

export function fromChatEventRecord(key: ChatKey, [sequence, at, fact]: ChatEventRecord): Recorded<ChatEvent> {
  const { instanceId, contactId } = key;
  const ofChat = { instanceId, contactId };
  return {
    eventId: `${nameOf({ kind: 'chat', ...ofChat })}/${sequence}`,
    sequence,
    at,
    fact:
      fact.type === 'TimersConfigured'
        ? { ...fact, ...ofChat, configuration: fromRoleConfigRecord(fact.configuration) }
        : { ...fact, ...ofChat },
  };
}
