import { z } from 'zod';

/** What one line says of one thing that happened. */
export interface Line {
  readonly text: string;
  /** What several of the kind are called, to sum up a flood of them: `agents signed in`. */
  readonly kind: string;
}

/** Reads what happened as a line. `undefined`: it has no line of its own, or is not in a form that is known. */
export type ReadLine = (detail: unknown) => Line | undefined;

/** Makes lines of a kind from what a schema reads. */
export const linesOf =
  <T>(kind: string, schema: z.ZodType<T>, text: (read: T) => string): ReadLine =>
  (detail) => {
    const { data } = schema.safeParse(detail);
    return data === undefined ? undefined : { kind, text: text(data) };
  };

/** Reads a word as what people call it. A word that is not known stays as it is. */
export const called = (names: Readonly<Record<string, string>>) =>
  z.string().transform((word) => new Map(Object.entries(names)).get(word) ?? word);
