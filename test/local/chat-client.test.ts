import { beforeAll, expect, test } from '@jest/globals';
import { fastApp, type RunningApp } from '../app/running-app.ts';
import { eventually } from '../support/eventually.ts';
import { aCentre } from './a-centre.ts';
import type { Call } from './call-api.ts';
import { aParticipant } from './participant-client.ts';
import { aStockClient } from './stock-chat-client.ts';

let app: RunningApp;
let call: Call;
beforeAll(async () => {
  app = await fastApp();
  call = (await aCentre(app, 'chat-client')).call;
});

test('the stock chat client of a customer chats, and is notified of idleness, return and auto-disconnect', async () => {
  const chat = '/v1/chats/chatjs';
  const started = await call('PUT', chat, { customer: { displayName: 'Luke' }, language: 'en' });
  await call('PUT', `${chat}/timers`, {
    timers: ['IDLE', 'DISCONNECT_NONCUSTOMER'].map((type) => ({ role: 'CUSTOMER', type, minutes: 3 })),
  });
  const { session, received, receives } = await aStockClient(app, 'chatjs', started);
  const joined = await call('POST', `${chat}/participants`, { role: 'AGENT', displayName: 'Ann' });
  const agent = await aParticipant(app.url, joined.participantToken);
  // The client subscribes after its WebSocket has opened, and does not report when that is done.
  await eventually(async () => {
    await agent.call('event', { ContentType: 'application/vnd.amazonaws.connect.event.typing' });
    return received.includes('AGENT types') || undefined;
  });

  expect(await agent.writes('How can I help?')).toMatchObject({ status: 200 });
  await receives('AGENT says How can I help?');
  await session.sendMessage({ contentType: 'text/plain', message: 'Hello' });
  // On a slow machine the customer may have been idle before the first message.
  const before = await receives('CUSTOMER says Hello');
  expect((await agent.receives('text/plain')).Content).toBe('How can I help?');

  await receives('idle CUSTOMER: Luke');
  await session.sendMessage({ contentType: 'text/plain', message: 'I am here' });
  await receives('returned CUSTOMER: Luke');
  await receives('disconnected CUSTOMER: ');
  expect((await agent.receives('autodisconnection')).ParticipantRole).toBe('CUSTOMER');
  await eventually(() => agent.isClosed() || undefined);
  expect(await agent.writes('Anybody?')).toMatchObject({ status: 403, error: 'AccessDeniedException' });

  const { data } = await session.getTranscript({ maxResults: 100, sortOrder: 'ASCENDING' });
  const transcript = data ? data.Transcript : [];
  const lines = transcript.map(({ ContentType, Content }) => Content ?? ContentType?.split('.').at(-1));
  expect(lines).toEqual(['joined', 'joined', 'How can I help?', 'Hello', 'I am here', 'left']);

  await session.disconnectParticipant();
  await eventually(async () => ((await call('GET', chat)).state === 'ended' ? true : undefined));
  expect(received.slice(before).filter((one) => one.startsWith('idle'))).toHaveLength(2);
});

test('pings and heartbeats get what the stock client expects, from the API itself', async () => {
  const started = await call('PUT', '/v1/chats/pings', { customer: { displayName: 'Luke' } });
  const customer = await aParticipant(app.url, started.participantToken);
  expect(await customer.asks('aws/ping')).toBe('{"topic":"aws/ping","statusCode":200,"statusContent":"OK"}');
  expect(await customer.asks('aws/heartbeat')).toBe('{"topic":"aws/heartbeat"}');
});

test('the stock chat client is told that attachments and views are not supported, and goes on chatting', async () => {
  const started = await call('PUT', '/v1/chats/unsupported', { customer: { displayName: 'Luke' } });
  const { session, received } = await aStockClient(app, 'unsupported', started);
  const attachment = new File(['picture'], 'cat.png', { type: 'image/png' });
  const refusal = (what: string) => ({
    type: 'ValidationException',
    statusCode: 400,
    message: expect.stringContaining(`${what} are not supported`),
  });
  await expect(session.sendAttachment({ attachment })).rejects.toMatchObject(refusal('attachments'));
  await expect(session.downloadAttachment({ attachmentId: 'a1' })).rejects.toMatchObject(refusal('attachments'));
  await expect(session.describeView({ InstanceId: 'demo', viewToken: 'v1' })).rejects.toMatchObject(refusal('views'));
  await session.sendMessage({ contentType: 'text/plain', message: 'No picture, then' });
  const { data } = await session.getTranscript({ maxResults: 1, sortOrder: 'DESCENDING' });
  expect(data?.Transcript).toMatchObject([{ Content: 'No picture, then' }]);
  expect(received).not.toContain('session ended');
  await session.disconnectParticipant();
});
