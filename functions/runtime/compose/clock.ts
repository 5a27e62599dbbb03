import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Ids, Pauses } from '#core/ports.ts';

/** The machine's time. */
export const clock: Clock = { now: () => Date.now() };

/** UUIDs. */
export const ids: Ids = { next: () => randomUUID() };

/** Pauses of the machine's time, at random. */
export const pauses: Pauses = { chance: Math.random, wait };
