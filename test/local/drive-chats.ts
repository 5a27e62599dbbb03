import type { Call } from './call-api.ts';
import { eventually } from './runs.ts';

const chat = '/v1/chats/chat-1';
/** The timer of an idle customer. */
export const idleAfter = (minutes: number) => ({ timers: [{ role: 'CUSTOMER', type: 'IDLE', minutes }] });

/**
 * Has the functions of chats do all that they ever do. An alarm that stands serves the next change too, so each change
 * waits until all alarms `haveRung` and sets its own.
 */
export async function driveChats(
  call: Call,
  { flow, haveRung }: { flow: (contactId: string) => Promise<unknown>; haveRung: () => Promise<unknown> },
): Promise<void> {
  const { participantId } = await call('PUT', chat, { customer: { displayName: 'Luke' } });
  await call('PUT', chat, { customer: { displayName: 'Luke' } }).catch(() => {});
  await haveRung();
  await call('PUT', `${chat}/timers`, idleAfter(3));
  await haveRung();
  await call('PUT', '/contact/participant-role-config/demo/chat-1', {
    ChannelConfiguration: {
      Chat: {
        ParticipantTimerConfigList: [
          { ParticipantRole: 'AGENT', TimerType: 'IDLE', TimerValue: { ParticipantTimerDurationInMinutes: 480 } },
        ],
      },
    },
  });
  await haveRung();
  await flow('chat-1');
  await haveRung();
  await call('POST', `${chat}/participants`, { role: 'AGENT', displayName: 'Ann' });
  await eventually(async () => (await call('GET', chat)).participants[0].idle || undefined);
  await haveRung();
  await call('POST', `${chat}/activity`, { participantId });
  const supervisor = await call('POST', `${chat}/participants`, { role: 'SUPERVISOR', displayName: 'Sue' });
  await haveRung();
  await call('DELETE', `${chat}/participants/${supervisor.participantId}`);
  await haveRung();
  await call('PUT', `${chat}/timers`, idleAfter(2));
  await haveRung();
  await call('POST', `${chat}/activity`, { participantId });
  await call('POST', `${chat}/participants`, { role: 'AGENT', displayName: 'Bob' });
  await eventually(async () => (await call('GET', chat)).participants[0].idle || undefined);
  await haveRung();
  await call('DELETE', chat);
}

const sweptChat = '/v1/chats/swept';

/** Starts a timer that is so far ahead that its alarm waits for a sweep, also when the guard of the start has rung. */
export async function startSweptTimer(call: Call): Promise<void> {
  await call('PUT', sweptChat, { customer: { displayName: 'Leia' } });
  await call('PUT', `${sweptChat}/timers`, idleAfter(17));
  await call('POST', `${sweptChat}/participants`, { role: 'AGENT', displayName: 'Ann' });
}

/** Waits until that timer has fired; it takes 17 minutes of the system. */
export async function awaitSweptTimer(call: Call): Promise<void> {
  await eventually(async () => (await call('GET', sweptChat)).participants[0].idle || undefined, 20);
}
