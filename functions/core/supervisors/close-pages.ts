import { allFulfilled, inParallel } from '../in-parallel.ts';
import { seconds } from '../instant.ts';
import type { Clock, Sockets } from '../ports.ts';
import type { SupervisorWatches } from './ports.ts';
import { type OpenWatch, resumableFor } from './watch.ts';

interface Ports {
  readonly watches: SupervisorWatches;
  readonly sockets: Sockets;
  readonly clock: Clock;
}

/** Watches that are changed at the same time. */
const width = 5;

/** Before now for every clock, so that nothing more is shown. */
const past = seconds(1);

/**
 * Closes pages that have missed something or may be shown nothing more: closed, they come back and resume, or are refused. First
 * their watches end, so that no later change takes them past what they have missed. A watch whose WebSocket could not be closed
 * stays, ended, and the next change tries again.
 */
export function makeClosePages({ watches, sockets, clock }: Ports) {
  return async (pages: readonly OpenWatch[]): Promise<void> => {
    if (pages.length === 0) return;
    const now = clock.now();
    const live = pages.filter(({ endsAt }) => now < endsAt);
    const ended = await inParallel(live, width, ({ connectionId, ...key }) =>
      watches.end(key, { connectionId, endsAt: now - past }),
    );
    allFulfilled(ended, 'watches');
    const left = new Set(await sockets.close(pages.map(({ connectionId }) => connectionId)));
    const closed = pages.filter(({ connectionId }) => !left.has(connectionId));
    const removed = await inParallel(closed, width, ({ connectionId, ...key }) =>
      watches.remove(key, { connectionId, keptUntil: now + resumableFor }),
    );
    allFulfilled(removed, 'watches');
  };
}
