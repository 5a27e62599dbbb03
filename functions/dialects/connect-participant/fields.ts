import * as z from 'zod';
import { mustBe, shown, sizeOf } from '../must-be.ts';
import { closedObject } from '../request-schema.ts';

const clientTokenError = mustBe('1 to 500 printable ASCII characters', sizeOf);

/** Chosen by the client: what is sent again under the same one is sent once. ASCII, for it becomes part of a key. */
export const clientToken = z
  .string({ error: clientTokenError })
  .regex(/^[\x20-\x7e]{1,500}$/, { error: clientTokenError })
  .optional();

/** A word of the dialect, or a number, as a message shows it; of what may be somebody's words only the size. */
export const shownWord = (value: unknown): string =>
  typeof value !== 'string' || /^[\w.+-]{1,100}(\/[\w.+-]{1,100})?$/.test(value) ? shown(value) : sizeOf(value);

/** The members of a request, or of a part of one. */
export const members = <Shape extends z.core.$ZodShape>(shape: Shape) => closedObject(shape, shownWord);

/** The JSON that a text is, or `undefined`. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
