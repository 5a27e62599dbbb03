import * as z from 'zod';
import type { Calls } from './agents.ts';
import { listen } from './listener.ts';
import { SmokeFault, type StageApi } from './stage-api.ts';

const customer = z.object({ participantToken: z.string() });
const connection = z.object({ Websocket: z.object({ Url: z.string() }) });
const wentIdle = z.object({ ContentType: z.literal('application/vnd.amazonaws.connect.event.participant.idle') });
const chat = z.object({ participants: z.array(z.object({ role: z.string(), idle: z.boolean() })) });

/** The shortest that there is. */
const idleMinutes = 2;
/** How late a timer may be here. It is usually less than a second. */
const lateSeconds = 60;

/** Starts a chat that ends with this run. Resolves with its path and the token of its customer. */
export async function startChat({ api, forEnding, cleaning }: Omit<Calls, 'speed'>) {
  const contactId = `smoke-${crypto.randomUUID()}`;
  const path = `/v1/chats/${contactId}`;
  cleaning.later(`the chat ${contactId}`, () => forEnding.call('DELETE', path, z.unknown()));
  const body = { customer: { displayName: 'Smoke test' } };
  return { contactId, path, ...(await api.call('PUT', path, customer, { body })) };
}

/** A customer who writes nothing becomes idle, never early, and is told so over the WebSocket. */
export async function checkIdleChat(calls: Calls): Promise<string> {
  const { api, cleaning, speed } = calls;
  const { path, participantToken } = await startChat(calls);
  const timers = [{ role: 'CUSTOMER', type: 'IDLE', minutes: idleMinutes }];
  await api.call('PUT', `${path}/timers`, chat, { body: { timers } });
  const page = await listen(await addressFor(api, participantToken), 'aws/chat', api.signal);
  cleaning.later('the WebSocket of a customer', async () => page.close());
  const startedAt = performance.now();
  await api.call('POST', `${path}/participants`, z.unknown(), { body: { role: 'AGENT', displayName: 'Smoke test' } });
  const dueSeconds = (60 * idleMinutes) / speed;
  await page.receives(wentIdle, dueSeconds + lateSeconds, 'The customer was not told to be idle');
  const seconds = (performance.now() - startedAt) / 1000;
  // The clocks of two machines do not run at quite the same pace.
  if (seconds < 0.99 * dueSeconds)
    throw new SmokeFault(`The customer was idle after ${seconds.toFixed(1)} seconds, which is early`);
  page.close();
  const { participants } = await api.call('GET', path, chat);
  if (!participants.some(({ role, idle }) => role === 'CUSTOMER' && idle))
    throw new SmokeFault(`GET ${path} does not show that the customer is idle`);
  return `the customer was told over the WebSocket after ${seconds.toFixed(1)} seconds`;
}

/** The address of a participant's WebSocket, as the chat client asks for it. */
async function addressFor(api: StageApi, participantToken: string): Promise<string> {
  const answer = await api.call('POST', '/participant/connection', connection, {
    body: { Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] },
    headers: { 'x-amz-bearer': participantToken },
  });
  return answer.Websocket.Url;
}
