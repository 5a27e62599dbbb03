import * as z from 'zod/mini';
import type { Recorded } from '#core/commit.ts';
import type { AgentKey } from '#core/sessions/agent.ts';
import type { AgentEvent } from '#core/sessions/events.ts';
import { texts } from '../../texts.ts';
import { channel, orderParts, statusType } from './session-record.ts';

const session = { sessionId: z.string() };

const factShape = z.discriminatedUnion('type', [
  z.object({ type: z.literal('AgentSignedIn'), ...session, status: z.string(), statusType }),
  z.object({ type: z.literal('AgentStatusChanged'), ...session, previousStatus: z.string(), status: z.string() }),
  z.object({
    type: z.literal('AgentLogoutDeferred'),
    ...session,
    requestedBy: z.string(),
    ...orderParts,
    status: z.string(),
    contactIds: texts,
  }),
  z.object({ type: z.literal('ContactReleased'), ...session, contactId: z.string(), channel }),
  z.object({
    type: z.literal('AgentLoggedOut'),
    ...session,
    requestedBy: z.exactOptional(z.string()),
    ...orderParts,
    cause: z.number(),
    previousStatus: z.string(),
    releasedContactIds: texts,
  }),
]);

/** An event in an agent's outbox: sequence, instant, id, and the fact without the agent it lies with. */
export const agentEventShape = z.tuple([z.number(), z.number(), z.string(), factShape]);
type AgentEventRecord = z.output<typeof agentEventShape>;

export function toAgentEventRecord({ eventId, sequence, at, fact }: Recorded<AgentEvent>): AgentEventRecord {
  const { instanceId: _, agentId: __, ...rest } = fact;
  return [sequence, at, eventId, rest];
}

export const fromAgentEventRecord = (
  { instanceId, agentId }: AgentKey,
  [sequence, at, eventId, fact]: AgentEventRecord,
): Recorded<AgentEvent> => ({ eventId, sequence, at, fact: { ...fact, instanceId, agentId } });
