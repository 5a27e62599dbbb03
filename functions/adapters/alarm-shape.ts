import * as z from 'zod/mini';

const at = z.number();

/** An alarm as it lies in a message or an item. */
export const alarmShape = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent'), instanceId: z.string(), agentId: z.string(), at }),
  z.object({ kind: z.literal('job'), instanceId: z.string(), jobId: z.number(), at }),
  z.object({ kind: z.literal('chat'), instanceId: z.string(), contactId: z.string(), at }),
]);
