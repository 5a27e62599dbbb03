import { type Instant, seconds } from '../../instant.ts';
import { type SignedInAgent, withSession } from '../agent.ts';
import type { Observed, ObservedContact } from '../backend.ts';
import { markOf } from '../contact.ts';
import type { Miss, MissedRow } from './rule-watch.ts';
import { mostMissedContacts } from './team-rules.ts';

export const emptyRow: MissedRow = { number: 0, misses: [] };

/** A contact rings for longer than this, so what was missed twice within it was missed once. Two ways to ask may round instants differently. */
const sameMiss = seconds(5);

/**
 * The row after what a backend has shown, which may be old. What was missed before the session is none of its row.
 *
 * @returns the same row if it says nothing new
 */
export function withShown(row: MissedRow, { contacts, at }: Observed, signedInAt: Instant): MissedRow {
  const misses = contacts.flatMap(({ contactId, missedAt }) =>
    missedAt === undefined || missedAt < signedInAt ? [] : [{ mark: markOf(contactId), at: Math.min(missedAt, at) }],
  );
  const answers = contacts.flatMap((contact) => answeredAt(contact) ?? []);
  const answered = answers.length > 0 ? withAnswer(row, Math.min(Math.max(...answers), at)) : row;
  return misses.reduce(withMiss, answered);
}

/** When the agent accepted a contact; one in after-contact work may have ended while it rang. */
const answeredAt = ({ phase, since, connectedAt }: ObservedContact): Instant | undefined =>
  phase === 'connected' ? (connectedAt ?? since) : connectedAt;

/** The row after the agent accepted a contact: what was missed before that no longer counts. */
export function withAnswer(row: MissedRow, at: Instant): MissedRow {
  if (at <= (row.answeredAt ?? Number.NEGATIVE_INFINITY)) return row;
  const misses = row.misses.filter((miss) => miss.at > at);
  const isOver = misses.length < row.misses.length;
  return { number: isOver ? row.number + 1 : row.number, answeredAt: at, misses };
}

function withMiss(row: MissedRow, miss: Miss): MissedRow {
  const isKnown = row.misses.some(({ mark, at }) => mark === miss.mark && Math.abs(at - miss.at) < sameMiss);
  if (isKnown || miss.at <= (row.answeredAt ?? Number.NEGATIVE_INFINITY)) return row;
  const latest = [...row.misses, miss].toSorted((a, b) => a.at - b.at).slice(-mostMissedContacts);
  return latest.includes(miss) ? { ...row, misses: latest } : row;
}

/** The agent after accepting a contact, if missed ones are counted. */
export function withAnswered(agent: SignedInAgent, at: Instant): SignedInAgent {
  const { rules: watch } = agent.session;
  const missed = watch?.missed && withAnswer(watch.missed, at);
  return !watch || !missed || missed === watch.missed
    ? agent
    : withSession(agent, { ...agent.session, rules: { ...watch, missed } });
}
