import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { fastApp, type RunningApp } from '../app/running-app.ts';
import { eventually } from '../support/eventually.ts';
import { aCentre, type Centre } from './a-centre.ts';
import { aParticipant } from './participant-client.ts';
import { aStockSession } from './stock-chat-client.ts';

let app: RunningApp;
let centre: Centre;
beforeAll(async () => {
  app = await fastApp();
  centre = await aCentre(app, 'surplus-sockets');
});

const own = { fetch: globalThis.fetch, WebSocket: globalThis.WebSocket };
const opened: WebSocket[] = [];
afterEach(() => {
  Object.assign(globalThis, own);
  for (const socket of opened) socket.close();
});

/** Counts what the stock client does. `beforeAnswer` runs between an answer to its request for a connection and the client. */
function counting(beforeAnswer: () => Promise<unknown> = async () => {}) {
  const counts = { connections: 0, sockets: 0 };
  Object.assign(globalThis, {
    async fetch(input: Parameters<typeof fetch>[0], init?: RequestInit) {
      const answer = await own.fetch(input, init);
      if (!(input instanceof Request ? input.url : String(input)).endsWith('/participant/connection')) return answer;
      counts.connections += 1;
      await beforeAnswer();
      return answer;
    },
    WebSocket: class extends own.WebSocket {
      constructor(...given: ConstructorParameters<typeof WebSocket>) {
        counts.sockets += 1;
        super(...given);
        opened.push(this);
      }
    },
  });
  return counts;
}

/** A customer who has so many WebSockets, and a stock client for one more. */
async function aCustomerWith(open: number, contactId: string) {
  const started = await centre.call('PUT', `/v1/chats/${contactId}`, { customer: { displayName: 'Luke' } });
  const connect = () => aParticipant(app.url, started.participantToken);
  const others = [];
  for (let n = 0; n < open; n += 1) others.push(await connect());
  return { others, connect, session: () => aStockSession(app, contactId, started) };
}

/** Waits for ten seconds of the client, which lives in real time. */
async function tenSeconds(): Promise<void> {
  const end = centre.now() + 10_000 * app.speed;
  await eventually(() => (centre.now() > end ? true : undefined));
}

test('a stock client that is refused an eleventh WebSocket gives up, after one request', async () => {
  const { others, session } = await aCustomerWith(10, 'refused');
  const counts = counting();
  await expect(session().connect()).rejects.toBeDefined();
  await tenSeconds();
  expect(counts).toEqual({ connections: 1, sockets: 0 });
  expect(others.map((other) => other.isClosed())).not.toContain(true);
  await centre.call('DELETE', '/v1/chats/refused');
});

test('a stock client whose WebSocket turns out to be the eleventh does not storm, and displaces nobody', async () => {
  const { others, connect, session } = await aCustomerWith(9, 'overtaken');
  let isFull = false;
  const counts = counting(async () => {
    if (isFull) return;
    isFull = true;
    others.push(await connect());
  });
  const client = session();
  await client.connect();
  await tenSeconds();
  // One of the requests is that of the tenth, which has overtaken the client.
  expect(counts).toEqual({ connections: 2, sockets: 1 });
  expect(others.map((other) => other.isClosed())).not.toContain(true);
  const { data } = await client.getTranscript({ maxResults: 1, sortOrder: 'ASCENDING' });
  expect(data?.Transcript).toHaveLength(1);
  await client.disconnectParticipant();
});
