import type { Chat } from '#core/chats/chat.ts';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import type { RunningApp } from '../app/running-app.ts';
import { eventually } from '../support/eventually.ts';
import { leaveUnpublished, type State } from './app-state.ts';
import type { Call } from './call-api.ts';
import { agentIdles, idleAfter } from './drive-chats.ts';
import { aParticipant } from './participant-client.ts';

/** What drives the participants. */
export interface Drive {
  readonly app: RunningApp;
  readonly call: Call;
  readonly flow: (contactId: string) => Promise<unknown>;
  readonly state: State;
}

const instanceId = 'demo';
/** The run's virtual time is ahead of this machine's clock. */
const afterEverybodyJoined = Date.parse('2099-12-31');
const gone = 'R0oXAdfD0kwCH6w=';
const typing = { ContentType: 'application/vnd.amazonaws.connect.event.typing' };
const message = { ContentType: 'text/plain', Content: 'Hello', ClientToken: 'hello' };

type OpenChat = Awaited<ReturnType<typeof openChat>>;

/** Every way to change a chat, or to find out that a connection is gone. */
const changes: Readonly<Record<string, (chat: OpenChat, drive: Drive) => Promise<unknown>>> = {
  join: ({ path }, { call }) => call('POST', `${path}/participants`, { role: 'SUPERVISOR', displayName: 'Sue' }),
  leave: ({ path, stayer }, { call }) => call('DELETE', `${path}/participants/${stayer.participantId}`),
  end: ({ path }, { call }) => call('DELETE', path),
  activity: ({ path, started }, { call }) => call('POST', `${path}/activity`, { participantId: started.participantId }),
  timers: ({ path }, { call }) => call('PUT', `${path}/timers`, idleAfter(400)),
  roleConfig: ({ contactId }, { call }) =>
    call('PUT', `/contact/participant-role-config/${instanceId}/${contactId}`, agentIdles),
  flow: ({ contactId }, { flow }) => flow(contactId),
  message: ({ customer }) => customer.call('message', message),
  event: ({ customer }) => customer.call('event', typing),
  disconnect: ({ customer }) => customer.call('disconnect', {}),
  socket: ({ stayer }, { app }) => aParticipant(app.url, stayer.participantToken),
  wakeUp: async ({ contactId }, { state }) => state.wakeUps.wake({ kind: 'chat', instanceId, contactId }),
};

/** Changes without an event, which publish no events that others have left. */
const withoutEvent = new Set(['event', 'socket']);

/**
 * Makes the functions for participants, settings and streaming endpoints use all their permissions. Each function that
 * changes chats publishes an event that was left, closes the WebSocket of a participant who has left, and removes a
 * connection that is gone.
 */
export async function driveParticipants(drive: Drive): Promise<void> {
  const { call, state, app } = drive;
  await call('PUT', '/v1/chat-settings', { language: 'en' });
  await call('GET', '/v1/chat-settings');
  const topicArn = 'arn:aws:sns:us-east-1:000000000000:lastcall-chats';
  await call('PUT', '/v1/streaming-endpoints/topic', { topicArn });
  await call('GET', '/v1/streaming-endpoints');
  const { keyId } = await call('POST', '/v1/api-keys', { name: 'wallboard', scopes: ['sessions:read'] });
  await call('GET', '/v1/api-keys');
  await call('POST', `/v1/api-keys/${keyId}/rotate`);
  await call('DELETE', `/v1/api-keys/${keyId}`);

  const names = Object.keys(changes);
  const opened = allFulfilled(await inParallel(names, 3, (name) => openChat(drive, name)), 'chats');
  // A wake-up would publish the events that are left.
  await state.wakeUps.haveFired();
  allFulfilled(await inParallel(opened, 3, (chat) => leaveEvents(chat, state)), 'events');
  const changed = inParallel(opened, 3, async (chat) => changes[chat.contactId]?.(chat, drive));
  allFulfilled(await changed, 'changes of chats');
  const withEvent = opened.filter(({ contactId }) => !withoutEvent.has(contactId));
  for (const { leaver } of withEvent) await eventually(() => leaver.isClosed() || undefined);

  const [{ customer } = await openChat(drive, 'talk')] = opened.filter(({ contactId }) => contactId === 'message');
  await customer.call('message', message);
  await customer.call('transcript', {});
  await eventually(async () => {
    const uses = await app.usedPermissions();
    const isDone = (action: string) =>
      uses.some((use) => use.functionName.endsWith('queue-deliver-stream') && use.action === action);
    return (isDone('sns:Publish') && isDone('sqs:DeleteMessage')) || undefined;
  });
  await call('DELETE', '/v1/streaming-endpoints/topic');
}

/** Opens a chat with a customer, an agent who is about to leave, and a supervisor who stays. */
async function openChat({ call, app }: Drive, contactId: string) {
  const path = `/v1/chats/${contactId}`;
  const started = await call('PUT', path, { customer: { displayName: 'Luke' } });
  const left = await call('POST', `${path}/participants`, { role: 'AGENT', displayName: 'Ann' });
  const stayer = await call('POST', `${path}/participants`, { role: 'SUPERVISOR', displayName: 'Bob' });
  const customer = await aParticipant(app.url, started.participantToken);
  const leaver = await aParticipant(app.url, left.participantToken);
  return { contactId, path, started, stayer, customer, leaver, leaverId: String(left.participantId) };
}

/** The agent leaves, and the event is left unpublished. The customer is idle, and a WebSocket is lost unnoticed. */
async function leaveEvents({ contactId, leaverId, stayer }: OpenChat, { chats }: State): Promise<void> {
  const fact = { type: 'ParticipantLeft', instanceId, contactId, participantId: leaverId, role: 'AGENT' } as const;
  const change = (chat: Chat): Chat => ({
    ...chat,
    participants: chat.participants.map((participant) => {
      if (participant.participantId === leaverId) return { ...participant, leftAt: participant.joinedAt };
      if (participant.participantId === stayer.participantId)
        return { ...participant, connections: [{ connectionId: gone, openedAt: chat.startedAt }] };
      return { ...participant, idleAt: chat.startedAt };
    }),
  });
  await leaveUnpublished(chats, { instanceId, contactId }, { fact, at: afterEverybodyJoined, change });
}
