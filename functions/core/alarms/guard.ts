import { type Instant, seconds } from '../instant.ts';

/** When the alarm that guards an outbox rings. */
export const guardAfter = seconds(60);
/** An alarm sooner than this might ring before the save it is to guard. */
const saveTakesAtMost = seconds(30);

export function earliest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  const given = instants.filter((at) => at !== undefined);
  return given.length > 0 ? Math.min(...given) : undefined;
}

/** Whether an alarm that was set before serves this purpose too: not later, and not before the save is through. */
export const covers = (set: Instant | undefined, wanted: Instant | undefined, now: Instant): boolean =>
  set !== undefined && wanted !== undefined && set <= wanted && set >= Math.min(wanted, now + saveTakesAtMost);
