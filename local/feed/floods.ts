import type { Line } from './line.ts';

/** Lines of a kind that are printed within a second; the others are counted. */
const mostLines = 5;
const windowMillis = 1_000;

/** Calls a function after so many milliseconds of real time. */
export type After = (millis: number, then: () => void) => void;

/**
 * Prints lines, and sums up a flood of one kind: the first five within a second, then each second how many more there were,
 * until there is a second without any.
 */
export function sumUpFloods(print: (text: string) => void, after: After) {
  const kinds = new Map<string, { allowed: number; more: number }>();

  function sumUp(kind: string): void {
    const { more = 0 } = kinds.get(kind) ?? {};
    kinds.delete(kind);
    if (more === 0) return;
    print(`${more} more ${kind}`);
    begin(kind, 0);
  }

  function begin(kind: string, allowed: number) {
    const window = { allowed, more: 0 };
    kinds.set(kind, window);
    after(windowMillis, () => sumUp(kind));
    return window;
  }

  return {
    print({ kind, text }: Line): void {
      const window = kinds.get(kind) ?? begin(kind, mostLines);
      if (window.allowed > 0) {
        window.allowed -= 1;
        print(text);
      } else window.more += 1;
    },
    /** Prints what has been counted so far. */
    end(): void {
      for (const kind of [...kinds.keys()]) sumUp(kind);
    },
  };
}
