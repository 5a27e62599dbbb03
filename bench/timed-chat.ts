import { setTimeout as wait } from 'node:timers/promises';

/** A chat whose customer has an idle timer. */
interface TimedChat {
  readonly contactId: string;
  readonly idleMinutes: number;
  /** Milliseconds that the agent takes to join. */
  readonly joinsAfter: number;
}

const headers = {
  authorization: `Basic ${Buffer.from('demo:demo-secret').toString('base64')}`,
  'content-type': 'application/json',
};

/** Opens a chat as a centre does: it starts, is configured, and an agent joins, from when the timer runs. */
export async function openTimedChat(url: string, { contactId, idleMinutes, joinsAfter }: TimedChat): Promise<void> {
  const chat = `${url}/v1/chats/${contactId}`;
  await send('PUT', chat, { customer: { displayName: 'Customer' } });
  await send('PUT', `${chat}/timers`, { timers: [{ role: 'CUSTOMER', type: 'IDLE', minutes: idleMinutes }] });
  await wait(joinsAfter);
  await send('POST', `${chat}/participants`, { role: 'AGENT', displayName: 'Agent' });
}

async function send(method: string, url: string, body: object): Promise<void> {
  const response = await fetch(url, { method, headers, body: JSON.stringify(body) });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${answer}`);
}
