import { makeMessageIds } from '#adapters/crypto/message-ids.ts';
import { makeDynamoChatStore } from '#adapters/dynamodb/chats-store.ts';
import { makeDynamoOpenChats } from '#adapters/dynamodb/open-chats.ts';
import { makeDynamoChatSettings } from '#adapters/dynamodb/settings.ts';
import { makeDynamoTranscript } from '#adapters/dynamodb/transcript.ts';
import { chatBackends } from '#backends';
import { makeChatUseCases } from '#core/chats/use-cases.ts';
import { makeWakeUps } from '#core/wake-ups/schedule.ts';
import { frameOf } from '#dialects/connect-participant/frames.ts';
import { itemOfMessage, itemsOfEvent, itemsOfSignal } from '#dialects/connect-participant/items.ts';
import { env } from '../env.ts';
import { report } from '../observe.ts';
import { tokens } from './access.ts';
import { clock, ids, pauses } from './clock.ts';
import { table } from './dynamodb.ts';
import { buckets, bus, sockets, socketUrl, wakeUpQueue } from './messaging.ts';

export const chatStore = makeDynamoChatStore(table('CHATS_TABLE'));

export const openChats = makeDynamoOpenChats(table('CHATS_TABLE'), report);

export const chats = makeChatUseCases({
  chats: chatStore,
  openChats,
  chatBackends,
  transcript: makeDynamoTranscript(table('TRANSCRIPTS_TABLE'), {
    get keptForDays() {
      return Number(env('TRANSCRIPT_DAYS'));
    },
    report,
  }),
  chatSettings: makeDynamoChatSettings(table('SETTINGS_TABLE')),
  bus,
  wakeUps: makeWakeUps({ buckets, queue: wakeUpQueue, clock }),
  sockets,
  tokens,
  socketUrl,
  frames: {
    ofEvent: (event, chat, settings) => itemsOfEvent(chat, event, settings).map(frameOf),
    ofMessage: (key, message) => frameOf(itemOfMessage(key, message)),
    ofSignal: (key, signal) => itemsOfSignal(key, signal).map(frameOf),
  },
  clock,
  pauses,
  ids,
  chatDays: () => Number(env('CHAT_DAYS')),
  messageIds: makeMessageIds(),
  report,
});
