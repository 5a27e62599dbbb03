import { memberOf, parseJson, textIn } from './json.ts';

/** A page that starts later than this is not a reload of the page before. */
const savedStateLimitMs = 60_000;

/** The name of the agent's state before they were set offline, stored for the next page of this browser, and when. */
export function makeSavedState(key: string) {
  return {
    load() {
      try {
        const saved = parseJson(localStorage.getItem(key));
        const name = textIn(saved, 'name');
        const at = Number(memberOf(saved, 'at'));
        return name && Date.now() - at < savedStateLimitMs ? { name, at } : undefined;
      } catch {
        return undefined;
      }
    },
    save(name: string) {
      try {
        localStorage.setItem(key, JSON.stringify({ name, at: Date.now() }));
      } catch {
        // The storage is full or denied: the agent stays offline on the next page.
      }
    },
    forget() {
      try {
        localStorage.removeItem(key);
      } catch {
        // There is nothing to forget.
      }
    },
  };
}
