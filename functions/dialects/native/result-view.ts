import * as z from 'zod';
import type { AgentResult, ResultOutcome } from '#core/forced-logouts/result.ts';

/** The outcomes by the names that the own API has promised. */
const outcomeNames = {
  loggedOut: 'loggedOut',
  deferred: 'deferred',
  signedInLater: 'signedInLater',
  alreadySignedOut: 'alreadySignedOut',
  unknownAgent: 'unknownAgent',
  failed: 'failed',
  unconfirmed: 'unconfirmed',
} as const satisfies Record<ResultOutcome, string>;

/** The result for one agent in an answer. */
export const resultAnswer = z.strictObject({
  agentId: z.string(),
  outcome: z.enum(outcomeNames),
  previousStatus: z.string().nullable(),
  currentStatus: z.string().nullable(),
  contacts: z.int(),
  losesAfterContactWork: z.literal(true).exactOptional(),
  notStopped: z.array(z.string()).exactOptional(),
  matchedBy: z.union([
    z.strictObject({ agentId: z.string() }),
    z.strictObject({ teamId: z.string() }),
    z.strictObject({ ipAddress: z.string() }),
  ]),
});

/** The result for one agent, without name and e-mail address: results are kept for long. */
export const resultView = (result: AgentResult): z.input<typeof resultAnswer> => ({
  agentId: result.agentId,
  outcome: outcomeNames[result.outcome],
  previousStatus: result.previousStatus ?? null,
  currentStatus: result.currentStatus ?? null,
  contacts: result.contacts,
  ...(result.losesAfterContactWork && { losesAfterContactWork: true }),
  ...(result.notStopped && { notStopped: [...result.notStopped] }),
  matchedBy: result.matchedBy,
});
