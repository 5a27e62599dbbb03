import { randomUUID } from 'node:crypto';
import type { Ids } from '#core/ports.ts';

/** UUIDs. */
export const ids: Ids = { next: () => randomUUID() };
