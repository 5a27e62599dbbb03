import {
  type ConnectClient,
  UpdateParticipantRoleConfigCommand,
  type UpdateParticipantRoleConfigCommandInput,
} from '@aws-sdk/client-connect';
import type { ServedApp } from '../../local/aws/start-app.ts';
import { flowEvent, invokeByFlow } from './invoke-by-flow.ts';

/** An entry of UpdateParticipantRoleConfig. */
export const timer = (ParticipantRole: string, TimerType: string, minutes: number) => ({
  ParticipantRole,
  TimerType,
  TimerValue: { ParticipantTimerDurationInMinutes: minutes },
});

/** Sends timers unchecked: the client's types do not allow invalid ones, but the client itself does. */
export function setTimers(by: ConnectClient, ContactId: string, timers: readonly object[], InstanceId = 'demo') {
  const ChannelConfiguration = { Chat: { ParticipantTimerConfigList: timers } };
  const input: UpdateParticipantRoleConfigCommandInput = JSON.parse(
    JSON.stringify({ InstanceId, ContactId, ChannelConfiguration }),
  );
  return by.send(new UpdateParticipantRoleConfigCommand(input));
}

/** Sets the timers of a chat by a flow. */
export const setByFlow = (app: ServedApp, contactId: string, parameters: object, instanceId = 'demo') =>
  invokeByFlow(app, 'flow-set-chat-timeouts', flowEvent(contactId, parameters, instanceId));
