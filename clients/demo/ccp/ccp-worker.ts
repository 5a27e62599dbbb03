import type { AgentData } from './agent-data.ts';
import { callConnect } from './call-connect.ts';
import { makeMasters } from './masters.ts';
import { type ApiRequest, events, type Message, readApiRequest, readMessage } from './message.ts';
import { pollAgent } from './poll-agent.ts';

/**
 * Stands in for the SharedWorker of the CCP, which all windows of an agent share: it alone talks to Amazon Connect, and
 * it ends with the last window, whatever it was about to ask.
 */
const ports = new Map<MessagePort, string>();
const masters = makeMasters();
let agent: AgentData | undefined;
let polling: AbortController | undefined;

addEventListener('connect', (event) => {
  const [port] = event instanceof MessageEvent ? event.ports : [];
  if (port === undefined) return;
  const id = crypto.randomUUID();
  ports.set(port, id);
  port.onmessage = ({ data }) => receive(port, id, readMessage(data));
  send(port, events.acknowledge, { id });
  if (agent !== undefined) send(port, events.agentUpdate, agent);
  if (polling === undefined) void poll();
});

/** Logs, metrics and styles, which the real one sends on to Amazon, come to nothing here. */
function receive(port: MessagePort, id: string, message: Message | undefined): void {
  const request = readApiRequest(message?.data);
  switch (message?.event) {
    case events.synchronize:
      sendAll(events.acknowledge);
      break;
    case events.apiRequest:
      if (request !== undefined) void answer(port, request);
      break;
    case events.masterRequest:
      if (request !== undefined) respond(port, events.masterResponse, request, { data: masters.answer(id, request) });
      break;
    case events.broadcast: {
      const inner = readMessage(message.data);
      if (inner !== undefined) sendAll(inner.event, inner.data);
      break;
    }
    case events.terminate:
      void terminate();
      break;
    case events.close:
      ports.delete(port);
      masters.remove(id);
      break;
  }
}

/** Passes a request on to Amazon Connect. An answer of 204 is one that got lost: nobody ever hears of it. */
async function answer(port: MessagePort, request: ApiRequest): Promise<void> {
  try {
    const response = await callConnect(request.method, request.params);
    if (response.status === 204) return;
    const body: unknown = await response.json();
    // Errors go as JSON text.
    respond(port, events.apiResponse, request, response.ok ? { data: body } : { err: JSON.stringify(body) });
  } catch (error) {
    respond(port, events.apiResponse, request, { err: JSON.stringify({ message: String(error) }) });
  }
}

async function poll(): Promise<void> {
  const mine = new AbortController();
  polling = mine;
  await pollAgent((news) => {
    agent = news;
    sendAll(events.agentUpdate, agent);
  }, mine.signal);
  if (polling !== mine) return;
  forget();
  sendAll(events.authFail);
}

/** The real one sends its logs before it goes. */
async function terminate(): Promise<void> {
  forget();
  await callConnect('sendClientLogs', {}).catch(() => undefined);
  sendAll(events.terminated);
}

function forget(): void {
  polling?.abort();
  polling = undefined;
  agent = undefined;
}

interface Answer {
  readonly data?: unknown;
  readonly err?: string;
}

function respond(port: MessagePort, event: string, { requestId }: ApiRequest, { data, err = '' }: Answer): void {
  send(port, event, { event, requestId, data, err: err || null });
}

function send(port: MessagePort, event: string, data?: unknown): void {
  port.postMessage({ event, data } satisfies Message);
}

function sendAll(event: string, data?: unknown): void {
  for (const port of ports.keys()) send(port, event, data);
}
