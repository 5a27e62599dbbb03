import { BackendError, type BackendFault } from '#core/backend-calls.ts';
import type { Chat, ChatKey } from '#core/chats/chat.ts';
import type { ChatNews, Somebody } from '#core/chats/chat-news.ts';
import { configureTimers } from '#core/chats/configure-timers.ts';
import { beginFollowed, type FollowSettings, follow } from '#core/chats/follow.ts';
import type { ChatBackend, ChatFollowing } from '#core/chats/ports.ts';
import type { TimerChange } from '#core/chats/role-config.ts';
import { makeChatUseCases } from '#core/chats/use-cases.ts';
import { minutes } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';
import { memoryChatPorts } from '#test/support/chat-room.ts';
import { chatKey, summaryOf } from '#test/support/chats.ts';

interface Backend {
  /** What happens when the backend is told to report a chat. @default - it reports the chat from now on */
  readonly begin?: () => Promise<boolean>;
  readonly silentAgent?: ChatFollowing['silentAgent'];
  readonly chatDays?: () => number;
}

/** Chats of a backend that reports what happens in them. What it is told is recorded. */
export function chatsOfBackend({ begin = async () => true, silentAgent = 'report', chatDays }: Backend = {}) {
  const time = { at: someDay };
  const ports = memoryChatPorts({ now: () => time.at });
  const told: (readonly [what: string, leg: ChatKey, changes?: readonly TimerChange[]])[] = [];
  const faults: BackendFault[] = [];
  const backend = {
    async configureTimers(leg, changes) {
      told.push(['timers', leg, changes]);
    },
    following: {
      silentAgent,
      async begin(leg) {
        told.push(['begin', leg]);
        return begin();
      },
      async endChat(leg) {
        told.push(['end', leg]);
        const fault = faults.shift();
        if (fault) throw new BackendError(fault, 'No');
      },
    },
  } satisfies ChatBackend;
  const chats = makeChatUseCases({
    ...ports,
    ...(chatDays && { chatDays }),
    chatBackends: (instanceId) => (instanceId === chatKey.instanceId ? backend : undefined),
  });
  return {
    ...ports,
    ...chats,
    time,
    backend,
    told,
    /** The next calls that end a chat fail with these faults. */
    faults,
    /** What has happened in the chats, each in a few words. */
    published: () => ports.bus.published().map(({ fact }) => summaryOf(fact)),
    /** Which wake-ups are set, in milliseconds from the start. */
    wakeUpsAhead: () => ports.wakeUps.pending().map(({ at }) => at - someDay),
  };
}

export const customer: Somebody = { participantId: 'cu', role: 'CUSTOMER', displayName: 'Cy' };
export const ann: Somebody = { participantId: 'ann', role: 'AGENT', displayName: 'Ann' };
export const bob: Somebody = { participantId: 'bob', role: 'AGENT', displayName: 'Bob' };
export const bot: Somebody = { participantId: 'bot', role: 'CUSTOM_BOT', displayName: 'R2' };
export const system: Somebody = { participantId: 'sy', role: 'SYSTEM', displayName: 'System' };

/** Somebody has joined, has left or has written. */
export const news = (type: 'joined' | 'left' | 'wrote', who: Somebody, at: number, legId = 'leg-1'): ChatNews => ({
  key: chatKey,
  legId,
  at,
  type,
  who,
});

/** The chat has ended in its backend. */
export const ended = (at: number): ChatNews => ({ key: chatKey, legId: 'leg-1', at, type: 'ended' });

/** The client of a participant has shown that it is there. */
export const seen = (who: Somebody, at: number, isReceipt = false): ChatNews => ({
  key: chatKey,
  legId: 'leg-1',
  at,
  type: 'seen',
  who,
  isReceipt,
});

/** When news arrive, in milliseconds: much later than anything that they are of. */
export const arrivesAt = minutes(1000);

/** A chat that is followed, with idle timers of two minutes for both sides, from minute 0. */
export function aFollowedChat(settings: FollowSettings = { silentAgent: 'report' }): Chat {
  const { chat } = beginFollowed(chatKey, 'leg-1', settings, 0);
  const both = (['CUSTOMER', 'AGENT'] as const).map((role) => ({ role, type: 'IDLE', value: 2 }) as const);
  return configureTimers(chat, both).state ?? chat;
}

/** What news make of a chat, and its events in a few words. */
export function apply(chat: Chat | undefined, ...all: readonly ChatNews[]) {
  let state = chat;
  const events: string[] = [];
  for (const each of all) {
    const decided = follow(state, each, { silentAgent: 'report' }, arrivesAt);
    state = decided.state;
    events.push(...decided.events.map(summaryOf));
  }
  return { state, events };
}
