import { type Instant, seconds } from '../instant.ts';
import type { Participant } from './chat.ts';

/** How many messages of one participant are accepted in any such time: more than people write, and bots that answer in parts. */
export const messageLimit = { messages: 10, within: seconds(1) } as const;

/** How many messages are remembered before the last one. */
const rememberedMessages = messageLimit.messages - 1;

/** Whether a message at this instant would be one too many. */
export function isOverLimit({ earlierMessages = [] }: Participant, at: Instant): boolean {
  const tenthLast = earlierMessages[rememberedMessages - 1];
  return tenthLast !== undefined && tenthLast + messageLimit.within > at;
}

/** The participant after a message at this instant. */
export function withMessage({ earlierMessages = [], ...participant }: Participant, at: Instant): Participant {
  const { wroteAt } = participant;
  const earlier = wroteAt === undefined ? [] : [wroteAt, ...earlierMessages].slice(0, rememberedMessages);
  return {
    ...participant,
    silentSince: at,
    wroteAt: at,
    ...(earlier.length > 0 && { earlierMessages: earlier }),
  };
}
