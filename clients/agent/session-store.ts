import { parseJson } from './outside.ts';
import { parseSignedIn } from './parse-session.ts';
import type { SignedIn } from './session.ts';

/** Where a session is kept for the tabs of a browser, for a reload and for a browser that starts again. */
export interface SessionStore {
  load(): SignedIn | undefined;
  save(session: SignedIn | undefined): void;
}

/** Where the browser keeps nothing for this page, a session lasts as long as the page. */
export function makeSessionStore(key: string): SessionStore {
  return {
    load() {
      try {
        return parseSignedIn(parseJson(localStorage.getItem(key)));
      } catch {
        return undefined;
      }
    },
    save(session) {
      try {
        if (session) localStorage.setItem(key, JSON.stringify(session));
        else localStorage.removeItem(key);
      } catch {
        // Full, or not allowed.
      }
    },
  };
}
