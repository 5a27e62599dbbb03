import * as z from 'zod';
import type { Unmatched } from '#core/forced-logouts/unmatched.ts';

const texts = z.array(z.string());

/** The entries of the selector that matched nobody. */
export const unmatchedAnswer = z.strictObject({
  agentIds: texts,
  teamIds: texts,
  ipAddresses: texts.exactOptional(),
  statuses: texts.exactOptional(),
});

export function unmatchedView(unmatched: Partial<Unmatched> = {}): z.input<typeof unmatchedAnswer> {
  const { agentIds = [], teamIds = [], ipAddresses = [], statuses = [] } = unmatched;
  return {
    agentIds: [...agentIds],
    teamIds: [...teamIds],
    ...(ipAddresses.length > 0 && { ipAddresses: [...ipAddresses] }),
    ...(statuses.length > 0 && { statuses: [...statuses] }),
  };
}
