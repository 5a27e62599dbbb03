import { followContactEvent } from '#runtime/compose/agent-events.ts';
import { event } from '#runtime/event.ts';
import { parseContactEvent } from './backends/amazon-connect/contact-event.ts';

/** What instances of Amazon Connect say on the default bus of contacts that agents have. */
export const handler = event({
  parse: parseContactEvent,
  work: async (parsed) => {
    if (parsed) await followContactEvent(parsed);
  },
  idsOf: (parsed) => ({ eventId: parsed?.eventId, contactId: parsed?.contactId }),
});
