import * as z from 'zod';
import type { AgentResult, ResultOutcome } from '#core/forced-logouts/result.ts';
import type { SkipReason } from '#core/forced-logouts/selection.ts';

/** The outcomes by the names that the own API has promised. */
const outcomeNames = {
  loggedOut: 'loggedOut',
  deferred: 'deferred',
  signedInLater: 'signedInLater',
  alreadySignedOut: 'alreadySignedOut',
  unknownAgent: 'unknownAgent',
  skipped: 'skipped',
  failed: 'failed',
  unconfirmed: 'unconfirmed',
} as const satisfies Record<ResultOutcome, string>;

const skipReasons = { protected: 'protected', notPermitted: 'notPermitted' } as const satisfies Record<
  SkipReason,
  string
>;

/** What an agent showed, if that mattered. */
const shown = { status: z.string().exactOptional(), minimumMinutesInStatus: z.int().exactOptional() };

/** The result for one agent in an answer. */
export const resultAnswer = z.strictObject({
  agentId: z.string(),
  outcome: z.enum(outcomeNames),
  previousStatus: z.string().nullable(),
  currentStatus: z.string().nullable(),
  contacts: z.int(),
  losesAfterContactWork: z.literal(true).exactOptional(),
  notStopped: z.array(z.string()).exactOptional(),
  /** Why an agent is skipped. */
  why: z.enum(skipReasons).exactOptional(),
  matchedBy: z.union([
    z.strictObject({ agentId: z.string(), ...shown }),
    z.strictObject({ teamId: z.string(), ...shown }),
    z.strictObject({ ipAddress: z.string(), ...shown }),
    z.strictObject({ signedIn: z.literal(true), ...shown }),
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
  ...(result.why !== undefined && { why: skipReasons[result.why] }),
  matchedBy: result.matchedBy,
});

/** Agents by outcome in an answer. */
export const counts = z.strictObject({
  matched: z.int(),
  loggedOut: z.int(),
  deferred: z.int(),
  alreadySignedOut: z.int(),
  skipped: z.int(),
  failed: z.int(),
  unconfirmed: z.int().exactOptional(),
});
