import { participantTokenExpiry, type Tokens } from '../access/tokens.ts';
import { makeCache } from '../cache.ts';
import { makeChange, type Publisher, type Recorded } from '../change.ts';
import { seconds } from '../instant.ts';
import type { Clock, Ids, Pauses, Report, Sockets } from '../ports.ts';
import { makePushFrames } from '../push-frames.ts';
import type { WakeUps } from '../wake-ups/ports.ts';
import { makeRecordActivity } from './activity.ts';
import { type Chat, type ChatKey, customerOf } from './chat.ts';
import { type ChatSettings, defaultChatSettings } from './chat-settings.ts';
import { makeConfigureTimers } from './configure-timers.ts';
import { makeConnectParticipant, makeRequestConnection, type ParticipantConnection } from './connect.ts';
import { closeConnections, makeNotifyParticipants } from './connections.ts';
import type { ChangeChat } from './decision.ts';
import type { ChatEvent } from './events.ts';
import { type FlowChange, moveFlow } from './flow-position.ts';
import { makeFollowChat, makeFollowSettings, makeWakeChat } from './follow-chat.ts';
import { makeListOpenChats } from './list-chats.ts';
import {
  endChat,
  type Joining,
  type JoinRefusal,
  join,
  leave,
  type NewParticipant,
  type StartChat,
  type StartRefusal,
  startChat,
} from './participation.ts';
import type {
  ChatBackends,
  ChatSettingsStore,
  ChatStore,
  Message,
  MessageIds,
  OpenChats,
  Transcript,
} from './ports.ts';
import { makeReadTranscript } from './read-transcript.ts';
import { makeSendMessage } from './send-message.ts';
import { makeSendSignal, type SentSignal } from './send-signal.ts';

export interface ChatPorts {
  readonly chats: ChatStore;
  readonly openChats: OpenChats;
  readonly transcript: Transcript;
  readonly chatSettings: ChatSettingsStore;
  /** @default - all chats are Lastcall's own */
  readonly chatBackends?: ChatBackends;
  readonly bus: Publisher<ChatEvent>;
  readonly wakeUps: WakeUps;
  readonly sockets: Sockets;
  readonly tokens: Tokens;
  /** Where clients open WebSockets: `wss://…`, without a query string. */
  readonly socketUrl: () => string;
  readonly frames: ChatFrames;
  readonly clock: Clock;
  readonly pauses: Pauses;
  readonly ids: Ids;
  readonly messageIds: MessageIds;
  readonly report: Report;
  /** After how many days a chat ends that nobody has ended. @default `core/retention.ts` */
  readonly chatDays?: () => number;
}

/** The frames in which clients of participants get what happens in a chat. */
export interface ChatFrames {
  /** None for an event that is not for participants. */
  readonly ofEvent: (event: Recorded<ChatEvent>, chat: Chat, settings: ChatSettings) => readonly string[];
  readonly ofMessage: (key: ChatKey, message: Message) => string;
  /** None for a signal that is not for the other participants. */
  readonly ofSignal: (key: ChatKey, signal: SentSignal) => readonly string[];
}

/** The same participant without the id, which Lastcall chooses if the caller does not. */
type Unnamed<Participant extends NewParticipant> = Omit<Participant, 'participantId'> & {
  readonly participantId?: string | undefined;
};
type StartChatCommand = Omit<StartChat, 'customer' | 'isIdOurs'> & { readonly customer: Unnamed<NewParticipant> };

/** The outcome of starting or joining a chat. */
export type JoinOutcome<Refusal extends string> =
  | { readonly type: 'done'; readonly chat: Chat; readonly participantId: string; readonly token: string }
  | { readonly type: Refusal };

export type ChatUseCases = ReturnType<typeof makeChatUseCases>;

