import type { Instant } from '../instant.ts';
import { type Agent, type Contact, isSignedIn, type SignedInAgent, withSession } from './agent.ts';
import { meetDeadline } from './deadline.ts';
import { hasEnded, withEndedContact } from './ended-contacts.ts';
import { endLapsed, mayReturn } from './lease.ts';
import { completePending } from './pending-logout.ts';
import { type Decided, done, refused, shows } from './presence.ts';

/** More contacts at a time than any centre allows, and few enough for the agent's item to stay small. */
export const maximumContacts = 20;

/**
 * A contact begins; a repeat changes nothing, even after the contact's end. A pending logout now waits for it too. An agent
 * whose page is loading has it when the page is back.
 *
 * @param asOf the number of the chat's latest event, if a chat says that the agent is in it. What an earlier event has said
 * arrives too late to count.
 */
export function beginContact(
  agent: Agent | undefined,
  contact: Pick<Contact, 'contactId' | 'channel'>,
  now: Instant,
  asOf?: number,
): Decided<'unknownAgent' | 'notSignedIn' | 'otherChannel' | 'tooManyContacts'> {
  if (!agent) return refused(agent, 'unknownAgent');
  if (!isSignedIn(agent)) {
    const loading = whileLoading(agent, now, (loaded) => beginContact(loaded, contact, now, asOf));
    return loading ?? refused(agent, 'notSignedIn');
  }
  const { contacts } = agent.session;
  const known = contacts.find(({ contactId }) => contactId === contact.contactId);
  if (known && known.channel !== contact.channel) return refused(agent, 'otherChannel');
  if (known) return done(asOf === undefined ? agent : withLaterAsOf(agent, known, asOf));
  if (hasEnded(agent, contact.contactId, now, asOf)) return done(agent);
  if (contacts.length >= maximumContacts) return refused(agent, 'tooManyContacts');
  const begun = { ...contact, beganAt: now, ...(asOf !== undefined && { asOf }) };
  return shows(agent, { ...agent.session, contacts: [...contacts, begun] });
}

/**
 * A change of an agent whose page is loading, in the session as the page finds it when it comes back. Nobody sees it until
 * then.
 *
 * @returns undefined if no page may come back
 */
function whileLoading<Refusal extends string>(
  agent: Agent,
  now: Instant,
  change: (agent: SignedInAgent) => Decided<Refusal>,
): Decided<Refusal> | undefined {
  const { leftSession } = agent;
  if (!leftSession || !mayReturn(agent, now)) return undefined;
  const before = withSession(agent, leftSession.session);
  const { state, outcome } = change(before);
  if (outcome.type !== 'done') return { state: agent, events: [], outcome };
  if (!state?.session || state === before) return done(agent);
  const { session, ...changed } = state;
  return done({
    ...changed,
    leftSession: { ...leftSession, session: { ...session, lease: leftSession.session.lease } },
  });
}

/** The agent with a contact of which the chat has said later that it goes on. */
function withLaterAsOf(agent: SignedInAgent, known: Contact, asOf: number): SignedInAgent {
  if (asOf <= (known.asOf ?? Number.NEGATIVE_INFINITY)) return agent;
  const contacts = agent.session.contacts.map((contact) => (contact === known ? { ...known, asOf } : contact));
  return withSession(agent, { ...agent.session, contacts });
}

/**
 * A contact ends; a repeat changes nothing. If it was the last, the pending logout is completed. An end that has overtaken
 * the contact's begin is remembered.
 *
 * @param asOf the number of the chat's latest event, if a chat says that the agent is no longer in it
 */
export function endContact(
  before: Agent | undefined,
  contactId: string,
  now: Instant,
  asOf?: number,
): Decided<'unknownAgent'> {
  // A deadline that has passed without a wake-up so far came before this.
  const due = meetDeadline(before, now);
  const { events, ...decided } = afterContact(due.state, contactId, now, asOf);
  return { ...decided, events: [...due.events, ...events] };
}

function afterContact(
  before: Agent | undefined,
  contactId: string,
  now: Instant,
  asOf: number | undefined,
): Decided<'unknownAgent'> {
  if (!before) return refused(before, 'unknownAgent');
  const known = before.session?.contacts.find((contact) => contact.contactId === contactId);
  const hasJoinedSince = (known?.asOf ?? Number.NEGATIVE_INFINITY) > (asOf ?? Number.POSITIVE_INFINITY);
  if (hasJoinedSince) return done(before);
  const agent = withEndedContact(before, contactId, now, asOf ?? known?.asOf);
  if (!isSignedIn(agent)) return done(withoutLeftContact(agent, contactId));
  const contacts = agent.session.contacts.filter((contact) => contact.contactId !== contactId);
  if (contacts.length === agent.session.contacts.length) return done(agent);
  const session = { ...agent.session, contacts, lastContactEndedAt: now };
  const completed = completePending(agent, session) ?? endLapsed(withSession(agent, session), now);
  return completed ? done(completed.state, completed.events) : shows(agent, session);
}

/** The same agent without a contact that has begun while the agent's page was loading. */
function withoutLeftContact(agent: Agent, contactId: string): Agent {
  const { leftSession } = agent;
  const contacts = leftSession?.session.contacts.filter((contact) => contact.contactId !== contactId);
  if (!leftSession || !contacts || contacts.length === leftSession.session.contacts.length) return agent;
  return { ...agent, leftSession: { ...leftSession, session: { ...leftSession.session, contacts } } };
}
