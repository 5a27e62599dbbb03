import { parseWatchedEvent } from '#adapters/codec/watched-events.ts';
import { supervisorChanges } from '#runtime/compose/supervisor-changes.ts';
import { event } from '#runtime/event.ts';

/** Shows supervisors' pages what happens to agents, jobs and chats. */
export const handler = event({
  parse: parseWatchedEvent,
  work: supervisorChanges.pushChange,
  idsOf: ({ eventId }) => ({ eventId }),
  isFrequent: true,
});
