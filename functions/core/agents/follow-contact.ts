import type { Decision } from '../change.ts';
import type { Instant } from '../instant.ts';
import { type Agent, type AgentKey, type Channel, isSignedIn, shownStatus, withSession } from './agent.ts';
import type { ChangeAgent } from './change-agent.ts';
import { beginContact } from './contacts.ts';
import { sessionOf } from './end-session.ts';
import { withEndedContact } from './ended-contacts.ts';
import type { AgentEvent } from './events.ts';
import { withAnswered } from './rules/missed-row.ts';

/** What a backend says by itself of a contact of an agent. */
export interface ContactNews {
  readonly key: AgentKey;
  readonly contactId: string;
  readonly channel: Channel;
  readonly type: 'began' | 'ended';
  /** When it began, or ended. */
  readonly at: Instant;
}

type Decided = Decision<Agent | undefined, AgentEvent, undefined>;

/**
 * The agent after news of one contact. A begin that is older than what was seen of the agent changes nothing: what was seen has
 * the contact, or it is over; but it ends a row of missed contacts. An end ends that contact and no other, in any order; a logout that the backend has not shown yet
 * is looked at without delay, because this may have been the last contact.
 */
function followContact(agent: Agent | undefined, news: ContactNews, now: Instant): Decided {
  if (news.type === 'began') {
    if (!isSignedIn(agent)) return { state: agent, events: [], outcome: undefined };
    const answered = withAnswered(agent, Math.min(news.at, now));
    const isOld = news.at <= (agent.seen?.at ?? Number.NEGATIVE_INFINITY);
    if (isOld) return { state: answered, events: [], outcome: undefined };
    const { contactId, channel } = news;
    const { state, events } = beginContact(answered, { contactId, channel }, now);
    return { state, events, outcome: undefined };
  }
  return agent ? contactEnded(agent, news.contactId, now) : { state: agent, events: [], outcome: undefined };
}

/** A logout that waits for the contact is not completed here: the agent is out when the backend shows it. */
function contactEnded(before: Agent, contactId: string, now: Instant): Decided {
  const agent = withEndedContact(before, contactId, now);
  const contacts = agent.session?.contacts.filter((contact) => contact.contactId !== contactId) ?? [];
  if (!isSignedIn(agent) || contacts.length === agent.session.contacts.length)
    return { state: agent, events: [], outcome: undefined };
  const session = { ...agent.session, contacts, lastContactEndedAt: now };
  const [previousStatus, status] = [shownStatus(agent.session), shownStatus(session)];
  const changed = { type: 'AgentStatusChanged', ...sessionOf(agent), previousStatus, status } as const;
  const events = status === previousStatus ? [] : [changed];
  return { state: lookedAtNow(withSession(agent, session), now), events, outcome: undefined };
}

function lookedAtNow(agent: Agent, now: Instant): Agent {
  const pending = agent.session?.pendingLogout;
  if (!isSignedIn(agent) || !pending?.inBackend) return agent;
  const inBackend = { ...pending.inBackend, checkAt: Math.min(pending.inBackend.checkAt, now) };
  return withSession(agent, { ...agent.session, pendingLogout: { ...pending, inBackend } });
}

/** Follows contacts by what backends say of them. */
export const makeFollowContact =
  ({ changeAgent }: { readonly changeAgent: ChangeAgent }) =>
  (news: ContactNews): Promise<void> =>
    changeAgent(news.key, (agent, now) => followContact(agent, news, now), { delivery: 'repeated' });
