import type { Instant } from '../instant.ts';

export type Channel = 'VOICE' | 'CHAT' | 'TASK';

export interface Contact {
  readonly contactId: string;
  readonly channel: Channel;
  readonly beganAt: Instant;
  /** The number of the chat's latest event, when the chat last had this agent in it. @default - the contact was not begun by a chat */
  readonly asOf?: number;
}

/**
 * A contact that has ended. Its begin may still arrive: a request that is repeated late, or one that its end overtook. The
 * agent would then have a contact that nobody ends.
 */
export interface EndedContact {
  /** Stands for the contact's id, which is too long to keep several of them. */
  readonly mark: string;
  /** When it ended, in minutes since 1970. */
  readonly endedMinute: number;
  /** The number of the chat's latest event, when the chat no longer had this agent in it. @default - the contact was not begun by a chat */
  readonly asOf?: number;
}

const markDigits = 7;

/**
 * Stands for a contact's id: 36 bits of a hash (cyrb53, public domain). One of 10 000 million contacts meets the mark of
 * another one of the same agent and is not counted.
 */
export function markOf(contactId: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (const character of contactId) {
    const code = character.codePointAt(0) ?? 0;
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  const hash = 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
  return (hash % 36 ** markDigits).toString(36).padStart(markDigits, '0');
}
