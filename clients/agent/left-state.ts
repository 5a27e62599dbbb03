import { numberIn, parseJson, textIn } from './outside.ts';

/** A page that comes later than this has nothing to do with the one before. */
const reloadLimitMs = 60_000;

/** Which state an agent had, by its name, when the page set them offline. */
export interface LeftState {
  /** @returns undefined if that is long ago */
  load(): string | undefined;
  save(name: string): void;
  forget(): void;
}

/** Kept for the next page of this browser: a reload, or a window that is opened again just after it was closed. */
export function makeLeftState(key: string): LeftState {
  return {
    load() {
      const kept = parseJson(localStorage.getItem(key));
      return Date.now() - (numberIn(kept, 'at') ?? 0) < reloadLimitMs ? textIn(kept, 'name') : undefined;
    },
    save(name) {
      try {
        localStorage.setItem(key, JSON.stringify({ name, at: Date.now() }));
      } catch {}
    },
    forget: () => localStorage.removeItem(key),
  };
}
