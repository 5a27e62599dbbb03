import type { PasswordHash, SessionSecrets } from '#core/agent-clients/ports.ts';

/** Every agent's password. */
export const password = 'correct horse';

/** A fast password hash that counts its comparisons. */
export function makeFastPasswordHash(): PasswordHash & {
  readonly comparisons: () => number;
  /** Without the comparisons that were made because there was no hash. */
  readonly comparisonsWithHash: () => number;
} {
  let all = 0;
  let withHash = 0;
  return {
    hash: async (text) => `hash of ${text}`,
    async matches(text, hash) {
      all += 1;
      if (hash !== '') withHash += 1;
      return hash === `hash of ${text}`;
    },
    comparisons: () => all,
    comparisonsWithHash: () => withHash,
  };
}

/** Names in order: `{stem}-1`, `{stem}-2`. */
export function countingIds(stem: string) {
  let count = 0;
  return { next: () => `${stem}-${++count}` };
}

/** Session secrets that a test can predict: `secret-1`, `secret-2`. */
export function makePredictableSecrets(): SessionSecrets {
  const ids = countingIds('secret');
  return { make: ids.next, hash: (secret) => `hash of ${secret}` };
}
