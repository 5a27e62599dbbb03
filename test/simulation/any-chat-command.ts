import type { FlowChange } from '#core/chats/flow-position.ts';
import type { TimerChange } from '#core/chats/role-config.ts';
import { type Instant, minutes, seconds } from '#core/instant.ts';
import type { ChatCommand, StartOptions } from './chat-command.ts';
import type { ChatModel } from './chat-model.ts';
import type { Random } from './random.ts';

const oneOf = <Item>(random: Random, ...items: readonly [Item, ...Item[]]): Item =>
  items[random.upTo(items.length - 1)] ?? items[0];

/** How long timers are: short, so that much happens in little time, or many so long that their wake-ups go to buckets. */
export type TimerLengths = 'short' | 'long';

export function anyStartOptions(random: Random): StartOptions {
  const waitBlock = oneOf(random, undefined, 'customParticipant' as const, 'customer' as const);
  return {
    ...(random.chance(0.5) && { disconnectFlow: 'goodbye' }),
    ...(waitBlock && { waitBlock }),
  };
}

/** A flow goes on to another Wait block or to none, or says where its chat goes. */
function anyFlowChange(random: Random): FlowChange {
  const waitBlock = oneOf(random, null, 'customParticipant' as const, 'customer' as const);
  return random.chance(0.6) ? { waitBlock } : { disconnectFlow: oneOf(random, null, 'goodbye', 'survey') };
}

/** A random command for a chat. `nth` is different for each command of the chat. */
export function anyChatCommand(
  random: Random,
  chat: ChatModel,
  { nth, lengths }: { nth: number; lengths: TimerLengths },
): ChatCommand {
  const anyParticipant = () => {
    const [first, ...others] = chat.participants().map(({ participantId }) => participantId);
    return first === undefined || random.chance(0.03) ? 'nobody' : oneOf(random, first, ...others);
  };
  const lot = random.upTo(99);
  if (lot < 45) return { type: 'write', participantId: anyParticipant() };
  if (lot < 57) return { type: 'join', participantId: `agent-${nth}`, role: 'AGENT' };
  if (lot < 63) return { type: 'join', participantId: `bot-${nth}`, role: 'CUSTOM_BOT' };
  if (lot < 66) return { type: 'join', participantId: `supervisor-${nth}`, role: 'SUPERVISOR' };
  if (lot < 78) {
    const others = chat
      .participants()
      .filter(({ participantId }) => participantId !== 'customer' || random.chance(0.1));
    const [first, ...more] = others.map(({ participantId }) => participantId);
    return { type: 'leave', participantId: first === undefined ? 'nobody' : oneOf(random, first, ...more) };
  }
  if (lot < 81) return { type: 'moveFlow', change: anyFlowChange(random) };
  if (lot < 88) return { type: 'configure', changes: anyChanges(random, lengths) };
  const participantId = random.chance(0.8) ? 'customer' : anyParticipant();
  const connectionId = `${participantId}-${random.upTo(2)}`;
  const setting = random.chance(0.7) && { goneMinutes: oneOf(random, 1, 5) };
  if (lot < 90) return { type: 'requestConnection', participantId, ...setting };
  if (lot < 93) return { type: 'connect', participantId, connectionId, ...setting };
  if (lot < 98) return { type: 'disconnect', connectionId };
  return { type: 'end' };
}

/** Random timers. Most chats have some. */
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

/** When the next command is given: often at the instant at which something is due, or a millisecond before or after it. */
export function anyInstant(random: Random, chat: ChatModel, now: Instant): Instant {
  const due = chat.next()?.at;
  if (due !== undefined && due > now && random.chance(0.4)) {
    return due + oneOf(random, -1, 0, 0, 1, random.upTo(seconds(30)));
  }
  return now + oneOf(random, 0, random.upTo(seconds(2)), random.upTo(seconds(100)), random.upTo(minutes(6)));
}
