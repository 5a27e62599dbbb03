import {
  type ConnectClient,
  UpdateParticipantRoleConfigCommand,
  type UpdateParticipantRoleConfigCommandInput,
} from '@aws-sdk/client-connect';
import type { LocalRun } from '../../local/start-local.ts';
import { flowEvent, invokeByFlow } from './invoke-by-flow.ts';

/** An entry of UpdateParticipantRoleConfig. */
export const timer = (ParticipantRole: string, TimerType: string, minutes: number) => ({
  ParticipantRole,
  TimerType,
  TimerValue: { ParticipantTimerDurationInMinutes: minutes },
});

/** Sends timers as they are given: the client's types forbid what is wrong, the client itself does not. */
export function setTimers(by: ConnectClient, ContactId: string, timers: readonly object[], InstanceId = 'demo') {
  const ChannelConfiguration = { Chat: { ParticipantTimerConfigList: timers } };
  const input: UpdateParticipantRoleConfigCommandInput = JSON.parse(
    JSON.stringify({ InstanceId, ContactId, ChannelConfiguration }),
  );
  return by.send(new UpdateParticipantRoleConfigCommand(input));
}

/** Sets timers as a flow does that is about a chat. */
export const setByFlow = (run: LocalRun, contactId: string, parameters: object) =>
  invokeByFlow(run, 'flow-set-chat-timeouts', flowEvent(contactId, parameters));
