import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock, Ids, Pauses } from '#core/ports.ts';
import { clockSpeed } from '../env.ts';

/** The machine's time. */
export const clock: Clock = { now: () => Date.now() };

const speed = clockSpeed();

/** Measures how long work takes: in a local run at `--speed 60` a second of work is a minute of the clock. */
export const workClock: Clock = { now: () => Date.now() / speed };

/** UUIDs. */
export const ids: Ids = { next: () => randomUUID() };

/** Pauses of the machine's time, at random. */
export const pauses: Pauses = { chance: Math.random, wait };
