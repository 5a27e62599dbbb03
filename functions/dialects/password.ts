import * as z from 'zod';
import { mustBe, sizeOf } from './must-be.ts';
import { isTextOf } from './text-length.ts';

const longest = 128;

/** A password: any characters, blanks included, exactly as given. Nothing of it comes back in a message but its length. */
export const password = ({ shortest }: { readonly shortest: number }) => {
  const error = mustBe(`${shortest} to ${longest} characters`, sizeOf);
  return z.string({ error }).refine((text) => isTextOf(text, shortest, longest), { error });
};
