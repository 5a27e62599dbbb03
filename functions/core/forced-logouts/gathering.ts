/** The place of one of several who go the same way. */
interface Place {
  /** Returns when all the others have come as far, or have left. */
  readonly arrive: () => Promise<void>;
  /** Nobody waits for it any more. */
  readonly leave: () => void;
}

/** Lets so many wait for each other. */
export function makeGathering(size: number): { readonly join: () => Place } {
  const { promise: everybody, resolve } = Promise.withResolvers<void>();
  let missing = size;
  return {
    join() {
      let isMissing = true;
      const count = () => {
        if (isMissing) missing -= 1;
        isMissing = false;
        if (missing === 0) resolve();
      };
      return {
        arrive() {
          count();
          return everybody;
        },
        leave: count,
      };
    },
  };
}
