import type { z } from 'zod';
import type { Declared } from '../resources/declared.ts';
import type { queueType } from '../resources/queue.ts';

/** A queue as the template declares it. */
export type Queue = Declared<z.output<typeof queueType.honoured>>;
