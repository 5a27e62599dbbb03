import { afterAll, expect } from '@jest/globals';
import * as z from 'zod';
import { eventually } from '../../support/eventually.ts';
import { type HttpService, startHttpService } from '../../support/http-service.ts';
import { chatsOf } from '../chats.ts';
import { aParticipant } from '../participant-client.ts';
import { setByFlow } from '../set-timers.ts';
import { aStage, type Scene, type Stage, soon } from './stage.ts';

const text = (Content: string) => ({ ContentType: 'text/plain', Content });
const transcript = z.object({ Transcript: z.array(z.object({ Content: z.string().optional() })) });

const talk: Scene = async (stage) => {
  const path = '/v1/chats/talk';
  const agentId = await stage.anAgent();
  await stage.call('PUT', `/v1/agents/${agentId}/session`, { status: 'Available', statusType: 'ROUTABLE' });
  const started = await stage.call('PUT', path, { customer: { displayName: 'Luke' }, disconnectFlow: 'survey' });
  const joined = await stage.call('POST', `${path}/participants`, { role: 'AGENT', displayName: 'Ann', agentId });
  const waiting = await stage.call('POST', `${path}/participants`, { role: 'SUPERVISOR', displayName: 'Sue' });
  const customer = await soon(() => aParticipant(stage.app.url, started.participantToken));
  const agent = await soon(() => aParticipant(stage.app.url, joined.participantToken));
  expect(await customer.call('message', text('Hello'))).toMatchObject({ status: 200 });
  expect((await agent.receives('text/plain')).Content).toBe('Hello');
  return async () => {
    const supervisor = await soon(() => aParticipant(stage.app.url, waiting.participantToken));
    expect(await agent.call('message', text('How can I help?'))).toMatchObject({ status: 200 });
    expect((await supervisor.receives('text/plain')).Content).toBe('How can I help?');
    const kept = transcript.parse((await customer.call('transcript', { SortOrder: 'ASCENDING' })).body);
    const said = kept.Transcript.flatMap(({ Content }) => Content ?? []);
    expect(said).toEqual(['Hello', 'How can I help?']);
    const session = async () => (await stage.call('GET', `/v1/agents/${agentId}`)).session;
    expect(await session()).toMatchObject({ status: 'In-chat', contacts: [{ contactId: 'talk', channel: 'CHAT' }] });
    await stage.call('DELETE', path);
    await eventually(() => agent.isClosed() || undefined);
    await eventually(async () => (await session()).contacts.length === 0 || undefined);
    const types = (await stage.eventsOfChat('talk')).map(({ type }) => type);
    expect(types).toEqual(['ChatStarted', 'ParticipantJoined', 'ParticipantJoined', 'ParticipantJoined', 'ChatEnded']);
  };
};

const ofCustomer = (type: string, minutes: number) => ({ role: 'CUSTOMER', type, minutes });
const timers = [ofCustomer('IDLE', 2), ofCustomer('DISCONNECT_NONCUSTOMER', 2)];

/** Nobody writes until both timers have fired, of which one is set by a flow. */
const silence: Scene = async (stage) => {
  const path = '/v1/chats/silence';
  const chats = chatsOf(stage);
  const { participantToken } = await stage.call('PUT', path, { customer: { displayName: 'Luke' } });
  const customer = await soon(() => aParticipant(stage.app.url, participantToken));
  await stage.call('PUT', `${path}/timers`, { timers });
  await setByFlow(stage.app, 'silence', { agentIdleMinutes: '400' }, stage.instanceId);
  await chats.join('silence');
  return async () => {
    expect((await chats.summary('silence')).stored).toMatchObject({ CUSTOMER: { IDLE: 2 }, AGENT: { IDLE: 400 } });
    expect((await customer.receives('idle')).ParticipantRole).toBe('CUSTOMER');
    await customer.receives('autodisconnection');
    const events = await chats.finish('silence');
    expect(events.map(({ what }) => what)).toEqual([
      'ChatStarted',
      'ParticipantJoined CUSTOMER',
      'TimersConfigured',
      'TimersConfigured',
      'ParticipantJoined AGENT',
      'ParticipantWentIdle CUSTOMER',
      'ParticipantsDisconnected',
      'ChatEnded',
    ]);
  };
};

const webhooks: HttpService[] = [];
afterAll(() => Promise.all(webhooks.map((webhook) => webhook.stop())));

/** The endpoint and its secret are stored by one release, and deliveries are queued by one and made by the other. */
const streaming: Scene = async ({ app, instanceId }) => {
  // In an instance whose endpoints no function has read before, because they remember them for a minute.
  const stage = await aStage(app, `${instanceId}-streamed`);
  const webhook = await startHttpService(() => ({ status: 204 }));
  webhooks.push(webhook);
  const isTold = (type: string) =>
    eventually(() => webhook.requests.some(({ body }) => body.includes(type)) || undefined);
  await stage.call('PUT', '/v1/streaming-endpoints/crm', { url: webhook.endpoint });
  await stage.call('PUT', '/v1/chats/streamed', { customer: { displayName: 'Luke' } });
  await isTold('event.participant.joined');
  return async () => {
    await stage.call('DELETE', '/v1/chats/streamed');
    await isTold('event.chat.ended');
    await stage.call('DELETE', '/v1/streaming-endpoints/crm');
  };
};

/** What one release does to chats, and another one goes on with. */
export const chatScenes: Readonly<Record<string, Scene>> = { talk, silence, streaming };

/** A timer so far ahead that its wake-up waits in a table for a sweep: 17 virtual minutes. */
export async function startFarTimer(stage: Pick<Stage, 'call'>, contactId: string): Promise<() => Promise<unknown>> {
  const path = `/v1/chats/${contactId}`;
  await stage.call('PUT', path, { customer: { displayName: 'Leia' } });
  await stage.call('PUT', `${path}/timers`, { timers: [ofCustomer('IDLE', 17)] });
  await stage.call('POST', `${path}/participants`, { role: 'AGENT', displayName: 'Ann' });
  return () => eventually(async () => (await stage.call('GET', path)).participants[0].idle || undefined, 60);
}
