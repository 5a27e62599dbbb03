import * as z from 'zod/mini';
import type { Chat, ChatKey } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { languages } from '#core/chats/notices.ts';
import type { Stored } from '#core/commit.ts';
import { chatEventShape, fromChatEventRecord, toChatEventRecord } from '../../chat-event-record.ts';
import { chatEndCause } from '../../chat-fact-shape.ts';
import { fromRoleConfigRecord, roleConfigShape, toRoleConfigRecord } from '../../role-config-record.ts';
import { expiry } from '../expiry.ts';
import { chatItemKey } from './keys.ts';
import { fromParticipantRecords, participantsShape, toParticipantRecords } from './participant-record.ts';

const keptForDays = 1;

/**
 * A chat's item. Every message costs a unit for each kilobyte begun, so names are short: a chat with its customer, an
 * agent, a bot that left, both configurations and an outbox stays below one.
 */
const chatItemShape = z.object({
  /** Version; it is the condition of every save, and every message moves it on. */
  v: z.number(),
  /** Sequence of the last event. */
  sq: z.number(),
  /** The alarm last set. */
  al: z.exactOptional(z.number()),
  /** When the chat started. */
  at: z.number(),
  pa: participantsShape,
  /** The stored and the active configuration. */
  st: roleConfigShape,
  ac: z.exactOptional(roleConfigShape),
  /** Disconnect flow, Wait block, the minutes after which a customer who is gone ends the chat, and the language. */
  df: z.exactOptional(z.string()),
  wb: z.exactOptional(z.enum(['customParticipant', 'customer'])),
  gm: z.exactOptional(z.number()),
  la: z.exactOptional(z.enum(languages)),
  /** When and why the chat ended. */
  en: z.exactOptional(z.tuple([z.number(), chatEndCause])),
  /** Outbox. */
  ob: z.exactOptional(z.readonly(z.array(chatEventShape))),
});

/**
 * The item of a chat. Only an ended chat expires: TTL removes without an event, so a running chat would be lost to
 * those who are in it, and moving its expiry on would be one more thing for every message to do.
 */
export function toChatItem({ state, version, sequence, outbox, alarmAt }: Stored<Chat, ChatEvent>) {
  const { instanceId, contactId, active, ended } = state;
  const record: z.output<typeof chatItemShape> = {
    v: version,
    sq: sequence,
    ...(alarmAt !== undefined && { al: alarmAt }),
    at: state.startedAt,
    pa: toParticipantRecords(state.participants),
    st: toRoleConfigRecord(state.stored),
    ...(active && { ac: toRoleConfigRecord(active) }),
    ...(state.disconnectFlow !== undefined && { df: state.disconnectFlow }),
    ...(state.waitBlock !== undefined && { wb: state.waitBlock }),
    ...(state.goneMinutes !== undefined && { gm: state.goneMinutes }),
    ...(state.language !== undefined && { la: state.language }),
    ...(ended && { en: [ended.at, ended.cause] }),
    ...(outbox.length > 0 && { ob: outbox.map(toChatEventRecord) }),
  };
  return { ...chatItemKey(instanceId, contactId), ...record, ...(ended && expiry(ended.at, keptForDays)) };
}

/** @throws ZodError when the item is not one that `toChatItem` has made. */
export function fromChatItem(key: ChatKey, item: unknown): Stored<Chat, ChatEvent> {
  const { v, sq, al, at, pa, st, ac, df, wb, gm, la, en, ob } = chatItemShape.parse(item);
  return {
    state: {
      instanceId: key.instanceId,
      contactId: key.contactId,
      startedAt: at,
      participants: fromParticipantRecords(pa),
      stored: fromRoleConfigRecord(st),
      ...(ac && { active: fromRoleConfigRecord(ac) }),
      ...(df !== undefined && { disconnectFlow: df }),
      ...(wb !== undefined && { waitBlock: wb }),
      ...(gm !== undefined && { goneMinutes: gm }),
      ...(la !== undefined && { language: la }),
      ...(en && { ended: { at: en[0], cause: en[1] } }),
    },
    version: v,
    sequence: sq,
    outbox: ob?.map((event) => fromChatEventRecord(key, event)) ?? [],
    ...(al !== undefined && { alarmAt: al }),
  };
}
