import type { Chat } from '#core/chats/chat.ts';
import { allFulfilled, inParallel } from '#core/in-parallel.ts';
import type { LocalRun } from '../../local/start-local.ts';
import { leaveUnpublished, type State } from './app-state.ts';
import type { Call } from './call-api.ts';
import { idleAfter } from './drive-chats.ts';
import { aParticipant } from './participant-client.ts';
import { eventually } from './runs.ts';

/** What participants are driven by. */
export interface Drive {
  readonly run: LocalRun;
  readonly call: Call;
  readonly flow: (contactId: string) => Promise<unknown>;
  readonly state: State;
}

const instanceId = 'demo';
/** The clock of the run is ahead of this machine's. */
const afterEverybodyJoined = Date.parse('2099-12-31');
const gone = 'R0oXAdfD0kwCH6w=';
const typing = { ContentType: 'application/vnd.amazonaws.connect.event.typing' };
const message = { ContentType: 'text/plain', Content: 'Hello', ClientToken: 'hello' };

type ChatInHand = Awaited<ReturnType<typeof openChat>>;

/** Every way in which somebody changes a chat, or finds out that a connection is gone. */
const changes: Readonly<Record<string, (chat: ChatInHand, drive: Drive) => Promise<unknown>>> = {
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
  socket: ({ stayer }, { run }) => aParticipant(run.url, stayer.participantToken),
  alarm: async ({ contactId }, { state }) => state.alarms.ring({ kind: 'chat', instanceId, contactId }),
};

/** Changes that are no event: what others have left untold is left to them. */
const untelling = new Set(['event', 'socket']);

const agentIdles = {
  ChannelConfiguration: {
    Chat: {
      ParticipantTimerConfigList: [
        { ParticipantRole: 'AGENT', TimerType: 'IDLE', TimerValue: { ParticipantTimerDurationInMinutes: 480 } },
      ],
    },
  },
};

/**
 * Has the functions for participants, settings and streaming endpoints do all that they ever do, and each function that
 * changes chats tell what somebody has left untold, close the WebSocket of who has left and forget one that is gone.
 */
export async function driveParticipants(drive: Drive): Promise<void> {
  const { call, state, run } = drive;
  await call('PUT', '/v1/chat-settings', { language: 'en' });
  await call('GET', '/v1/chat-settings');
  const topicArn = 'arn:aws:sns:us-east-1:000000000000:lastcall-chats';
  await call('PUT', '/v1/streaming-endpoints/topic', { topicArn });
  await call('GET', '/v1/streaming-endpoints');

  const names = Object.keys(changes);
  const opened = allFulfilled(await inParallel(names, 3, (name) => openChat(drive, name)), 'chats');
  // What an alarm finds untold it tells itself.
  await state.alarms.haveRung();
  allFulfilled(await inParallel(opened, 3, (chat) => leaveUntold(chat, state)), 'events');
  const deeds = inParallel(opened, 3, async (chat) => changes[chat.contactId]?.(chat, drive));
  allFulfilled(await deeds, 'changes of chats');
  const telling = opened.filter(({ contactId }) => !untelling.has(contactId));
  for (const { leaver } of telling) await eventually(() => leaver.isClosed() || undefined);

  const [{ customer } = await openChat(drive, 'talk')] = opened.filter(({ contactId }) => contactId === 'message');
  await customer.call('message', message);
  await customer.call('transcript', {});
  const isDone = (action: string) =>
    run.usedPermissions().some((use) => use.functionName.endsWith('queue-deliver-stream') && use.action === action);
  await eventually(() => (isDone('sns:Publish') && isDone('sqs:DeleteMessage')) || undefined);
  await call('DELETE', '/v1/streaming-endpoints/topic');
}

/** A chat of the customer, an agent who is about to leave and a supervisor who stays. */
async function openChat({ call, run }: Drive, contactId: string) {
  const path = `/v1/chats/${contactId}`;
  const started = await call('PUT', path, { customer: { displayName: 'Luke' } });
  const left = await call('POST', `${path}/participants`, { role: 'AGENT', displayName: 'Ann' });
  const stayer = await call('POST', `${path}/participants`, { role: 'SUPERVISOR', displayName: 'Bob' });
  const customer = await aParticipant(run.url, started.participantToken);
  const leaver = await aParticipant(run.url, left.participantToken);
  return { contactId, path, started, stayer, customer, leaver, leaverId: String(left.participantId) };
}

/** The agent leaves, and whoever saves that gets no further; the customer idles, and a WebSocket is lost unnoticed. */
async function leaveUntold({ contactId, leaverId, stayer }: ChatInHand, { chats }: State): Promise<void> {
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
