import { makeAlarms } from '#core/alarms/alarm-clock.ts';
import { makeRingOnTime } from '#core/alarms/on-time.ts';
import type { Alarm, AlarmBuckets, AlarmQueue } from '#core/alarms/ports.ts';
import { makeSweep } from '#core/alarms/sweep.ts';
import type { Chat, ChatKey } from '#core/chats/chat.ts';
import { configureTimers } from '#core/chats/configure-timers.ts';
import { closeConnections, expectConnection, openConnection } from '#core/chats/connections.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { endChat, join, leave, startChat } from '#core/chats/participation.ts';
import type { ChatStore } from '#core/chats/ports.ts';
import { makeRecordActivity } from '#core/chats/record-activity.ts';
import { makeRingChat } from '#core/chats/ring-chat.ts';
import { makeCommit, type Publisher } from '#core/commit.ts';
import type { Instant } from '#core/instant.ts';
import type { Clock, Report } from '#core/ports.ts';
import type { AskedFor } from './chat-deed.ts';

/** Everything outside that chats and their alarms need. */
interface ChatPorts {
  readonly chats: ChatStore;
  readonly buckets: AlarmBuckets;
  readonly queue: AlarmQueue;
  readonly publisher: Publisher<ChatEvent>;
  readonly clock: Clock;
  /** The clock by which changes are decided on. */
  readonly deciding: Clock;
  readonly until: (instant: Instant) => Promise<void>;
  readonly report: Report;
}

export type ChatUseCases = ReturnType<typeof makeChatUseCases>;

/** What can be done with chats, over any ports. */
export function makeChatUseCases({ chats, publisher, buckets, queue, clock, deciding, until, report }: ChatPorts) {
  const alarms = makeAlarms({ buckets, queue, clock });
  const commitChat = makeCommit<ChatKey, Chat, ChatEvent>({
    store: chats,
    publisher,
    alarms,
    clock: deciding,
    report,
    target: ({ instanceId, contactId }) => ({ kind: 'chat', instanceId, contactId }),
  });
  const recordActivity = makeRecordActivity({ chats, commitChat, clock });
  const ringChat = makeRingChat({ commitChat });
  const ring = async (alarm: Alarm) => {
    if (alarm.kind === 'chat') await ringChat(alarm);
  };
  return {
    sweep: makeSweep({ buckets, queue, clock }),
    ring: makeRingOnTime({ ring, alarms, clock, until }),

    /** Does what the API would do. */
    async happen(key: ChatKey, deed: AskedFor): Promise<{ readonly type: string }> {
      switch (deed.does) {
        case 'start': {
          const customer = { participantId: 'customer', displayName: 'Customer' };
          return commitChat(key, (chat, now) => startChat(chat, key, { customer, ...deed.setup }, now), 'creator');
        }
        case 'configure':
          return commitChat(key, (chat) => configureTimers(chat, deed.changes), 'caller');
        case 'join': {
          const joining = { participantId: deed.who, displayName: deed.who, role: deed.role };
          return commitChat(key, (chat, now) => join(chat, joining, now), 'caller');
        }
        case 'leave':
          return commitChat(key, (chat, now) => leave(chat, deed.who, now), 'caller');
        case 'speak':
          return recordActivity(key, deed.who);
        case 'connect': {
          const { who: participantId, socket: connectionId, does: _, ...setting } = deed;
          const opened = { participantId, connectionId, ...setting };
          return commitChat(key, (chat, now) => openConnection(chat, opened, now), 'caller');
        }
        case 'expect': {
          const { who: participantId, does: _, ...setting } = deed;
          const expected = { participantId, bySocket: true, ...setting };
          return commitChat(key, (chat, now) => expectConnection(chat, expected, now), 'caller');
        }
        case 'disconnect':
          return commitChat(key, (chat, now) => closeConnections(chat, [deed.socket], now), 'caller');
        case 'end':
          return commitChat(key, (chat, now) => endChat(chat, now), 'caller');
      }
    },
  };
}
