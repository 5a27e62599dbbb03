import { type Instant, seconds } from '../instant.ts';
import type { Clock } from '../ports.ts';

/**
 * How many signals of one participant are sent on in any such time by one execution environment: more than typing and the
 * receipts for ten messages a second.
 */
export const signalLimit = { signals: 20, within: seconds(1) } as const;

/** Above this many participants all are forgotten: the limit is there for the few who flood. */
const mostRemembered = 1_000;

/**
 * Counts signals in memory, because they are stored nowhere and a write for each would cost more than sending it. So a
 * participant whom several execution environments serve may send as many through each of them.
 *
 * @returns whether one more signal of this sender is within the limit now
 */
export function makeSignalLimit(clock: Clock) {
  const sent = new Map<string, readonly Instant[]>();
  return (sender: string): boolean => {
    const now = clock.now();
    const recent = (sent.get(sender) ?? []).filter((at) => at > now - signalLimit.within);
    if (recent.length >= signalLimit.signals) return false;
    if (sent.size >= mostRemembered) sent.clear();
    sent.set(sender, [...recent, now]);
    return true;
  };
}
