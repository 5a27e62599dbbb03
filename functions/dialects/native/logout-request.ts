import * as z from 'zod';
import type { Caller } from '#core/access/access.ts';
import type { LogoutDeadline, LogoutOrder } from '#core/agents/logout-order.ts';
import type { Guard } from '#core/forced-logouts/guard.ts';
import type { GuardedRequest } from '#core/forced-logouts/logout-job.ts';
import { instantGiven, mostSelected } from '../fields.ts';
import { RefusedRequest } from '../http.ts';
import { closedObject, mustBe, onceRead } from '../request-schema.ts';
import { type LogoutFields, logoutFieldsOf, logoutRules, type Selection } from './logout-fields.ts';

const namesSome = ({ agentIds, teamIds }: Selection['select']) => agentIds.length + teamIds.length > 0;

const notWithStart = 'Must come without startAt: agents are counted when the request is made';

/** The body of a forced logout. */
export const forceLogoutBody = logoutRules
  .reduce(
    (body, { holds, otherwise }) => body.refine(holds, otherwise),
    closedObject({
      ...logoutFieldsOf({ mostAgentIds: mostSelected.agentIds }),
      startAt: instantGiven.exactOptional(),
      dryRun: z.boolean({ error: mustBe('true or false') }).default(false),
    }),
  )
  .refine((body) => body.confirmEveryone || body.startAt === undefined || namesSome(body.select), {
    path: ['confirmEveryone'],
    error:
      'Must be true with startAt, unless select names agentIds or teamIds: nobody is counted when the job begins, and it may be everybody',
    when: onceRead('select', 'startAt'),
  })
  .refine((body) => body.startAt === undefined || body.maximumAgents === undefined, {
    path: ['maximumAgents'],
    error: notWithStart,
    when: onceRead('startAt', 'maximumAgents'),
  })
  .refine((body) => body.startAt === undefined || body.minimumRemaining === undefined, {
    path: ['minimumRemaining'],
    error: notWithStart,
    when: onceRead('startAt', 'minimumRemaining'),
  });

/** What a body asks for, in the name of whoever sent it. */
export function logoutRequestOf(
  { timing, reason, message, holdMinutes, confirmEveryone, maximumAgents, minimumRemaining, ...waiting }: LogoutFields,
  ordered: Pick<LogoutOrder, 'requestedBy' | 'from'>,
): GuardedRequest & { readonly guard: Guard } {
  const guard = {
    confirmsEveryone: confirmEveryone,
    ...(maximumAgents !== undefined && { maximumAgents }),
    ...(minimumRemaining !== undefined && { minimumRemaining }),
  };
  return {
    guard,
    timing,
    order: {
      ...ordered,
      ...(reason !== undefined && { reason }),
      ...(message !== undefined && { message }),
      ...deadlineOf(waiting),
      ...(holdMinutes !== undefined && { holdMinutes }),
    },
  };
}

/** A logout that waits with a deadline is forced then, unless it is to be given up. */
const deadlineOf = ({
  deadlineMinutes: minutes,
  onDeadline = 'force',
}: Pick<LogoutFields, 'deadlineMinutes' | 'onDeadline'>): { readonly deadline?: LogoutDeadline } =>
  minutes === undefined ? {} : { deadline: { minutes, onDeadline } };

/** @throws RefusedRequest when a caller who is limited to teams names another one */
export function requireOwnTeams({ select, minimumRemaining }: LogoutFields, caller: Caller): void {
  const { teamIds } = caller;
  if (!teamIds) return;
  const named = [...select.teamIds, ...(typeof minimumRemaining === 'object' ? Object.keys(minimumRemaining) : [])];
  const others = named.filter((teamId) => !teamIds.includes(teamId));
  if (others.length === 0) return;
  throw new RefusedRequest({
    type: 'forbidden',
    message: `You are limited to teams, and ${others.slice(0, 5).join(', ')} is none of them`,
  });
}
