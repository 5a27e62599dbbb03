import * as z from 'zod/mini';
import { BadCursorError } from '#core/agents/ports.ts';

/**
 * A place in a list, as text that fits into a URL unchanged.
 * `list` names the list and its instance, so the cursor is valid for no other.
 */
export const encodeCursor = (list: string, place: unknown): string =>
  Buffer.from(JSON.stringify([list, place])).toString('base64url');

/** @throws BadCursorError when the text is not a cursor of that list with a place of that shape. */
export function decodeCursor<Place>(list: string, shape: z.ZodMiniType<Place>, cursor: string): Place {
  const decoded = z.tuple([z.literal(list), shape]).safeParse(parsed(cursor));
  if (!decoded.success) throw new BadCursorError();
  return decoded.data[1];
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
