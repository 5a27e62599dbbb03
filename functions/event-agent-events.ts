import { followAgentEvent } from '#runtime/compose/agent-events.ts';
import { stream } from '#runtime/stream.ts';
import { parseAgentEvent } from './backends/amazon-connect/agent-event.ts';

/** What instances of Amazon Connect say of their agents, in the streams that they publish to. */
export const handler = stream({
  parse: parseAgentEvent,
  work: followAgentEvent,
  idsOf: ({ instanceId, userId, eventId }) => ({ instanceId, userId, eventId }),
});
