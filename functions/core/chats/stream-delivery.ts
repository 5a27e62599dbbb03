import type { Recorded } from '../commit.ts';
import type { ChatEvent } from './events.ts';

/** One event on its way to one endpoint; ids only, for names do not belong in queues. */
export interface StreamDelivery {
  readonly endpointId: string;
  readonly event: Recorded<ChatEvent>;
}

/** What an endpoint is sent. */
export interface StreamedItem {
  /** The same however often it is sent. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
}

/**
 * How long a delivery that failed waits: 15 seconds after the first attempt, twice as long after each further one, and
 * never longer than a quarter of an hour. An endpoint that is down for a moment hears soon, and one that is down for
 * long costs little, so that it holds up nobody else's.
 */
export const retryPause = { firstSeconds: 15, longestSeconds: 900 } as const;
