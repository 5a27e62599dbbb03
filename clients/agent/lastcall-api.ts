import { memberOf, parseJson, textIn } from './json.ts';
import { type Ending, parseEnding } from './session.ts';

const timeoutMs = 10_000;

/** A token that Lastcall refuses belongs to a session that has ended and that it no longer knows. */
type Answer =
  | { readonly type: 'ok'; readonly body: unknown }
  | { readonly type: 'ended'; readonly ending: Ending }
  | { readonly type: 'unreachable'; readonly error: unknown };

/** The requests of a page. They are simple requests in the sense of CORS: no headers of their own, so no preflight. */
export interface LastcallApi {
  call(name: 'heartbeat' | 'connection' | 'leave', token: string, withinSeconds?: number): Promise<Answer>;

  /** Sends `leave` as a beacon, which the browser delivers even if the page closes. */
  leave(token: string, withinSeconds: number): void;
}

export function makeLastcallApi(url: string): LastcallApi {
  let sentAt = 0;

  const request = (name: string, token: string, withinSeconds?: number) => {
    // Lastcall compares these to find the latest request of a browser, so no two are equal.
    sentAt = Math.max(Date.now(), sentAt + 1);
    const body = name === 'connection' ? { token } : { token, sentAt, withinSeconds };
    return [`${url}/v1/session/${name}`, JSON.stringify(body)] as const;
  };

  return {
    async call(name, token, withinSeconds) {
      const [address, body] = request(name, token, withinSeconds);
      try {
        const signal = AbortSignal.timeout(timeoutMs);
        const response = await fetch(address, { method: 'POST', body, signal, keepalive: name === 'leave' });
        return answerOf(response.status, parseJson(await response.text()));
      } catch (error) {
        return { type: 'unreachable', error };
      }
    },
    leave(token, withinSeconds) {
      const [address, body] = request('leave', token, withinSeconds);
      // If the beacon is lost, the lease ends the session.
      navigator.sendBeacon(address, body);
    },
  };
}

function answerOf(status: number, body: unknown): Answer {
  if (status === 401 || status === 409) return { type: 'ended', ending: parseEnding(memberOf(body, 'ended')) };
  if (status < 300) return { type: 'ok', body };
  return { type: 'unreachable', error: new Error(`Lastcall answered ${status}: ${textIn(body, 'title')}`) };
}
