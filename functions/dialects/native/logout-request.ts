import * as z from 'zod';
import type { Caller } from '#core/access/access.ts';
import type { LogoutRequest } from '#core/forced-logouts/logout-job.ts';
import { isEmpty, type Selector, selectsEverybody } from '#core/forced-logouts/selector.ts';
import { agentId, ipRanges, line, list, mostSelected, paragraph, teamId } from '../fields.ts';
import { closedObject, mustBe, onceRead, sizeOf } from '../request-schema.ts';

const select = closedObject({
  agentIds: list(agentId, { of: 'agent ids', max: mostSelected.agentIds }).default([]),
  teamIds: list(teamId, { of: 'team ids', max: mostSelected.teamIds }).default([]),
  ipAddresses: ipRanges.default([]),
})
  .transform(({ ipAddresses, ...ids }): Selector => ({ ...ids, ipRanges: ipAddresses }))
  .refine((selector) => !isEmpty(selector), {
    error: 'Must name somebody: at least one entry in agentIds, teamIds or ipAddresses',
  });

const timing = z.enum(['immediate', 'afterContact'], { error: mustBe('immediate or afterContact') });

/** The body of a forced logout. */
export const forceLogoutBody = closedObject({
  select,
  timing: timing.default('afterContact'),
  reason: line(256, { got: sizeOf }).exactOptional(),
  message: paragraph(250).exactOptional(),
  confirmEveryone: z.boolean({ error: mustBe('true or false') }).default(false),
}).refine((body) => body.confirmEveryone || !selectsEverybody(body.select), {
  path: ['confirmEveryone'],
  error:
    'Must be true, for select.ipAddresses holds at least half of all IPv4 or of all public IPv6 addresses: nearly everybody would be logged out',
  when: onceRead('select'),
});

/** What a body asks for, in the name of this caller. */
export function logoutRequestOf(
  { timing, reason, message }: z.output<typeof forceLogoutBody>,
  { callerId }: Pick<Caller, 'callerId'>,
): LogoutRequest {
  return {
    timing,
    order: {
      requestedBy: callerId,
      ...(reason !== undefined && { reason }),
      ...(message !== undefined && { message }),
    },
  };
}
