import { type ParticipantTimerConfiguration, UpdateParticipantRoleConfigCommand } from '@aws-sdk/client-connect';
import type { ChatBackend } from '#core/chats/ports.ts';
import type { TimerChange } from '#core/chats/role-config.ts';
import { type ConnectPorts, makeCall } from './call.ts';
import type { ConnectInstance } from './instance.ts';

/** Chats of an instance of Amazon Connect, which has timers of its own. */
export function makeAmazonConnectChats({ instanceId: InstanceId }: ConnectInstance, ports: ConnectPorts): ChatBackend {
  const call = makeCall(ports);
  return {
    async configureTimers({ contactId: ContactId }, changes) {
      const ParticipantTimerConfigList = changes.map(timerOf);
      await call('UpdateParticipantRoleConfig', 'urgent', () =>
        ports.client.send(
          new UpdateParticipantRoleConfigCommand({
            InstanceId,
            ContactId,
            ChannelConfiguration: { Chat: { ParticipantTimerConfigList } },
          }),
        ),
      );
    },
  };
}

const timerOf = ({ role, type, value }: TimerChange): ParticipantTimerConfiguration => ({
  ParticipantRole: role,
  TimerType: type,
  TimerValue: value === 'Unset' ? { ParticipantTimerAction: 'Unset' } : { ParticipantTimerDurationInMinutes: value },
});
