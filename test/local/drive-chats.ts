import { eventually } from './runs.ts';

/** Calls the API and answers the body; anything but success is thrown. */
type Call = (method: string, path: string, body?: object) => Promise<ReturnType<typeof JSON.parse>>;

const chat = '/v1/chats/chat-1';
const idleAfter = (minutes: number) => ({ timers: [{ role: 'CUSTOMER', type: 'IDLE', minutes }] });

const flowEvent = (contactId: string) => ({
  Name: 'ContactFlowEvent',
  Details: {
    ContactData: {
      Channel: 'CHAT',
      ContactId: contactId,
      InitialContactId: contactId,
      InstanceARN: 'arn:aws:connect:eu-west-2:111111111111:instance/demo',
    },
    Parameters: { agentIdleMinutes: '470' },
  },
});

/** Has the functions of chats do all that they ever do. A timer is far enough ahead to wait for a sweep. */
export async function driveChats(call: Call, flow: (event: object) => Promise<unknown>): Promise<void> {
  const { participantId } = await call('PUT', chat, { customer: { displayName: 'Luke' } });
  await call('PUT', `${chat}/timers`, idleAfter(3));
  await call('PUT', '/contact/participant-role-config/demo/chat-1', {
    ChannelConfiguration: {
      Chat: {
        ParticipantTimerConfigList: [
          { ParticipantRole: 'AGENT', TimerType: 'IDLE', TimerValue: { ParticipantTimerDurationInMinutes: 480 } },
        ],
      },
    },
  });
  await flow(flowEvent('chat-1'));
  await call('POST', `${chat}/participants`, { role: 'AGENT', displayName: 'Ann' });
  const supervisor = await call('POST', `${chat}/participants`, { role: 'SUPERVISOR', displayName: 'Sue' });
  await call('POST', `${chat}/activity`, { participantId });
  await eventually(async () => (await call('GET', chat)).participants[0].idle || undefined);
  await call('POST', `${chat}/activity`, { participantId });
  await call('DELETE', `${chat}/participants/${supervisor.participantId}`);
  await call('PUT', `${chat}/timers`, idleAfter(4));
  await flow(flowEvent('chat-1'));
  await call('DELETE', chat);
}
