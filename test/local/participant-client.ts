import * as z from 'zod';
import { eventually } from '../support/eventually.ts';
import { connectInTime } from './aws/socket-client.ts';
import { fetchDeclared } from './declared-answers.ts';

const connectionAnswer = z.object({
  Websocket: z.object({ Url: z.string() }),
  ConnectionCredentials: z.object({ ConnectionToken: z.string() }),
});
const item = z.looseObject({
  ContentType: z.string(),
  Content: z.string().optional(),
  ParticipantRole: z.string().optional(),
});
const frame = z.object({ topic: z.string(), content: z.unknown().optional() });
const subscribe = JSON.stringify({ topic: 'aws/subscribe', content: { topics: ['aws/chat'] } });

/** Calls a path below `/participant/` with a token. */
async function callAsParticipant(url: string, path: string, { token, body }: { token?: string; body: unknown }) {
  const response = await fetchDeclared(url, `/participant/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token !== undefined && { 'x-amz-bearer': token }) },
    body: JSON.stringify(body),
  });
  const answer: unknown = await response.json();
  return { status: response.status, error: response.headers.get('x-amzn-errortype'), body: answer };
}

/** A participant with an open WebSocket, and the items received on it. */
export async function aParticipant(url: string, participantToken: string) {
  const wanted = { Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] };
  let token = '';
  const socket = await connectInTime(async () => {
    const { body } = await callAsParticipant(url, 'connection', { token: participantToken, body: wanted });
    const { Websocket, ConnectionCredentials } = connectionAnswer.parse(body);
    token = ConnectionCredentials.ConnectionToken;
    return Websocket.Url;
  });
  const received: z.output<typeof item>[] = [];
  const others: string[] = [];
  socket.onFrame((text) => {
    const { topic, content } = frame.parse(JSON.parse(text));
    if (topic === 'aws/chat' && typeof content === 'string') received.push(item.parse(JSON.parse(content)));
    else others.push(text);
  });
  let isClosed = false;
  void socket.closed.then(() => {
    isClosed = true;
  });
  socket.send(subscribe);
  await eventually(() => others.find((text) => text.includes('aws/subscribe')));
  return {
    call: (path: string, content: unknown) => callAsParticipant(url, path, { token, body: content }),
    writes: (Content: string) =>
      callAsParticipant(url, 'message', { token, body: { ContentType: 'text/plain', Content } }),
    /** Waits for an item of this type. */
    receives: (type: string) => eventually(() => received.find(({ ContentType }) => ContentType.endsWith(type))),
    /** Sends a frame about the WebSocket itself, and waits for the answer on its topic. */
    async asks(topic: string) {
      socket.send(JSON.stringify({ topic }));
      return eventually(() => others.find((text) => text.includes(topic)));
    },
    isClosed: () => isClosed,
  };
}
