import * as z from 'zod/mini';

/** A list of ids or of other texts. */
export const texts = z.readonly(z.array(z.string()));
