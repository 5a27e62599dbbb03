import { memberOf, parseJson, textIn } from './outside.ts';
import { parseEnding } from './parse-session.ts';
import type { Ending } from './session.ts';

const limitMs = 10_000;

/** What became of a call. A token that is not good is that of a session nobody knows any more. */
type Answer =
  | { readonly type: 'heard'; readonly body: unknown }
  | { readonly type: 'over'; readonly ending: Ending }
  | { readonly type: 'unreachable'; readonly error: unknown };

/** The calls of a page. They are simple requests: no headers, no preflight. */
export interface LastcallApi {
  call(name: 'heartbeat' | 'connection' | 'leave', token: string, withinSeconds?: number): Promise<Answer>;

  /** The same while the page goes: it arrives though nobody waits for an answer. */
  leave(token: string, withinSeconds: number): void;
}

export function makeLastcallApi(url: string): LastcallApi {
  let sentAt = 0;

  const request = (name: string, token: string, withinSeconds?: number) => {
    // Says which of two words of this browser is the later one, so no two are alike.
    sentAt = Math.max(Date.now(), sentAt + 1);
    const body = name === 'connection' ? { token } : { token, sentAt, withinSeconds };
    return [`${url}/v1/session/${name}`, JSON.stringify(body)] as const;
  };

  return {
    async call(name, token, withinSeconds) {
      const [address, body] = request(name, token, withinSeconds);
      try {
        const signal = AbortSignal.timeout(limitMs);
        const response = await fetch(address, { method: 'POST', body, signal, keepalive: name === 'leave' });
        return answerOf(response.status, parseJson(await response.text()));
      } catch (error) {
        return { type: 'unreachable', error };
      }
    },
    leave(token, withinSeconds) {
      const [address, body] = request('leave', token, withinSeconds);
      // Where that does not arrive either, the lease ends the session.
      navigator.sendBeacon(address, body);
    },
  };
}

function answerOf(status: number, body: unknown): Answer {
  if (status === 401 || status === 409) return { type: 'over', ending: parseEnding(memberOf(body, 'ended')) };
  if (status < 300) return { type: 'heard', body };
  return { type: 'unreachable', error: new Error(`Lastcall answered ${status}: ${textIn(body, 'title')}`) };
}
