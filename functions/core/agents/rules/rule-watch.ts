import type { Instant } from '../../instant.ts';
import type { Channel } from '../contact.ts';

/** Rules that take agents offline or end contacts without anybody asking at that moment. */
export type RuleName = 'missedContacts' | 'minutesInStatus' | 'longContact';

/** `dryRun`: what the rule would do is published, and nothing else happens. `on`: it is published, and then done. */
export type ActiveMode = 'dryRun' | 'on';

/** What the rules of an agent's teams keep of a session. */
export interface RuleWatch {
  /** When the rules look at the agent next. @default - nothing comes due as long as nothing happens */
  readonly lookAt?: Instant;
  /** @default - no rule counts missed contacts */
  readonly missed?: MissedRow;
  /** Occasions on which a rule has acted or would have, the latest first: none acts twice on the same. */
  readonly told: readonly Told[];
  /** Contacts that a rule is ending. Each is here until the backend no longer shows it, or until it is given up. */
  readonly ending: readonly EndingContact[];
}

/**
 * Contacts that the agent has missed without accepting one in between. Each miss and each acceptance counts by its own
 * instant, so the row is the same in whatever order, however late and however often the backend shows them.
 */
export interface MissedRow {
  /** How many rows an acceptance has ended. */
  readonly number: number;
  /** When the agent accepted a contact last. @default - not seen */
  readonly answeredAt?: Instant;
  /** The earliest first. */
  readonly misses: readonly Miss[];
}

export interface Miss {
  /** Stands for the id of the contact. */
  readonly mark: string;
  readonly at: Instant;
}

export interface Told {
  /** The row, the status since an instant, or the contact. */
  readonly occasion: string;
  readonly mode: ActiveMode;
}

export interface EndingContact {
  readonly contactId: string;
  readonly channel: Channel;
  /** Why, for the event. */
  readonly reason: string;
  /** When the backend is looked at again, and how often it was. */
  readonly checkAt: Instant;
  readonly checks: number;
}

export const nothingWatched: RuleWatch = { told: [], ending: [] };
