import type { Notify } from './callbacks.ts';
import { memberOf, parseJson, textIn } from './json.ts';
import type { LastcallApi } from './lastcall-api.ts';
import type { SignedIn } from './session.ts';
import { retryDelayMs, type Timers } from './timers.ts';

const topic = 'lastcall/agent';
const answerTimeoutMs = 10_000;
/** A logout that waits has been sent again so long after a connection has opened. One that has not was taken back meanwhile. */
const repeatedMs = 2 * answerTimeoutMs;
/** API Gateway closes a WebSocket that has been idle for ten minutes. */
const heartbeatMs = 300_000;
/** After a connection that has lasted for less, the pauses go on growing: it may be the server that closes it. */
const stableMs = 600_000;

/** The WebSocket on which forced logouts arrive at once. The next HTTP heartbeat reports what it misses. */
export interface AgentSocket {
  /** Connects for the current session, if this tab is the one to have the WebSocket, unless that is done or under way. */
  connect(): void;
  /** The same, even so: the connection may be dead. */
  reconnect(): void;
  close(): void;
}

interface Parts {
  readonly api: LastcallApi;
  readonly timers: Timers;
  readonly notify: Notify;
  readonly session: () => SignedIn | undefined;
  readonly isLeader: () => boolean;
  readonly onFrame: (content: unknown) => void;

  /** Called when the session may have ended: the answer to a heartbeat says whether and how. */
  readonly sendHeartbeat: () => void;
}

export function makeAgentSocket({
  api,
  timers,
  notify,
  session,
  isLeader,
  onFrame,
  sendHeartbeat,
}: Parts): AgentSocket {
  let socket: WebSocket | undefined;
  let cancelTimer: (() => void) | undefined;
  let failures = 0;
  let connectedAt = 0;
  /** Whether a frame about the session has arrived since the connection opened. */
  let hasFrame = false;
  /** The session of the connection, of the attempt at one, or of the pause before the next attempt. */
  let sessionId: string | undefined;
  /** Changes with every close, so that answers and events of an earlier connection are ignored. */
  let connection = 0;

  const schedule = (delayMs: number, task: () => void) => {
    cancelTimer?.();
    cancelTimer = timers.after(delayMs, task);
  };
  const close = () => {
    connection += 1;
    cancelTimer?.();
    socket?.close();
    socket = undefined;
    sessionId = undefined;
  };
  const retry = (retryAfterMs?: number) => {
    const retried = sessionId;
    close();
    sessionId = retried;
    if (connectedAt && Date.now() - connectedAt > stableMs) failures = 0;
    connectedAt = 0;
    failures += 1;
    const retryInMs = retryDelayMs(failures, undefined, retryAfterMs);
    notify('disconnected', { retryInMs });
    schedule(retryInMs, connect);
  };
  const send = (frame: object) => {
    socket?.send(JSON.stringify(frame));
    schedule(answerTimeoutMs, retry);
  };

  async function connect() {
    close();
    const current = session();
    if (!current || !isLeader()) return;
    sessionId = current.sessionId;
    const mine = connection;
    const answer = await api.call('connection', current.token);
    if (mine !== connection) return;
    const url = answer.type === 'ok' ? textIn(answer.body, 'url') : undefined;
    if (!url) {
      if (answer.type === 'unreachable') return retry(answer.retryAfterMs);
      sendHeartbeat();
      return retry();
    }
    const opened = new WebSocket(url);
    socket = opened;
    schedule(answerTimeoutMs, retry);
    opened.onopen = () => {
      hasFrame = false;
      send({ topic: 'aws/subscribe', content: { topics: [topic] } });
      timers.after(repeatedMs, () => {
        if (mine === connection && !hasFrame) onFrame({ type: 'LogoutCancelled', sessionId });
      });
    };
    opened.onclose = () => mine === connection && retry();
    opened.onmessage = ({ data }) => mine === connection && receive(parseJson(data));
  }

  function receive(frame: unknown) {
    const content = memberOf(frame, 'content');
    schedule(heartbeatMs, () => send({ topic: 'aws/heartbeat' }));
    if (textIn(frame, 'topic') === topic) {
      hasFrame = true;
      return onFrame(content);
    }
    // Only the answer to a subscription has a status.
    const status = textIn(content, 'status');
    if (status === 'failure') {
      sendHeartbeat();
      retry();
    }
    if (status !== 'success') return;
    connectedAt = Date.now();
    notify('connected', {});
  }

  const reconnect = () => {
    failures = 0;
    void connect();
  };
  return {
    connect() {
      if (!sessionId || sessionId !== session()?.sessionId) reconnect();
    },
    reconnect,
    close,
  };
}
