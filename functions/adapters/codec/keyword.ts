import * as z from 'zod/mini';

/**
 * A word out of a list. While two versions run, an item may hold a word that only the newer one knows: it is read and saved
 * as it is, so that the item does not become unreadable. Decisions treat it like none of the words they know.
 */
export const keyword = <Word extends string>(): z.ZodMiniType<Word> =>
  z.custom<Word>((value) => typeof value === 'string');
