import { memberOf, parseJson, textIn } from './outside.ts';
import type { Page } from './page.ts';
import type { SignedIn } from './session.ts';
import { pauseMs } from './timers.ts';

const topic = 'lastcall/agent';
const answerLimitMs = 10_000;
/** The gateway closes a WebSocket on which nothing was sent for ten minutes. */
const heartbeatMs = 300_000;

/** Hears of forced logouts at once. What it misses, the next heartbeat over HTTP tells. */
export interface AgentSocket {
  /** Listens anew, for the session that there is now. */
  open(): void;
  close(): void;
}

interface Parts extends Page {
  readonly session: () => SignedIn | undefined;
  readonly onFrame: (content: unknown) => void;

  /** Something about the session is to be asked over HTTP. */
  readonly onDoubt: () => void;
}

export function makeAgentSocket({ api, timers, tell, session, onFrame, onDoubt }: Parts): AgentSocket {
  let socket: WebSocket | undefined;
  let cancelTimer: (() => void) | undefined;
  let failures = 0;
  /** What was begun before the last change is not to go on. */
  let turn = 0;

  const next = (waitMs: number, deed: () => void) => {
    cancelTimer?.();
    cancelTimer = timers.after(waitMs, deed);
  };
  const stop = () => {
    turn += 1;
    cancelTimer?.();
    socket?.close();
    socket = undefined;
  };
  const retry = () => {
    stop();
    failures += 1;
    const retryInMs = pauseMs(failures);
    tell('disconnected', { retryInMs });
    next(retryInMs, open);
  };
  const send = (frame: object) => {
    socket?.send(JSON.stringify(frame));
    next(answerLimitMs, retry);
  };

  async function open() {
    stop();
    const asked = session();
    if (!asked) return;
    const mine = turn;
    const answer = await api.call('connection', asked.token);
    if (mine !== turn) return;
    const url = answer.type === 'heard' ? textIn(answer.body, 'url') : undefined;
    if (!url) {
      if (answer.type !== 'unreachable') onDoubt();
      return retry();
    }
    const opened = new WebSocket(url);
    socket = opened;
    next(answerLimitMs, retry);
    opened.onopen = () => send({ topic: 'aws/subscribe', content: { topics: [topic] } });
    opened.onclose = () => mine === turn && retry();
    opened.onmessage = ({ data }) => mine === turn && receive(parseJson(data));
  }

  function receive(frame: unknown) {
    const content = memberOf(frame, 'content');
    next(heartbeatMs, () => send({ topic: 'aws/heartbeat' }));
    if (textIn(frame, 'topic') === topic) return onFrame(content);
    // The answer to a subscription.
    const status = textIn(content, 'status');
    if (status === 'failure') {
      // The session is over, and the heartbeat is told how.
      onDoubt();
      retry();
    }
    if (status !== 'success') return;
    failures = 0;
    tell('connected', {});
  }

  return {
    open() {
      failures = 0;
      void open();
    },
    close: stop,
  };
}
