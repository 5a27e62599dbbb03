import {
  type ConnectClient,
  UpdateParticipantRoleConfigCommand,
  type UpdateParticipantRoleConfigCommandInput,
} from '@aws-sdk/client-connect';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { credentials, place } from '../../local/place.ts';
import type { LocalRun } from '../../local/start-local.ts';

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

/** Invokes the function as a flow does that is about a chat. */
export async function setByFlow(run: LocalRun, ContactId: string, Parameters: object): Promise<unknown> {
  const lambda = new LambdaClient({ region: place.region, credentials, endpoint: run.addresses.lambda });
  const InstanceARN = `arn:aws:connect:${place.region}:${place.account}:instance/demo`;
  const ContactData = { Attributes: {}, Channel: 'CHAT', ContactId, InitialContactId: ContactId, InstanceARN };
  const event = { Name: 'ContactFlowEvent', Details: { ContactData, Parameters } };
  const FunctionName = 'lastcall-dev-flow-set-chat-timeouts';
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
  if (answer.FunctionError !== undefined) throw new Error(`The function failed: ${answer.FunctionError}`);
  return JSON.parse(answer.Payload?.transformToString() ?? '');
}
