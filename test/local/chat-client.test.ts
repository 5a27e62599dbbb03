/// <reference types="amazon-connect-chatjs" />
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readSeed } from '../../local/seed.ts';
import { type LocalRun, startLocal } from '../../local/start-local.ts';
import { aFolder, removeFolders } from './an-assembly.ts';
import { makeCall } from './chat-run.ts';
import { aParticipant } from './participant-client.ts';
import { eventually } from './runs.ts';

/** The patience with timers, which take six seconds together when a minute lasts one. */
const timerSeconds = 20;

const timer = (role: string, type: string, minutes: number) => ({ role, type, minutes });

let run: LocalRun;
let call: ReturnType<typeof makeCall>;
beforeAll(async () => {
  run = await startLocal({ port: 0, folder: aFolder(), speed: 60, seed: readSeed(), log: () => {} });
  call = makeCall(run);
}, 60_000);
afterAll(async () => {
  await run.stop();
  removeFolders();
});

const join = (contactId: string, role = 'AGENT') =>
  call('POST', `${contactId}/participants`, { role, displayName: 'Ann' });

/** The stock client of a customer's page, as the page makes it. */
async function aCustomerSession(contactId: string, { participantId, participantToken }: Record<string, string>) {
  // A page has a window, which the client looks for as it loads.
  Object.assign(globalThis, { window: globalThis, self: globalThis });
  createRequire(import.meta.url)('amazon-connect-chatjs');
  // Its types leave out the endpoint. Node does not say whether it is online, as a browser does.
  const webSocketManagerConfig = { isNetworkOnline: () => true };
  const config = { endpoint: run.url, region: 'us-east-1', webSocketManagerConfig };
  connect.ChatSession.setGlobalConfig(config);
  const session = connect.ChatSession.create({
    chatDetails: { contactId, participantId: participantId ?? '', participantToken: participantToken ?? '' },
    type: connect.ChatSession.SessionTypes.CUSTOMER,
    disableCSM: true,
  });
  const heard: string[] = [];
  session.onMessage(({ data }) => {
    if (data.ContentType === 'text/plain') heard.push(`${data.ParticipantRole} says ${data.Content}`);
    else heard.push(data.ContentType.split('.').at(-1) ?? '');
  });
  session.onParticipantIdle(({ data }) => heard.push(`idle ${data.ParticipantRole}: ${data.Content}`));
  session.onParticipantReturned(({ data }) => heard.push(`returned ${data.ParticipantRole}: ${data.Content}`));
  session.onAutoDisconnection(({ data }) => heard.push(`disconnected ${data.ParticipantRole}: ${data.Content}`));
  session.onTyping(({ data }) => heard.push(`${data.ParticipantRole} types`));
  session.onEnded(() => heard.push('session ended'));
  await session.connect();
  let place = 0;
  /** Waits until this is heard, after what was waited for before, and answers how much has been heard with it. */
  const hears = async (what: string, seconds?: number) => {
    place = await eventually(() => {
      const index = heard.findIndex((one, at) => at >= place && one.startsWith(what));
      return index < 0 ? undefined : index + 1;
    }, seconds);
    return place;
  };
  return { session, heard, hears };
}

test('the stock chat client of a customer chats, and is told of idleness, return and auto-disconnect', async () => {
  const started = await call('PUT', 'chatjs', { customer: { displayName: 'Luke' }, language: 'en' });
  await call('PUT', 'chatjs/timers', {
    timers: [timer('CUSTOMER', 'IDLE', 3), timer('CUSTOMER', 'DISCONNECT_NONCUSTOMER', 3)],
  });
  const { session, heard, hears } = await aCustomerSession('chatjs', started);
  const agent = await aParticipant(run.url, (await join('chatjs')).participantToken);
  // The client subscribes when its WebSocket is open, and does not say when that is done.
  await eventually(async () => {
    await agent.call('event', { ContentType: 'application/vnd.amazonaws.connect.event.typing' });
    return heard.includes('AGENT types') || undefined;
  });

  expect(await agent.writes('How can I help?')).toMatchObject({ status: 200 });
  await hears('AGENT says How can I help?');
  await session.sendMessage({ contentType: 'text/plain', message: 'Hello' });
  // On a slow machine the customer may have been idle before the first words.
  const before = await hears('CUSTOMER says Hello');
  expect((await agent.hears('text/plain')).Content).toBe('How can I help?');

  await hears('idle CUSTOMER: Luke', timerSeconds);
  await session.sendMessage({ contentType: 'text/plain', message: 'I am here' });
  await hears('returned CUSTOMER: Luke');
  await hears('disconnected CUSTOMER: ', timerSeconds);
  expect((await agent.hears('autodisconnection')).ParticipantRole).toBe('CUSTOMER');
  await eventually(() => agent.isClosed() || undefined);
  expect(await agent.writes('Anybody?')).toMatchObject({ status: 403, error: 'AccessDeniedException' });

  const { data } = await session.getTranscript({ maxResults: 100, sortOrder: 'ASCENDING' });
  const transcript = data ? data.Transcript : [];
  const lines = transcript.map(({ ContentType, Content }) => Content ?? ContentType?.split('.').at(-1));
  expect(lines).toEqual(['joined', 'joined', 'How can I help?', 'Hello', 'I am here', 'left']);

  await session.disconnectParticipant();
  await eventually(async () => ((await call('GET', 'chatjs')).state === 'ended' ? true : undefined));
  expect(heard.slice(before).filter((one) => one.startsWith('idle'))).toHaveLength(2);
}, 60_000);
