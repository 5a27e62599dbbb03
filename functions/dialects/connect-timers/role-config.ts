import * as z from 'zod';
import type { ChatUseCases } from '#core/chats/use-cases.ts';
import { refusedChat } from '../chat-refusals.ts';
import { contactId, instanceId } from '../fields.ts';
import { RefusedRequest } from '../http.ts';
import { limited } from '../limited.ts';
import { closedObject, noQuery, shown } from '../request-schema.ts';
import { noContent, type RouteKey } from '../route.ts';
import { given, readMinutes, type TimerFault, type TimerValue, timerList, timerOf } from '../timers.ts';
import { connectRoute } from './problem.ts';

/** A union of Amazon Connect's: exactly one of the two. */
const timerValue = closedObject({
  ParticipantTimerDurationInMinutes: given.minutes.optional(),
  ParticipantTimerAction: given.unset.optional(),
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
  ParticipantRole: given.role.optional(),
  TimerType: given.type.optional(),
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

const request = z.object({
  path: z.object({ InstanceId: instanceId, ContactId: contactId }),
  query: noQuery,
  body: closedObject({
    ChannelConfiguration: closedObject({
      Chat: closedObject({ ParticipantTimerConfigList: timerList(timerConfig, { max: 6 }) }),
    }),
  }),
});

/** UpdateParticipantRoleConfig. The instance must be the caller's; whether there is another of that id is not revealed. */
const updateRoleConfig = (key: RouteKey, audience: 'caller' | 'signedCaller') =>
  limited(
    connectRoute({
      key,
      audience,
      scope: 'timers:configure',
      request,
      answers: { 200: noContent },
      run: async ({ configureTimers }: ChatUseCases, { path, body }, { caller }) => {
        if (path.InstanceId !== caller.instanceId) {
          const message = 'There is no instance with this id that you may configure';
          throw new RefusedRequest({ type: 'notFound', message });
        }
        return configureTimers(
          { instanceId: path.InstanceId, contactId: path.ContactId },
          body.ChannelConfiguration.Chat.ParticipantTimerConfigList,
        );
      },
      render(outcome) {
        if (outcome.type !== 'done' && outcome.type !== 'passedOn') throw refusedChat(outcome.type);
        return { status: 200 };
      },
    }),
  );

/**
 * The timers of a chat as in Amazon Connect, for callers with a key and for those who sign with IAM, for the service
 * `execute-api`. API Gateway itself refuses a wrong signature. A signed caller's policy must allow `execute-api:Invoke` on
 * the ARN that the stack puts out as `SignedRouteArn`; with the instance id and `/*` in place of its last `*`, the caller
 * is limited to that instance.
 */
export const connectTimerRoutes = [
  updateRoleConfig('PUT /contact/participant-role-config/{InstanceId}/{ContactId}', 'caller'),
  updateRoleConfig('PUT /iam/contact/participant-role-config/{InstanceId}/{ContactId}', 'signedCaller'),
];
