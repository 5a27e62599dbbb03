import * as z from 'zod';
import type { LogoutRow } from '#core/forced-logouts/logout-row.ts';
import type { ResultOutcome } from '#core/forced-logouts/result.ts';

const deferred = 'will force logout as soon as the ongoing call/chat is completed';
const failed = 'could not be logged out, try again';

const agentRow = z.strictObject({
  /** An id that another API gave, and that is no integer, is shown as it is. */
  agent_id: z.union([z.int(), z.string()]),
  name: z.string().optional(),
  email: z.string().optional(),
  agent_number: z.string().optional(),
  previous_status: z.string().optional(),
  current_status: z.string().optional(),
  message: z.enum([deferred, failed]).optional(),
});

/** The body of an answer with a row for each agent. */
export const rowsAnswer = z.array(agentRow).min(1);

/** The contract knows only agents who are online; others have no row. */
export const hasRow = {
  loggedOut: true,
  deferred: true,
  signedInLater: true,
  alreadySignedOut: false,
  unknownAgent: false,
  skipped: false,
  failed: true,
  unconfirmed: true,
} as const satisfies Record<ResultOutcome, boolean>;

/** The result of a forced logout for one agent. */
export const rowOf = ({
  agentId,
  profile,
  outcome,
  previousStatus,
  currentStatus,
}: LogoutRow): z.input<typeof agentRow> => ({
  agent_id: numberOf(agentId),
  name: profile?.name,
  email: profile?.email,
  agent_number: profile?.agentNumber,
  previous_status: previousStatus,
  current_status: currentStatus,
  ...(outcome === 'deferred' && { message: deferred }),
  ...((outcome === 'failed' || outcome === 'unconfirmed') && { message: failed }),
});

/** An id as an integer, if it is the decimal string of one. */
function numberOf(id: string): number | string {
  const integer = Number(id);
  return Number.isSafeInteger(integer) && integer >= 0 && String(integer) === id ? integer : id;
}