/** What can be done with chats: by the contact centre, by the clients of participants, and when a timer is due. */
export function makeChatUseCases(ports: ChatPorts) {
  const { chats, chatSettings, bus, sockets, tokens, frames, clock, ids, report } = ports;

  const cached = makeCache<ChatSettings>({ clock, milliseconds: seconds(60) });
  const getChatSettings = async (instanceId: string) => (await chatSettings.load(instanceId)) ?? defaultChatSettings;
  const settingsOf = (instanceId: string) => cached(instanceId, () => getChatSettings(instanceId));

  const pushFrames = makePushFrames<ChatKey>({
    sockets,
    forget: (key, gone) => changeChat(key, (chat, now) => closeConnections(chat, gone, now)),
    report,
  });
  const notifyParticipants = makeNotifyParticipants({
    pushFrames,
    sockets,
    framesOf: async (event, chat) => frames.ofEvent(event, chat, await settingsOf(chat.instanceId)),
  });
  const changeChat: ChangeChat = makeChange<ChatKey, Chat, ChatEvent>({
    ...ports,
    store: chats,
    publisher: bus,
    notify: notifyParticipants,
    target: ({ instanceId, contactId }) => ({ kind: 'chat', instanceId, contactId }),
  });
  const shared = {
    ...ports,
    chatBackends: ports.chatBackends ?? (() => undefined),
    changeChat,
    settingsOf,
    pushFrames,
  };

  const entered = async ({ instanceId, contactId, participants }: Chat, participantId: string) => {
    const now = clock.now();
    const { joinedAt = now } = participants.find((each) => each.participantId === participantId) ?? {};
    const expiresAt = participantTokenExpiry(joinedAt, now);
    const token = await tokens.issue({ kind: 'participant', instanceId, contactId, participantId, expiresAt });
    return { participantId, token };
  };

  return {
    changeChat,

    getChat: async (key: ChatKey): Promise<Chat | undefined> => (await chats.load(key))?.state,

    listOpenChats: makeListOpenChats(ports),

    async startChat(key: ChatKey, { customer, ...options }: StartChatCommand): Promise<JoinOutcome<StartRefusal>> {
      const participantId = customer.participantId ?? ids.next();
      const life = ports.chatDays && { lifeDays: ports.chatDays() };
      const isIdOurs = customer.participantId === undefined;
      const command = { ...options, ...life, isIdOurs, customer: { ...customer, participantId } };
      const outcome = await changeChat(key, (chat, now) => startChat(chat, key, command, now), { expectsNew: true });
      if (outcome.type !== 'done') return outcome;
      return { ...outcome, ...(await entered(outcome.chat, customerOf(outcome.chat)?.participantId ?? participantId)) };
    },

    async joinChat(key: ChatKey, joining: Unnamed<Joining>): Promise<JoinOutcome<JoinRefusal>> {
      const participantId = joining.participantId ?? ids.next();
      const outcome = await changeChat(key, (chat, now) => join(chat, { ...joining, participantId }, now));
      return outcome.type === 'done' ? { ...outcome, ...(await entered(outcome.chat, participantId)) } : outcome;
    },

    leaveChat: (key: ChatKey, participantId: string) => changeChat(key, (chat, now) => leave(chat, participantId, now)),

    moveFlow: (key: ChatKey, change: FlowChange) => changeChat(key, (chat) => moveFlow(chat, change)),

    endChat: (key: ChatKey) => changeChat(key, endChat),

    configureTimers: makeConfigureTimers({ ...shared, followSettings: makeFollowSettings(shared) }),
    /** News of a chat that runs in a backend. */
    followChat: makeFollowChat(shared),

    recordActivity: makeRecordActivity(shared),
    sendMessage: makeSendMessage({ ...shared, frameOf: frames.ofMessage }),
    sendSignal: makeSendSignal({ ...shared, framesOf: frames.ofSignal }),
    readTranscript: makeReadTranscript(ports),

    requestConnection: makeRequestConnection(shared),
    connectParticipant: makeConnectParticipant(shared),
    disconnectParticipant: ({ instanceId, contactId, connectionId }: ParticipantConnection) =>
      changeChat({ instanceId, contactId }, (chat, now) => closeConnections(chat, [connectionId], now)),

    getChatSettings,
    putChatSettings: (instanceId: string, settings: ChatSettings) => chatSettings.save(instanceId, settings),
    /** The settings that apply to chats now. A change takes effect within a minute. */
    settingsOf,

    /**
     * The wake-up of a chat: does what inactivity has made due, and sets the wake-up for what comes next. What is due
     * follows from the chat alone, so a wake-up that fires twice, late or for nothing does no harm. The last delivery of a
     * wake-up is like any other. If it fails, the wake-up goes to the dead-letter queue and does its work once it is sent
     * back from there; guarded by another wake-up it would never get there, and would fail for ever.
     */
    wakeChat: makeWakeChat(shared),
  };
}
