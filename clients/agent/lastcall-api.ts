import { parseJson, textIn } from './json.ts';
import { type Ending, parseEnded } from './session.ts';

const timeoutMs = 10_000;
/** A longer `Retry-After` is taken for this one. */
const longestPauseMs = 600_000;

/** A token that Lastcall refuses belongs to a session that has ended and that it no longer knows. */
type Answer =
  | { readonly type: 'ok'; readonly body: unknown }
  | { readonly type: 'ended'; readonly ending: Ending }
  | { readonly type: 'unreachable'; readonly error: unknown; readonly retryAfterMs?: number };

/** The requests of a page. They are simple requests in the sense of CORS: no headers of their own, so no preflight. */
export interface LastcallApi {
  call(name: 'heartbeat' | 'connection' | 'leave', token: string, withinSeconds?: number): Promise<Answer>;

  /**
   * Sends `leave` so that the browser delivers it even if the page closes: as a beacon, and as a request too, because
   * blockers drop beacons without a sign. The message that arrives second changes nothing.
   */
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
        return answerOf(response, parseJson(await response.text()));
      } catch (error) {
        return { type: 'unreachable', error };
      }
    },
    leave(token, withinSeconds) {
      const [address, body] = request('leave', token, withinSeconds);
      const sendAs = async (send: () => unknown) => {
        try {
          await send();
        } catch {
          // If both are lost, the lease ends the session.
        }
      };
      void sendAs(() => navigator.sendBeacon(address, body));
      void sendAs(() => fetch(address, { method: 'POST', body, keepalive: true }));
    },
  };
}

function answerOf({ status, headers }: Response, body: unknown): Answer {
  if (status === 401 || status === 409) return { type: 'ended', ending: parseEnded(body) };
  if (status < 300) return { type: 'ok', body };
  const error = new Error(`Lastcall answered ${status}: ${textIn(body, 'title')}`);
  return { type: 'unreachable', error, retryAfterMs: retryAfterOf(headers.get('retry-after') ?? '') };
}

/** The pause that a `Retry-After` asks for, in seconds or as a date. */
function retryAfterOf(text: string): number {
  const seconds = Number(text);
  const pauseMs = seconds >= 0 ? seconds * 1000 : Date.parse(text) - Date.now();
  // The pages that were sent away together do not come back together.
  return Math.min(Math.max(pauseMs || 0, 0), longestPauseMs) * (1 + Math.random() / 4);
}
