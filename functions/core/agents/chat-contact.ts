import type { Instant } from '../instant.ts';
import type { Agent } from './agent.ts';
import { beginContact } from './contacts.ts';
import { type Decided, refused } from './presence.ts';

/** What a chat says of an agent who is in it. */
export interface InChat {
  /** The number of the chat's latest event. */
  readonly asOf: number;
  /** When the agent joined. */
  readonly joinedAt: Instant;
}

/**
 * A chat of Lastcall is a contact of an agent who has joined it. An agent whose session has ended since the join gets no
 * contact, because the sign-out would have released it: the agent has to leave the chat instead.
 */
export function beginChatContact(
  agent: Agent | undefined,
  contactId: string,
  { asOf, joinedAt }: InChat,
  now: Instant,
): Decided<'unknownAgent' | 'notSignedIn' | 'signedOutSince' | 'otherChannel' | 'tooManyContacts'> {
  if (agent && hasSignedOutSince(agent, joinedAt)) return refused(agent, 'signedOutSince');
  return beginContact(agent, { contactId, channel: 'CHAT' }, now, asOf);
}

/** Whether a session has ended that may have been there when the agent joined a chat. */
const hasSignedOutSince = ({ signedOutAt, session }: Agent, joinedAt: Instant) =>
  signedOutAt !== undefined && signedOutAt >= joinedAt && (session === undefined || session.signedInAt > joinedAt);
