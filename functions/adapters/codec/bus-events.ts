import * as z from 'zod/mini';
import type { AgentEvent } from '#core/agents/events.ts';
import type { Recorded } from '#core/change.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { JobEnd } from '#core/forced-logouts/events.ts';
import { fromIso } from '#core/instant.ts';
import type { StreamedEvent } from '#core/streaming/ports.ts';
import { agentEvents } from './agent-events.ts';
import { chatEvents } from './chat-events.ts';
import { jobEnds } from './job-events.ts';

// Events from the bus, for the targets of rules. Functions that only publish do not load this.

/** The envelope, and the fact beside it. */
const envelope = {
  eventId: z.string(),
  sequence: z.number(),
  at: z.pipe(z.iso.datetime(), z.transform(Date.parse)),
  instanceId: z.string(),
};

/** The fact as it was before it was published, when its instants (`…At`) became texts. */
const factOf = (published: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(published).map(([name, value]) => {
      const at = name.endsWith('At') && typeof value === 'string' ? fromIso(value) : undefined;
      return [name, at ?? value];
    }),
  );

const from = <Detail extends z.ZodMiniType>(detail: Detail) => z.object({ source: z.literal('lastcall'), detail });

const ofChat = from(z.looseObject({ ...envelope, contactId: z.string() }));

/**
 * The event of a chat in an event from the bus. One that only a newer version knows is passed on as it is: whoever delivers
 * it may know it.
 *
 * @throws ZodError when it is anything else.
 */
const parseChatEvent = (event: unknown) => readChatEvent(event, chatEvents.saved);

/** An event of a chat that this version acts on has to be one that it knows. */
const parseKnownChatEvent = (event: unknown) => readChatEvent(event, chatEvents.sent);

function readChatEvent(event: unknown, entry: typeof chatEvents.saved): Recorded<ChatEvent> {
  const { eventId: _, sequence, at, instanceId, contactId, ...fact } = ofChat.parse(event).detail;
  return chatEvents.read({ instanceId, contactId }, entry.parse([sequence, at, factOf(fact)]));
}

const ofJob = from(z.looseObject({ ...envelope, jobId: z.number() }));

/**
 * The end of a job in an event from the bus; it is passed on like that of a chat.
 *
 * @throws ZodError when it is anything else.
 */
function parseJobEvent(event: unknown): Recorded<JobEnd> {
  const { eventId: _, sequence, at, instanceId, jobId, ...fact } = ofJob.parse(event).detail;
  return jobEnds.read({ instanceId, jobId }, jobEnds.saved.parse([sequence, at, factOf(fact)]));
}

const namesChat = z.object({ detail: z.object({ contactId: z.string() }) });

/** An event of a chat, whatever else it names, or of a job. @throws ZodError when it is anything else. */
export const parseStreamedEvent = (event: unknown): StreamedEvent =>
  namesChat.safeParse(event).success
    ? { of: 'chats', event: parseChatEvent(event) }
    : { of: 'jobs', event: parseJobEvent(event) };

const ofAgent = from(z.looseObject({ ...envelope, agentId: z.string() }));

/**
 * The event of an agent in an event from the bus.
 *
 * @throws ZodError when it is anything else.
 */
function parseAgentEvent(event: unknown): Recorded<AgentEvent> {
  const { eventId: _, sequence, at, instanceId, agentId, ...fact } = ofAgent.parse(event).detail;
  return agentEvents.read({ instanceId, agentId }, agentEvents.sent.parse([sequence, at, factOf(fact)]));
}

const released = z.object({ 'detail-type': z.literal('ContactReleased') });

/** An event of a chat, or of an agent whose contact was released. @throws ZodError when it is anything else. */
export const parseAgentChatEvent = (event: unknown) =>
  released.safeParse(event).success
    ? ({ of: 'agent', event: parseAgentEvent(event) } as const)
    : ({ of: 'chat', event: parseKnownChatEvent(event) } as const);
