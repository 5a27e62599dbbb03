import * as z from 'zod';
import type { ForceLogouts, ForceLogoutsOutcome } from '#core/sessions/force-logouts.ts';
import { isEmpty, type Selector, selectsEverybody } from '#core/sessions/selector.ts';
import { agentId, ipRanges, line, list, mostSelected, paragraph, teamId } from '../fields.ts';
import type { HttpAnswer, HttpRequest } from '../http.ts';
import { requireLogoutScope } from '../logout-scope.ts';
import { mustBe, sizeOf } from '../must-be.ts';
import { closedObject, noQuery, onceRead, parseRequest } from '../request-schema.ts';
import { resultView } from './result-view.ts';

const select = closedObject({
  agentIds: list(agentId, { of: 'agent ids', max: mostSelected.agentIds }).default([]),
  teamIds: list(teamId, { of: 'team ids', max: mostSelected.teamIds }).default([]),
  ipAddresses: ipRanges.default([]),
});

const selectorOf = ({ agentIds, teamIds, ipAddresses }: z.output<typeof select>): Selector => ({
  agentIds,
  teamIds,
  ipRanges: ipAddresses,
});

const forceLogouts = z.object({
  query: noQuery,
  headers: z.object({
    'idempotency-key': z.never({ error: 'Unknown header: repeats are not recognised, so leave it out' }).optional(),
  }),
  body: closedObject({
    select: select
      .refine((selected) => !isEmpty(selectorOf(selected)), {
        error: 'Must name somebody: at least one entry in agentIds, teamIds or ipAddresses',
      })
      .transform(selectorOf),
    timing: z
      .enum(['immediate', 'afterContact'], { error: mustBe('immediate or afterContact') })
      .default('afterContact'),
    reason: line(256, { got: sizeOf }).optional(),
    message: paragraph(512).optional(),
    confirmEveryone: z.boolean({ error: mustBe('true or false') }).default(false),
  }).refine((body) => body.confirmEveryone || !selectsEverybody(body.select), {
    path: ['confirmEveryone'],
    error: 'Must be true, for select.ipAddresses holds every IPv4 address: nearly everybody would be logged out',
    when: onceRead('select'),
  }),
});

/** `POST /v1/force-logouts` */
export function parseForceLogouts(request: HttpRequest): Parameters<ForceLogouts> {
  const { select: selector, timing, reason, message } = parseRequest(forceLogouts, request).body;
  const { instanceId, callerId } = request.caller;
  requireLogoutScope(request.caller, selector);
  const words = { ...(reason !== undefined && { reason }), ...(message !== undefined && { message }) };
  return [instanceId, selector, { timing, requestedBy: callerId, ...words }];
}

export function renderForceLogouts(outcome: ForceLogoutsOutcome, { url }: HttpRequest): HttpAnswer {
  switch (outcome.type) {
    case 'done':
      return { status: 200, body: { results: outcome.rows.map(resultView) } };
    case 'job': {
      const { jobId } = outcome.job;
      const link = `${url}/${jobId}`;
      return { status: 202, headers: { location: link }, body: { jobId, status: 'created', link } };
    }
  }
}
