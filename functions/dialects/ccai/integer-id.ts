import * as z from 'zod';
import { mustBe } from '../must-be.ts';

const error = mustBe(`a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`);

/** An id: an integer outside, its decimal string inside. */
export const integerId = z
  .number({ error })
  .refine((id) => Number.isSafeInteger(id) && id >= 0, { error })
  .transform(String);

/** The way back; an id that is no integer's decimal string came in by another API and is shown as it is. */
export function outsideId(id: string): number | string {
  const integer = Number(id);
  return Number.isSafeInteger(integer) && integer >= 0 && String(integer) === id ? integer : id;
}
