import type { DifferenceKind } from '../agents/difference.ts';
import type { Instant } from '../instant.ts';

/** What looks at everybody do, in the past tense; published on the bus with an envelope (`Recorded`). Ids only, no names. */
export interface ReconciliationEvent {
  readonly type: 'AgentsReconciled';
  readonly instanceId: string;
  /** Which request this answers. @default - nobody has asked for it */
  readonly reconciliationId?: string;
  /** The id of the API key or user behind the request. @default - nobody has asked for it */
  readonly requestedBy?: string;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  /** Agents who were compared: whom the backend shows, and who was signed in here without that. */
  readonly looked: number;
  /** Those of them who were known differently, and are now as the backend has them. */
  readonly differed: number;
  /** In what they differed. Somebody who differed in several things counts in each. */
  readonly mended: Readonly<Record<DifferenceKind, number>>;
  /** The first hundred of them. */
  readonly agentIds: readonly string[];
}
