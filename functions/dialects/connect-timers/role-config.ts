import * as z from 'zod';
import type { ChatOutcome } from '#core/chats/change.ts';
import type { ChatKey } from '#core/chats/chat.ts';
import type { TimerChange } from '#core/chats/role-config.ts';
import { refusedChat } from '../chat-refusals.ts';
import { contactId, instanceId } from '../fields.ts';
import { type HttpAnswer, type HttpRequest, RefusedRequest, requireScope } from '../http.ts';
import { shown } from '../must-be.ts';
import { closedObject, noQuery, parseRequest } from '../request-schema.ts';
import { timerList, timerOf } from '../timer-list.ts';
import { readMinutes, type TimerFault, type TimerValue } from '../timer-value.ts';

/** A union of Amazon Connect's: exactly one of the two. */
const timerValue = closedObject({
  ParticipantTimerDurationInMinutes: z.unknown().optional(),
  ParticipantTimerAction: z.unknown().optional(),
}).transform((value): TimerValue | TimerFault => {
  const { ParticipantTimerDurationInMinutes: duration, ParticipantTimerAction: action } = value;
  const isGiven = { duration: duration !== undefined, action: action !== undefined };
  if (isGiven.duration === isGiven.action) {
    const both = 'exactly one of ParticipantTimerDurationInMinutes and ParticipantTimerAction';
    return { fault: `Timer value must have ${both}, got ${isGiven.duration ? 'both' : 'neither'}` };
  }
  if (isGiven.duration) return readMinutes(duration);
  return action === 'Unset' ? action : { fault: `ParticipantTimerAction must be Unset, got ${shown(action)}` };
});

const timerConfig = closedObject({
  ParticipantRole: z.unknown().optional(),
  TimerType: z.unknown().optional(),
  TimerValue: timerValue,
}).transform(({ ParticipantRole, TimerType, TimerValue }, { issues }) =>
  timerOf(
    {
      role: { name: 'ParticipantRole', given: ParticipantRole },
      type: { name: 'TimerType', given: TimerType },
      value: { name: 'TimerValue', given: TimerValue },
    },
    issues,
  ),
);

const updateRoleConfig = z.object({
  path: z.object({ InstanceId: instanceId, ContactId: contactId }),
  query: noQuery,
  body: closedObject({
    ChannelConfiguration: closedObject({
      Chat: closedObject({ ParticipantTimerConfigList: timerList(timerConfig, { max: 6 }) }),
    }),
  }),
});

/**
 * `PUT /contact/participant-role-config/{InstanceId}/{ContactId}`: UpdateParticipantRoleConfig.
 * @throws RefusedRequest `notFound` for an instance that is not the caller's, whether there is one or not.
 */
export function parseUpdateRoleConfig(request: HttpRequest): readonly [ChatKey, readonly TimerChange[]] {
  requireScope(request.caller, 'timers:configure');
  const { path, body } = parseRequest(updateRoleConfig, request);
  if (path.InstanceId !== request.caller.instanceId) {
    throw new RefusedRequest({ type: 'notFound', message: 'There is no instance with this id that you may configure' });
  }
  const key = { instanceId: path.InstanceId, contactId: path.ContactId };
  return [key, body.ChannelConfiguration.Chat.ParticipantTimerConfigList];
}

/** Answers with nothing, as Amazon Connect does. @throws RefusedRequest when nothing was stored. */
export function renderUpdateRoleConfig(outcome: ChatOutcome<'unknownChat' | 'ended'>): HttpAnswer {
  if (outcome.type !== 'done') throw refusedChat(outcome.type);
  return { status: 200 };
}
