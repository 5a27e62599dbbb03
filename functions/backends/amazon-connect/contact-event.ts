import * as z from 'zod/mini';
import type { Channel } from '#core/agents/agent.ts';
import { fromIso, type Instant } from '#core/instant.ts';
import { idOf } from './instance.ts';
import { channelOf } from './presence.ts';

/** A contact that an agent has accepted, or that has ended. */
export interface ConnectContactEvent {
  readonly instanceId: string;
  /** The agent who has or had it. */
  readonly userId: string;
  readonly contactId: string;
  /** The id of the event, the same in every delivery. */
  readonly eventId: string;
  readonly type: 'began' | 'ended';
  readonly channel: Channel;
  /** When it began, or ended. */
  readonly at: Instant;
}

const text = z.string().check(z.minLength(1), z.maxLength(256));
const instant = z.nullish(
  z.pipe(
    z.string(),
    z.transform((value) => fromIso(value)),
  ),
);

const envelope = z.object({ id: text, time: instant, detail: z.record(z.string(), z.unknown()) });

/** Keys are read without case: real events are in camel case, some samples of AWS in Pascal case. */
const detail = z.object({
  eventtype: z.string(),
  contactid: z.optional(text),
  channel: z.nullish(z.string()),
  instancearn: z.optional(text),
  disconnecttimestamp: instant,
  agentinfo: z.nullish(z.object({ agentarn: z.nullish(text), connectedtoagenttimestamp: instant })),
});

/** Types that say something of an agent. A missed offer has no event, and others may be added at any time. */
const types: Readonly<Record<string, ConnectContactEvent['type']>> = {
  CONNECTED_TO_AGENT: 'began',
  DISCONNECTED: 'ended',
  COMPLETED: 'ended',
};

/**
 * Reads a contact event of the default bus.
 *
 * @returns nothing for what says nothing of an agent's contacts
 * @throws ZodError for what is no such event
 * @see https://docs.aws.amazon.com/connect/latest/adminguide/contact-events.html
 */
export function parseContactEvent(event: unknown): ConnectContactEvent | undefined {
  const { id: eventId, time, detail: received } = envelope.parse(event);
  const read = detail.parse(lowered(received));
  const type = types[read.eventtype.toUpperCase()];
  const userArn = read.agentinfo?.agentarn;
  if (type === undefined || !userArn) return undefined;
  // An end may come without its instant; that of the event is a moment later.
  const at = type === 'began' ? read.agentinfo?.connectedtoagenttimestamp : (read.disconnecttimestamp ?? time);
  return {
    instanceId: idOf(text.parse(read.instancearn)),
    userId: idOf(userArn),
    contactId: text.parse(read.contactid),
    eventId,
    type,
    channel: channelOf(read.channel ?? undefined),
    at: z.int().parse(at),
  };
}

function lowered(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), lowered(inner)]));
}
