import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { minutes } from '#core/instant.ts';

/** A customer's idle timer that has fired. */
interface IdleTimer {
  readonly idleMinutes: number;
  /** Milliseconds from the instant it was due to the instant of its event. */
  readonly lateness: number;
}

const instant = z.iso.datetime().transform((text) => Date.parse(text));
const envelope = z.object({ eventId: z.string(), contactId: z.string(), at: instant });
const event = z.discriminatedUnion('detail-type', [
  z.object({ 'detail-type': z.literal('ParticipantJoined'), detail: envelope.extend({ role: z.string() }) }),
  z.object({ 'detail-type': z.literal('ParticipantWentIdle'), detail: envelope.extend({ idleMinutes: z.number() }) }),
]);

/** Reads from the events on the bus when timers were due, counted from when the agent joined, and when they fired. */
export function readIdleTimers(auditLog: string) {
  const lines = readFileSync(auditLog, { encoding: 'utf8', flag: 'a+' }).split('\n');
  const events = lines
    .filter((line) => line.includes('"ParticipantJoined"') || line.includes('"ParticipantWentIdle"'))
    .map((line) => event.parse(JSON.parse(line)));
  const joinedAt = new Map<string, number>();
  // An event that is published twice has one id.
  const fired = new Map<string, { readonly contactId: string } & IdleTimer>();
  for (const { 'detail-type': type, detail } of events) {
    if (type === 'ParticipantJoined' && detail.role === 'AGENT') joinedAt.set(detail.contactId, detail.at);
  }
  for (const { 'detail-type': type, detail } of events) {
    if (type !== 'ParticipantWentIdle') continue;
    const { eventId, contactId, idleMinutes, at } = detail;
    const lateness = at - ((joinedAt.get(contactId) ?? Number.NaN) + minutes(idleMinutes));
    fired.set(eventId, { contactId, idleMinutes, lateness });
  }
  const timers = [...fired.values()];
  const wentIdle = new Set(timers.map(({ contactId }) => contactId)).size;
  return { timers: timers satisfies readonly IdleTimer[], wentIdle, repeated: timers.length - wentIdle };
}
