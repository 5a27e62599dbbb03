import * as z from 'zod';
import { toIso } from '#core/instant.ts';
import type { AgentKey } from '#core/sessions/agent.ts';
import type { IpAddress } from '#core/sessions/ip-range.ts';
import { leaseEnds } from '#core/sessions/lease.ts';
import type { ChangeStatus, PresenceOutcome, SignIn } from '#core/sessions/presence.ts';
import { agentId, ipAddress, status } from '../fields.ts';
import { type HttpAnswer, type HttpRequest, RefusedRequest, requireScope } from '../http.ts';
import { isFault, readIpAddress } from '../ip-text.ts';
import { mustBe } from '../must-be.ts';
import { closedObject, noBody, noQuery, onceRead, parseRequest } from '../request-schema.ts';
import { agentAfter, refused } from './presence.ts';

const anyStatusType = mustBe('ROUTABLE or CUSTOM');
const statusType = z.enum(['ROUTABLE', 'CUSTOM'], {
  error: (issue) =>
    issue.input === 'OFFLINE'
      ? 'Must be ROUTABLE or CUSTOM: to go offline, sign out with DELETE /v1/agents/{agentId}/session'
      : anyStatusType(issue),
});

/** Shorter than that, a single lost heartbeat would end it; longer, an alarm would have to wait in more than one place. */
const [shortestLease, longestLease] = [10, 600];
const leaseError = mustBe(`a whole number of seconds, ${shortestLease} to ${longestLease}`);
const leaseSeconds = z.int({ error: leaseError }).min(shortestLease, { error: leaseError }).max(longestLease, {
  error: leaseError,
});

const signIn = z.object({
  path: z.object({ agentId }),
  query: noQuery,
  body: closedObject({
    status: status.optional(),
    statusType: statusType.optional(),
    ipAddress: ipAddress.optional(),
    leaseSeconds: leaseSeconds.optional(),
    takeOver: z.boolean({ error: mustBe('true or false') }).default(false),
  })
    .refine((body) => body.status !== undefined || body.statusType === undefined, {
      path: ['statusType'],
      error: 'Must come with the status it is the type of',
      when: onceRead('status', 'statusType'),
    })
    .prefault({}),
});

/** `PUT /v1/agents/{agentId}/session`: without a status the agent is Available, without an address where the call is from. */
export function parseSignIn(request: HttpRequest, sessionId: string): readonly [AgentKey, SignIn] {
  requireScope(request.caller, 'sessions:write');
  const { path, body } = parseRequest(signIn, request);
  const chosen: ChangeStatus =
    body.status === undefined
      ? { status: 'Available', statusType: 'ROUTABLE' }
      : { status: body.status, statusType: body.statusType ?? 'CUSTOM' };
  const command = {
    sessionId,
    ...chosen,
    ipAddress: body.ipAddress ?? callersAddress(request),
    takeOver: body.takeOver,
    ...(body.leaseSeconds !== undefined && { leaseSeconds: body.leaseSeconds }),
  };
  return [{ instanceId: request.caller.instanceId, ...path }, command];
}

function callersAddress({ sourceIp }: HttpRequest): IpAddress {
  const address = readIpAddress(sourceIp);
  if (!isFault(address)) return address;
  const message = 'Must be given, for the address of this call cannot be told';
  throw new RefusedRequest({ type: 'badInput', faults: [{ path: 'ipAddress', message }] });
}

export function renderSignIn(
  outcome: PresenceOutcome<'unknownAgent' | 'alreadySignedIn' | 'beingSignedOut'>,
  token?: string,
): HttpAnswer {
  const { session } = agentAfter(outcome);
  if (!session) throw new Error('Signing in has left the agent without a session');
  const leaseEndsAt = leaseEnds(session);
  return {
    status: 201,
    body: {
      sessionId: session.sessionId,
      signedInAt: toIso(session.signedInAt),
      ...(leaseEndsAt !== undefined && { leaseExpiresAt: toIso(leaseEndsAt) }),
      ...(token !== undefined && { token }),
    },
  };
}

const changeStatus = z.object({
  path: z.object({ agentId }),
  query: noQuery,
  body: closedObject({ status, statusType: statusType.default('CUSTOM') }),
});

/** `PATCH /v1/agents/{agentId}/session` */
export function parseChangeStatus(request: HttpRequest): readonly [AgentKey, ChangeStatus] {
  requireScope(request.caller, 'sessions:write');
  const { path, body } = parseRequest(changeStatus, request);
  return [{ instanceId: request.caller.instanceId, ...path }, body];
}

const signOut = z.object({ path: z.object({ agentId }), query: noQuery, body: noBody });

/** `DELETE /v1/agents/{agentId}/session` */
export function parseSignOut(request: HttpRequest): AgentKey {
  requireScope(request.caller, 'sessions:write');
  return { instanceId: request.caller.instanceId, ...parseRequest(signOut, request).path };
}

/** Signed out is what was asked for, whoever did it. */
export function renderSignOut(outcome: PresenceOutcome<'unknownAgent' | 'alreadySignedOut' | 'busy'>): HttpAnswer {
  switch (outcome.type) {
    case 'done':
    case 'alreadySignedOut':
      return { status: 204 };
    case 'unknownAgent':
    case 'busy':
      throw refused(outcome.type);
  }
}
