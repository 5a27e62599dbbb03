import * as z from 'zod';
import type { ForceLogouts, ForceLogoutsOutcome, LogoutRow } from '#core/sessions/force-logouts.ts';
import type { ResultOutcome } from '#core/sessions/job-counts.ts';
import { isEmpty, type Selector, selectsEverybody } from '#core/sessions/selector.ts';
import { ipRanges, list, mostSelected } from '../fields.ts';
import type { HttpAnswer, HttpRequest } from '../http.ts';
import { requireLogoutScope } from '../logout-scope.ts';
import { closedObject, noQuery, onceRead, parseRequest } from '../request-schema.ts';
import { integerId, outsideId } from './integer-id.ts';

const lists = closedObject({
  agent_ids: list(integerId, { of: 'agent ids', max: mostSelected.agentIds }).default([]),
  team_ids: list(integerId, { of: 'team ids', max: mostSelected.teamIds }).default([]),
  ip_addrs: ipRanges.default([]),
});

const selectorOf = ({ agent_ids, team_ids, ip_addrs }: z.output<typeof lists>): Selector => ({
  agentIds: agent_ids,
  teamIds: team_ids,
  ipRanges: ip_addrs,
});

const forceLogout = z.object({
  query: noQuery,
  body: lists
    .refine((given) => !isEmpty(selectorOf(given)), {
      error: 'Name at least one agent, team or address in agent_ids, team_ids or ip_addrs',
    })
    .refine((given) => !selectsEverybody(selectorOf(given)), {
      error:
        'ip_addrs holds every IPv4 address, so nearly everybody would be logged out: if that is meant, use POST /v1/force-logouts with confirmEveryone true',
      when: onceRead('ip_addrs'),
    })
    .transform(selectorOf),
});

/** `POST /agent_statuses/force_logout`: always after the contact in hand. */
export function parseForceLogout(request: HttpRequest): Parameters<ForceLogouts> {
  const { body: selector } = parseRequest(forceLogout, request);
  const { instanceId, callerId } = request.caller;
  requireLogoutScope(request.caller, selector);
  return [instanceId, selector, { timing: 'afterContact', requestedBy: callerId }];
}

/** Status of an answer in which every agent is busy: as the page prints it, or as most clients would have it. */
export type DeferredStatusCode = 400 | 200;

export function renderForceLogout(
  outcome: ForceLogoutsOutcome,
  request: HttpRequest,
  deferredStatusCode: DeferredStatusCode,
): HttpAnswer {
  switch (outcome.type) {
    case 'job':
      return renderJob(outcome.job.jobId, request);
    case 'done': {
      const online = outcome.rows.filter((row) => wasOnline[row.outcome]);
      if (online.length === 0) return { status: 400, body: { message: 'cannot find any agent by input params' } };
      const isAllBusy = online.every((row) => row.outcome === 'deferred');
      return { status: isAllBusy ? deferredStatusCode : 200, body: online.map(rowOf) };
    }
  }
}

/** Only agents who are online count. */
const wasOnline = {
  loggedOut: true,
  deferred: true,
  signedInLater: true,
  alreadySignedOut: false,
  unknownAgent: false,
  failed: true,
} as const satisfies Record<ResultOutcome, boolean>;

const rowOf = ({ agentId, profile, outcome, previousStatus, currentStatus }: LogoutRow) => ({
  agent_id: outsideId(agentId),
  name: profile?.name,
  email: profile?.email,
  agent_number: profile?.agentNumber,
  previous_status: previousStatus,
  current_status: currentStatus,
  ...(outcome === 'deferred' && { message: 'will force logout as soon as the ongoing call/chat is completed' }),
  ...(outcome === 'failed' && { message: 'could not be logged out, try again' }),
});

/** The lists of the request, as the caller wrote them. */
const asGiven = z.object({
  agent_ids: z.array(z.number()).optional(),
  team_ids: z.array(z.number()).optional(),
  ip_addrs: z.array(z.string()).optional(),
});

function renderJob(jobId: number, { url, body }: HttpRequest): HttpAnswer {
  const link = `${url}/jobs/${jobId}`;
  return {
    status: 200,
    headers: { link: `<${link}>; rel="status"` },
    body: { id: jobId, status: 'created', link, ...asGiven.parse(body, { jitless: true }) },
  };
}
