import * as z from 'zod';
import type { ChatKey } from '#core/chats/chat.ts';
import type { TimerChange } from '#core/chats/role-config.ts';
import { contactId } from '../fields.ts';
import { type HttpRequest, requireScope } from '../http.ts';
import { closedObject, noQuery, parseRequest } from '../request-schema.ts';
import { timerList, timerOf } from '../timer-list.ts';
import { readMinutes } from '../timer-value.ts';

const timer = closedObject({
  role: z.unknown().optional(),
  type: z.unknown().optional(),
  minutes: z.unknown().optional(),
}).transform(({ role, type, minutes }, { issues }) =>
  timerOf(
    {
      role: { name: 'role', given: role },
      type: { name: 'type', given: type },
      value: { name: 'minutes', given: minutes === 'unset' ? 'Unset' : readMinutes(minutes, ', or "unset"') },
    },
    issues,
  ),
);

const configureTimers = z.object({
  path: z.object({ contactId }),
  query: noQuery,
  body: closedObject({ timers: timerList(timer, { max: 4 }) }),
});

/** `PUT /v1/chats/{contactId}/timers`: timers that are not named stay as they are. */
export function parseConfigureTimers(request: HttpRequest): readonly [ChatKey, readonly TimerChange[]] {
  requireScope(request.caller, 'timers:configure');
  const { path, body } = parseRequest(configureTimers, request);
  return [{ instanceId: request.caller.instanceId, ...path }, body.timers];
}
