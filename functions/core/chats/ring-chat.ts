import type { Alarm, Alarms } from '../alarms/ports.ts';
import type { Commit } from '../commit.ts';
import type { Clock } from '../ports.ts';
import type { Chat, ChatKey } from './chat.ts';
import type { ChatEvent } from './events.ts';
import { expire } from './silence.ts';

interface Ports {
  readonly commitChat: Commit<ChatKey, Chat, ChatEvent>;
  readonly alarms: Alarms;
  readonly clock: Clock;
}

/**
 * An alarm of a chat rings: does what silence has led to by now, and sets the alarm for what comes next. Ringing twice,
 * late or for nothing does no harm: what is due follows from the chat alone.
 */
export function makeRingChat({ commitChat, alarms, clock }: Ports) {
  return async (alarm: Extract<Alarm, { kind: 'chat' }>): Promise<void> => {
    // The queue's clock may be ahead of this one. The chat counts on the alarm that rings now, so it is set once more.
    if (clock.now() < alarm.at) return alarms.set(alarm);
    await commitChat(alarm, expire, 'redelivery');
  };
}
