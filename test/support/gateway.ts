import type { PasswordHash, SessionSecrets } from '#core/sessions/ports.ts';

/** Everybody's password. */
export const password = 'correct horse';

/** Quick, and told apart from the password by one word; counts what it was asked. */
export function makeQuickPasswordHash(): PasswordHash & {
  readonly tried: () => number;
  /** Not counting those against nothing at all. */
  readonly triedInEarnest: () => number;
} {
  let tried = 0;
  let inEarnest = 0;
  return {
    hash: async (text) => `hash of ${text}`,
    async matches(text, hash) {
      tried += 1;
      if (hash !== '') inEarnest += 1;
      return hash === `hash of ${text}`;
    },
    tried: () => tried,
    triedInEarnest: () => inEarnest,
  };
}

/** Names in order: `{stem}-1`, `{stem}-2`. */
export function countingIds(stem: string) {
  let count = 0;
  return { next: () => `${stem}-${++count}` };
}

/** Secrets that are easy to guess: `secret-1` and so on. */
export function makeOpenSecrets(): SessionSecrets {
  const ids = countingIds('secret');
  return { make: ids.next, hash: (secret) => `hash of ${secret}` };
}
