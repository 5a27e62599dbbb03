import type { TimerChange } from '#core/chats/role-config.ts';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import type { AskedFor, Setup } from './chat-deed.ts';
import type { ChatModel } from './chat-model.ts';
import type { Random } from './random.ts';

const oneOf = <Item>(random: Random, ...items: readonly [Item, ...Item[]]): Item =>
  items[random.upTo(items.length - 1)] ?? items[0];

/** How long timers are: short ones, so that much happens in little time, or many so long that they lie in buckets. */
export type TimerLengths = 'short' | 'long';

export function anySetup(random: Random): Setup {
  const waitBlock = oneOf(random, undefined, 'customParticipant' as const, 'customer' as const);
  return {
    ...(random.chance(0.5) && { disconnectFlow: 'goodbye' }),
    ...(waitBlock && { waitBlock }),
  };
}

/** What happens next in a chat, as far as chance goes; `nth` is unlike that of any other deed in the chat. */
export function anyDeed(
  random: Random,
  chat: ChatModel,
  { nth, lengths }: { nth: number; lengths: TimerLengths },
): AskedFor {
  const somebody = () => {
    const [first, ...others] = chat.people().map(({ who }) => who);
    return first === undefined || random.chance(0.03) ? 'nobody' : oneOf(random, first, ...others);
  };
  const lot = random.upTo(99);
  if (lot < 45) return { does: 'speak', who: somebody() };
  if (lot < 57) return { does: 'join', who: `agent-${nth}`, role: 'AGENT' };
  if (lot < 63) return { does: 'join', who: `bot-${nth}`, role: 'CUSTOM_BOT' };
  if (lot < 66) return { does: 'join', who: `supervisor-${nth}`, role: 'SUPERVISOR' };
  if (lot < 78) {
    const others = chat.people().filter(({ who }) => who !== 'customer' || random.chance(0.1));
    const [first, ...more] = others.map(({ who }) => who);
    return { does: 'leave', who: first === undefined ? 'nobody' : oneOf(random, first, ...more) };
  }
  if (lot < 88) return { does: 'configure', changes: anyChanges(random, lengths) };
  const who = random.chance(0.8) ? 'customer' : somebody();
  const socket = `${who}-${random.upTo(2)}`;
  const gone = random.chance(0.7) && { goneMinutes: oneOf(random, 1, 5) };
  if (lot < 89) return { does: 'expect', who, ...gone };
  if (lot < 93) return { does: 'connect', who, socket, ...gone };
  if (lot < 98) return { does: 'disconnect', socket };
  return { does: 'end' };
}

/** Timers to begin with: most chats have some. */
export function anyChanges(random: Random, lengths: TimerLengths): readonly TimerChange[] {
  const changes: TimerChange[] = [];
  for (const role of ['CUSTOMER', 'AGENT'] as const) {
    for (const type of ['IDLE', 'DISCONNECT_NONCUSTOMER'] as const) {
      if (random.chance(0.35)) continue;
      const length = lengths === 'long' && random.chance(0.5) ? oneOf(random, 16, 16, 18, 37, 480) : 2 + random.upTo(3);
      changes.push({ role, type, value: random.chance(0.15) ? 'Unset' : length });
    }
  }
  return changes;
}

/** When it happens: often at the very instant at which something is due, a millisecond before, or one after. */
export function anyInstant(random: Random, chat: ChatModel, now: Instant): Instant {
  const due = chat.next()?.at;
  if (due !== undefined && due > now && random.chance(0.4)) {
    return due + oneOf(random, -1, 0, 0, 1, random.upTo(seconds(30)));
  }
  return now + oneOf(random, 0, random.upTo(seconds(2)), random.upTo(seconds(100)), random.upTo(minutes(6)));
}
