import { type AgentData, callConnect, pollAgent } from './connect-api.ts';
import { type ApiRequest, events, type Message, readApiRequest, readMessage } from './streams-messages.ts';

// Stands in for the SharedWorker of the CCP, which all windows of an agent share: only the worker talks to Amazon
// Connect, and it stops with the last window, even if requests are waiting.

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

/** Ignores logs, metrics and styles, which the real worker sends to Amazon. */
function receive(port: MessagePort, id: string, message: Message | undefined): void {
  const request = readApiRequest(message?.data);
  switch (message?.event) {
    case events.synchronize:
      sendAll(events.acknowledge);
      break;
    case events.apiRequest:
      if (request !== undefined) void forward(port, request);
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

/** Forwards a request to Amazon Connect. An answer of 204 stands for one that was lost: the window gets no response. */
async function forward(port: MessagePort, request: ApiRequest): Promise<void> {
  try {
    const response = await callConnect(request.method, request.params);
    if (response.status === 204) return;
    const body: unknown = await response.json();
    // Errors are JSON text.
    respond(port, events.apiResponse, request, response.ok ? { data: body } : { err: JSON.stringify(body) });
  } catch (error) {
    respond(port, events.apiResponse, request, { err: JSON.stringify({ message: String(error) }) });
  }
}

async function poll(): Promise<void> {
  const mine = new AbortController();
  polling = mine;
  await pollAgent((update) => {
    agent = update;
    sendAll(events.agentUpdate, agent);
  }, mine.signal);
  if (polling !== mine) return;
  forget();
  sendAll(events.authFail);
}

/** The real worker sends its logs first. */
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

/**
 * Which window is the master of a topic, such as ringing, that only one window may handle: the first one that asks, until
 * another one takes over.
 */
function makeMasters() {
  const masters = new Map<string, string>();
  return {
    answer(id: string, { method, params }: ApiRequest) {
      const topic = String(params.topic);
      const before = masters.get(topic);
      const isFree = before === undefined && params.shouldNotBecomeMasterIfNone !== true;
      if (method === 'becomeMaster' || isFree) masters.set(topic, id);
      const masterId = masters.get(topic);
      return { topic, masterId, isMaster: masterId === id, takeOver: before !== undefined && before !== masterId };
    },
    remove(id: string): void {
      for (const [topic, master] of masters) if (master === id) masters.delete(topic);
    },
  };
}
