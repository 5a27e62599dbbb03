import { type Instant, minutes } from '../instant.ts';
import type { Agent, EndedContact } from './agent.ts';
import { markOf } from './contact.ts';
import type { AgentEvent } from './events.ts';

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

/** The agent who remembers the contacts that the end of a session has released, as far as contacts are remembered after it. */
export function withReleasedContacts(before: Agent, after: Agent, events: readonly AgentEvent[], now: Instant): Agent {
  const released = events.flatMap((event) => (event.type === 'ContactReleased' ? [event.contactId] : []));
  if (released.length === 0) return after;
  const asOf = (contactId: string) => before.session?.contacts.find((each) => each.contactId === contactId)?.asOf;
  const state = released.reduce((agent, contactId) => withEndedContact(agent, contactId, now, asOf(contactId)), after);
  return { ...state, ...endedContactsAfterSession(state) };
}
