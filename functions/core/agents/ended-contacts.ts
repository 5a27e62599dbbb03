import { type Instant, minutes } from '../instant.ts';
import type { Agent, EndedContact } from './agent.ts';

/** Longer than requests are repeated. After that a contact that was handed on may come back under the same id. */
const rememberedFor = minutes(60);
/** More than an agent ends within the time in which requests overtake each other. */
const mostRemembered = 8;
/** After a session, so that the events of its end fit into the same kilobyte. */
const mostAfterSession = 2;

const minuteOf = (now: Instant) => Math.floor(now / minutes(1));

/** The agent who remembers that this contact has ended; the same agent if it is remembered already. */
export function withEndedContact(agent: Agent, contactId: string, now: Instant, asOf?: number): Agent {
  if (hasEnded(agent, contactId, now, asOf)) return agent;
  const ended = { mark: markOf(contactId), endedMinute: minuteOf(now), ...(asOf !== undefined && { asOf }) };
  const recent = (agent.endedContacts ?? []).filter((other) => isRecent(other, now) && other.mark !== ended.mark);
  return { ...agent, endedContacts: [ended, ...recent].slice(0, mostRemembered) };
}

/**
 * Whether this contact of the agent has ended within the last hour. One that a chat begins, `asOf` an event of the chat, has
 * ended if the chat no longer had the agent in it by then or later: an agent who leaves a chat may join it again.
 */
export const hasEnded = ({ endedContacts = [] }: Agent, contactId: string, now: Instant, asOf?: number): boolean =>
  endedContacts.some(
    (ended) =>
      isRecent(ended, now) &&
      ended.mark === markOf(contactId) &&
      (asOf === undefined || (ended.asOf ?? Number.NEGATIVE_INFINITY) >= asOf),
  );

const isRecent = ({ endedMinute }: EndedContact, now: Instant) => now < minutes(endedMinute) + rememberedFor;

/** The contacts that are remembered of an agent whose session has ended. */
export const endedContactsAfterSession = ({ endedContacts }: Agent): Pick<Agent, 'endedContacts'> =>
  endedContacts ? { endedContacts: endedContacts.slice(0, mostAfterSession) } : {};

const markDigits = 7;

/**
 * 36 bits of a hash (cyrb53, public domain): one of 10 000 million contacts meets the mark of another one of the same
 * agent and is not counted.
 */
function markOf(contactId: string): string {
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
