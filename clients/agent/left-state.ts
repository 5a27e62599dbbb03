import { numberIn, parseJson, textIn } from './outside.ts';

/** A page that comes later than this is not a reload of the one before. */
const reloadLimitMs = 60_000;

/** Which state an agent had, by its name, when the page set them offline. */
export interface LeftState {
  /** @returns undefined if that is long ago */
  load(): string | undefined;
  save(name: string): void;
  forget(): void;
}

/** Kept for the next page in this very tab, which a reload has and a new window has not. */
export function makeLeftState(key: string): LeftState {
  return {
    load() {
      const kept = parseJson(sessionStorage.getItem(key));
      return Date.now() - (numberIn(kept, 'at') ?? 0) < reloadLimitMs ? textIn(kept, 'name') : undefined;
    },
    save: (name) => sessionStorage.setItem(key, JSON.stringify({ name, at: Date.now() })),
    forget: () => sessionStorage.removeItem(key),
  };
}
