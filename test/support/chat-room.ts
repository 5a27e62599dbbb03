import { makeMemoryPublisher, noPauses } from '#adapters/memory/change.ts';
import { makeMemoryChatStore, makeMemoryOpenChats, makeMemoryTranscript } from '#adapters/memory/chats.ts';
import { makeMemoryChatSettings } from '#adapters/memory/settings.ts';
import { makeMemorySockets } from '#adapters/memory/sockets.ts';
import { makeMemoryWakeUps } from '#adapters/memory/wake-ups.ts';
import type { Tokens } from '#core/access/tokens.ts';
import type { ParticipantRole } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { type ChatFrames, makeChatUseCases } from '#core/chats/use-cases.ts';
import type { Clock } from '#core/ports.ts';
import { someDay } from './agents.ts';
import { chatKey, summaryOf } from './chats.ts';
import { countingIds } from './credentials.ts';

/** Frames of a few words, which a test can read. */
const frames: ChatFrames = {
  ofEvent: ({ fact }) => [summaryOf(fact)],
  ofMessage: (_, { messageId, content }) => `${messageId}: ${content}`,
  ofSignal: (_, { sender }) => [`${sender.participantId} types`],
};

/** Tokens that a test can read. */
const readableTokens: Tokens = {
  issue: async (claims) => JSON.stringify(claims),
  read: async () => 'badToken',
};

/** The ports of chats in memory. */
export function memoryChatPorts(clock: Clock) {
  const ids = countingIds('id');
  const reports: string[] = [];
  const chats = makeMemoryChatStore();
  return {
    chats,
    openChats: makeMemoryOpenChats(chats),
    transcript: makeMemoryTranscript(),
    chatSettings: makeMemoryChatSettings(),
    bus: makeMemoryPublisher<ChatEvent>(),
    wakeUps: makeMemoryWakeUps(),
    sockets: makeMemorySockets(),
    tokens: readableTokens,
    socketUrl: () => 'wss://sockets.example.com/v1',
    frames,
    clock,
    pauses: noPauses,
    ids,
    messageIds: ids,
    reports,
    report: (fault: string) => {
      reports.push(fault);
    },
  };
}

/**
 * A chat in memory with its use cases, and a clock that starts at some day and is set by the test. The customer and each
 * other participant, named after its role, has a connection with the same name.
 */
export async function aChatRoom(...others: readonly Exclude<ParticipantRole, 'CUSTOMER'>[]) {
  const time = { at: someDay };
  const ports = memoryChatPorts({ now: () => time.at });
  const { chats, sockets, transcript, chatSettings, bus, wakeUps } = ports;
  const useCases = makeChatUseCases(ports);

  const connect = (participantId: string, connectionId = participantId) =>
    useCases.connectParticipant({ ...chatKey, participantId, connectionId }, 'welcome');

  async function join(participantId: string, role: (typeof others)[number]) {
    await useCases.joinChat(chatKey, { participantId, displayName: role, role });
    await connect(participantId);
  }

  await useCases.startChat(chatKey, { customer: { participantId: 'customer', displayName: 'Customer' } });
  await connect('customer');
  for (const role of others) await join(role.toLowerCase(), role);

  const participant = async (participantId: string) =>
    (await useCases.getChat(chatKey))?.participants.find((each) => each.participantId === participantId);

  return {
    ...ports,
    ...useCases,
    time,
    connect,
    join,
    participant,
    /** The use cases of a process that calls its stores, sockets, bus and wake-ups through `wrap`. */
    through: (wrap: <Port extends object>(port: Port) => Port) =>
      makeChatUseCases({
        ...ports,
        chats: wrap(chats),
        transcript: wrap(transcript),
        chatSettings: wrap(chatSettings),
        sockets: wrap(sockets),
        bus: wrap(bus),
        wakeUps: wrap(wakeUps),
      }),
    /** The frames that a connection has received, after the welcome. */
    framesOf: (connectionId: string) => sockets.framesOf(connectionId).slice(1),
    connectionIdsOf: async (participantId: string) =>
      (await participant(participantId))?.connections.map(({ connectionId }) => connectionId),
    messages: () => transcript.read({ ...chatKey, startedAt: someDay }, { direction: 'forward', limit: 10 }),
  };
}
