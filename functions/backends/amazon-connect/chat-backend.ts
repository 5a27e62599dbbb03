import {
  type ParticipantTimerConfiguration,
  StartContactStreamingCommand,
  UpdateParticipantRoleConfigCommand,
} from '@aws-sdk/client-connect';
import { BackendError } from '#core/backend-calls.ts';
import type { ChatBackend } from '#core/chats/ports.ts';
import type { TimerChange } from '#core/chats/role-config.ts';
import { seconds } from '#core/instant.ts';
import { type ConnectPorts, makeCall } from './call.ts';
import type { ChatStreaming } from './chat-streaming.ts';
import { backendError, faultOf, isCountLimit } from './faults.ts';
import type { ConnectInstance } from './instance.ts';
import type { Operation } from './operations.ts';
import { makeStopContact } from './stop-contact.ts';

/** A flow waits for an answer for 8 seconds, and is answered after 6 (`runtime/time-limits.ts`). */
const answersWithin = seconds(5.5);

/** With less than this left, nothing is asked that might be answered too late. */
const attemptTakes = seconds(2);

const mostAttempts = 3;

/**
 * Chats of an instance of Amazon Connect, which has timers of its own.
 *
 * @param streaming makes Lastcall's timers run in place of those. @default - Amazon Connect's timers run
 */
export function makeAmazonConnectChats(
  { instanceId: InstanceId }: ConnectInstance,
  ports: ConnectPorts,
  streaming?: ChatStreaming,
): ChatBackend {
  const { client, clock, pauses, quotas } = ports;
  const stopContact = makeStopContact(InstanceId, client, makeCall(ports));

  /** What is throttled is asked again as long as the flow that waits for it can still be answered in time. */
  async function callInTime(operation: Operation, send: () => Promise<unknown>): Promise<void> {
    const lastStart = clock.now() + answersWithin - attemptTakes;
    for (let attempt = 1; ; attempt += 1) {
      await quotas.wait(operation, 'urgent', quotas.endOfWait({ lane: 'urgent', until: lastStart }));
      if (clock.now() > lastStart) throw new BackendError('busy', `Amazon Connect, ${operation}: no time is left`);
      try {
        await send();
        return;
      } catch (error) {
        const pause = seconds(1) * (1 + pauses.chance());
        const isLast = attempt === mostAttempts || clock.now() + pause > lastStart;
        if (isLast || faultOf(error) !== 'busy') throw backendError(operation, error);
        await pauses.wait(pause);
      }
    }
  }

  return {
    async configureTimers({ contactId: ContactId }, changes) {
      const ParticipantTimerConfigList = changes.map(timerOf);
      await callInTime('UpdateParticipantRoleConfig', () =>
        client.send(
          new UpdateParticipantRoleConfigCommand({
            InstanceId,
            ContactId,
            ChannelConfiguration: { Chat: { ParticipantTimerConfigList } },
          }),
        ),
      );
    },

    ...(streaming && {
      following: {
        silentAgent: streaming.silentAgent,

        async begin({ contactId: ContactId }) {
          const ChatStreamingConfiguration = { StreamingEndpointArn: streaming.topicArn };
          // With the same token a repeat does not take the second of the two topics that a contact may have.
          const ClientToken = `lastcall-${ContactId}`;
          const input = { InstanceId, ContactId, ChatStreamingConfiguration, ClientToken };
          try {
            await callInTime('StartContactStreaming', () => client.send(new StartContactStreamingCommand(input)));
            return true;
          } catch (error) {
            if (error instanceof BackendError && isCountLimit(error.cause)) return false;
            throw error;
          }
        },

        endChat: ({ contactId }) => stopContact(contactId, 'urgent'),
      },
    }),
  };
}

const timerOf = ({ role, type, value }: TimerChange): ParticipantTimerConfiguration => ({
  ParticipantRole: role,
  TimerType: type,
  TimerValue: value === 'Unset' ? { ParticipantTimerAction: 'Unset' } : { ParticipantTimerDurationInMinutes: value },
});
