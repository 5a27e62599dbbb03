/** What has to end again, whatever happens. */
export interface CleaningUp {
  /** To be called before the thing is made: a request whose answer was lost may have made it. */
  later(what: string, end: () => Promise<unknown>): void;
  /** Ends everything, the latest first. Resolves with what could not be ended, and why. */
  run(): Promise<readonly string[]>;
}

/** Gathers what has to end. */
export function cleanUp(): CleaningUp {
  const steps: { readonly what: string; readonly end: () => Promise<unknown> }[] = [];
  return {
    later: (what, end) => steps.push({ what, end }),
    async run() {
      const left: string[] = [];
      for (const { what, end } of steps.splice(0).reverse()) {
        await end().catch((error: unknown) => {
          left.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
        });
      }
      return left;
    },
  };
}
