import * as z from 'zod/mini';

export const matchedByGroupShape = z.union([z.object({ teamId: z.string() }), z.object({ ipAddress: z.string() })]);

/** What became of one agent, as it lies in a receipt. */
const resultShape = z.object({
  agentId: z.string(),
  outcome: z.enum(['loggedOut', 'deferred', 'signedInLater', 'alreadySignedOut', 'unknownAgent', 'failed']),
  previousStatus: z.exactOptional(z.string()),
  currentStatus: z.exactOptional(z.string()),
  contacts: z.number(),
  matchedBy: z.union([z.object({ agentId: z.string() }), matchedByGroupShape]),
});

export const receiptShape = z.object({
  page: z.number(),
  chunk: z.number(),
  agents: z.number(),
  results: z.readonly(z.array(resultShape)),
});
