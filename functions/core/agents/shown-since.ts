import type { Instant } from '../instant.ts';
import { type Session, shownStatus } from './agent.ts';

/**
 * Since when others see the status that the agent shows: since the first contact of that kind began, or, without a contact,
 * since the status was chosen or the last contact ended.
 */
export function shownSince(session: Session): Instant {
  const shown = shownStatus(session);
  const { contacts, statusSince, lastContactEndedAt = statusSince } = session;
  const began = contacts
    .filter((contact) => shownStatus({ ...session, contacts: [contact] }) === shown)
    .map(({ beganAt }) => beganAt);
  return began.length > 0 ? Math.min(...began) : Math.max(statusSince, lastContactEndedAt);
}
