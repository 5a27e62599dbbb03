import { makeMemoryAlarms } from '#adapters/memory/alarms.ts';
import { makeMemoryChatStore } from '#adapters/memory/chat-store.ts';
import { makeMemoryPublisher } from '#adapters/memory/publisher.ts';
import { makeMemorySockets } from '#adapters/memory/sockets.ts';
import { makeMemoryTranscript } from '#adapters/memory/transcript.ts';
import type { Chat, ChatKey } from '#core/chats/chat.ts';
import { closeConnections, openConnection } from '#core/chats/connections.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { type Joining, join, startChat } from '#core/chats/participation.ts';
import { makeReadTranscript } from '#core/chats/read-transcript.ts';
import { makeSendMessage } from '#core/chats/send-message.ts';
import { makeSendSignal } from '#core/chats/send-signal.ts';
import { makeTellEvents } from '#core/chats/tell-participants.ts';
import { type Commit, makeCommit } from '#core/commit.ts';
import { makeTell } from '#core/tell.ts';
import { inWords } from '#test/simulation/chat-deed.ts';
import { someDay } from '#test/support/agents.ts';
import { chatKey } from '#test/support/chats.ts';

/** Where a chat is kept and told, with a clock to be set by hand. */
const aChatWorld = () => ({
  chats: makeMemoryChatStore(),
  transcript: makeMemoryTranscript(),
  sockets: makeMemorySockets(),
  publisher: makeMemoryPublisher<ChatEvent>(),
  alarms: makeMemoryAlarms(),
  time: { at: someDay },
  reports: [] as string[],
});
type ChatWorld = ReturnType<typeof aChatWorld>;

/** What participants can do, their calls going through `connect`; frames are in words. */
export function chatUseCasesIn(world: ChatWorld, connect: <Port extends object>(port: Port) => Port = (port) => port) {
  const { time, reports } = world;
  const [chats, sockets, transcript] = [connect(world.chats), connect(world.sockets), connect(world.transcript)];
  const [publisher, clock] = [connect(world.publisher), { now: () => time.at }];
  const report = (fault: string) => reports.push(fault);
  const tell = makeTell<ChatKey>({
    sockets,
    forget: (key, gone) => commitChat(key, (chat, now) => closeConnections(chat, gone, now), 'caller'),
    report,
  });
  const tellEvents = makeTellEvents({ tell, sockets, framesOf: async ({ fact }) => [inWords(fact)] });
  const commitChat: Commit<ChatKey, Chat, ChatEvent> = makeCommit<ChatKey, Chat, ChatEvent>({
    store: chats,
    publisher: {
      async publish(events, chat) {
        await Promise.all([publisher.publish(events, chat), tellEvents(events, chat)]);
      },
    },
    alarms: connect(world.alarms),
    clock,
    report,
    target: (key) => ({ kind: 'chat', ...key }),
  });
  const ids = Array.from({ length: 20 }, (_, n) => `id-${n + 1}`).values();
  const nextId = () => ids.next().value ?? 'no more ids';
  const ports = { clock, tell, ids: { next: nextId } };
  return {
    commitChat,
    sendMessage: makeSendMessage({
      ...ports,
      chats,
      commitChat,
      transcript,
      messageIds: { next: () => nextId() },
      frameOf: (_, { messageId, content }) => `${messageId}: ${content}`,
    }),
    sendSignal: makeSendSignal({ ...ports, chats, framesOf: (_, { sender }) => [`${sender.participantId} types`] }),
    readTranscript: makeReadTranscript({ chats, transcript, clock }),
  };
}

/** The transcript of that chat. */
export const transcriptKey = { ...chatKey, startedAt: someDay };

/** A chat of a customer and others, each with a connection of the same name and a letter for every further one. */
export async function aChatRoom(...others: readonly Joining['role'][]) {
  const world = aChatWorld();
  const useCases = chatUseCasesIn(world);
  const { commitChat } = useCases;
  const customer = { participantId: 'customer', displayName: 'Customer' };
  await commitChat(chatKey, (chat, now) => startChat(chat, chatKey, { customer }, now), 'caller');
  const opens = (participantId: string, connectionId = participantId) =>
    commitChat(chatKey, (chat, now) => openConnection(chat, { participantId, connectionId }, now), 'caller');
  await opens('customer');
  for (const role of others) {
    const participantId = role.toLowerCase();
    const joining = { participantId, displayName: role, role };
    await commitChat(chatKey, (chat, now) => join(chat, joining, now), 'caller');
    await opens(participantId);
  }
  return {
    ...world,
    ...useCases,
    opens,
    /** What a connection has been told. */
    heard: world.sockets.framesOf,
    chat: async () => (await world.chats.load(chatKey))?.state,
    connectionsOf: async (participantId: string) =>
      (await world.chats.load(chatKey))?.state.participants
        .find((one) => one.participantId === participantId)
        ?.connections.map(({ connectionId }) => connectionId),
  };
}
