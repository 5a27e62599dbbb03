import * as z from 'zod';
import { mustBe } from '../request-schema.ts';

const longestCursor = 2_048;
const limitError = mustBe('a whole number from 1 to 100');
const cursorError = mustBe(`the cursor of an earlier answer, at most ${longestCursor} characters`);

/** The keys in the query of every list. */
export const pageKeys = {
  limit: z
    .string({ error: limitError })
    .regex(/^([1-9]\d?|100)$/, { error: limitError })
    .transform(Number)
    .default(50),
  cursor: z
    .string({ error: cursorError })
    .regex(new RegExp(`^[\\x21-\\x7e]{1,${longestCursor}}$`), { error: cursorError })
    .optional(),
};

/** The page of a list that is requested. */
interface Page {
  readonly limit: number;
  readonly cursor?: string;
}

export const pageOf = ({ limit, cursor }: { limit: number; cursor?: string | undefined }): Page => ({
  limit,
  ...(cursor !== undefined && { cursor }),
});

/** The member in the answer of every list that leads to the next page. */
export const cursorAnswer = { cursor: z.string().optional() };
