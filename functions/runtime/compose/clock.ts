import { randomUUID } from 'node:crypto';
import type { Clock, Ids } from '#core/ports.ts';

/** The machine's time. */
export const clock: Clock = { now: () => Date.now() };

/** UUIDs. */
export const ids: Ids = { next: () => randomUUID() };
