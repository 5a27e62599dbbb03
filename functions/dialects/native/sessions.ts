import * as z from 'zod';
import type { AgentClientUseCases } from '#core/agent-clients/use-cases.ts';
import { unknownAddress } from '#core/agents/ip-range.ts';
import { leaseEnds } from '#core/agents/lease.ts';
import type { AgentUseCases } from '#core/agents/use-cases.ts';
import { toIso } from '#core/instant.ts';
import { agentId, contactId, instant, ipAddress, sessionId, status, wholeNumber } from '../fields.ts';
import { closedObject, mustBe, noBody, noQuery, onceRead } from '../request-schema.ts';
import { noContent } from '../route.ts';
import { agentAnswer } from './agent-view.ts';
import { agentAfter, agentInPath, type FindAgent, heldBack, refused, renderAgent, requireSession } from './presence.ts';
import { nativeRoute } from './problem.ts';

const anyStatusType = mustBe('ROUTABLE or CUSTOM');
const statusType = z.enum(['ROUTABLE', 'CUSTOM'], {
  error: (issue) =>
    issue.input === 'OFFLINE'
      ? 'Must be ROUTABLE or CUSTOM: to go offline, sign out with DELETE /v1/agents/{agentId}/session'
      : anyStatusType(issue),
});

/** A shorter lease would end with one lost heartbeat. A wake-up for a longer one might exceed the 15 minutes SQS delays. */
const leaseSeconds = wholeNumber('seconds', [10, 600]);

const defaultStatus = { status: 'Available', statusType: 'ROUTABLE', isDefaultStatus: true } as const;

/**
 * Without a status the agent has the one chosen before the session ended without the agent, or is Available: Unavailable, if the
 * page signs in by itself and the status chosen last is not known. Without an
 * address none is recorded, because the caller is a server: the first heartbeat of the agent's page brings it.
 */
const signIn = nativeRoute({
  key: 'PUT /v1/agents/{agentId}/session',
  scope: 'sessions:write',
  agentOf: agentInPath,
  request: z.object({
    path: z.object({ agentId }),
    query: noQuery,
    body: closedObject({
      status: status.exactOptional(),
      statusType: statusType.exactOptional(),
      ipAddress: ipAddress.exactOptional(),
      leaseSeconds: leaseSeconds.exactOptional(),
      takeOver: z.boolean({ error: mustBe('true or false') }).default(false),
      isAutomatic: z.boolean({ error: mustBe('true or false') }).default(false),
    })
      .refine((body) => body.status !== undefined || body.statusType === undefined, {
        path: ['statusType'],
        error: 'Must come with the status it is the type of',
        when: onceRead('status', 'statusType'),
      })
      .prefault({}),
  }),
  answers: {
    201: z.strictObject({
      sessionId: z.string(),
      signedInAt: instant,
      leaseExpiresAt: instant.optional(),
      /** With it the client of a session with a lease sends its heartbeats. */
      token: z.string().optional(),
    }),
  },
  run: (useCases: AgentClientUseCases & FindAgent, { path, body }, { caller }) => {
    const { status, statusType = 'CUSTOM', isAutomatic, ...rest } = body;
    const chosen =
      status === undefined ? { ...defaultStatus, ...(isAutomatic && { isAutomatic }) } : { status, statusType };
    return useCases.signIn(
      { instanceId: caller.instanceId, ...path },
      { ipAddress: unknownAddress, ...chosen, ...rest },
    );
  },
  render: (outcome) => {
    if (outcome.type === 'held') throw heldBack(outcome.heldUntil);
    const { session } = agentAfter(outcome);
    if (!session) throw new Error('Signing in has left the agent without a session');
    const end = leaseEnds(session);
    return {
      status: 201,
      body: {
        sessionId: session.sessionId,
        signedInAt: toIso(session.signedInAt),
        ...(end !== undefined && { leaseExpiresAt: toIso(end) }),
        ...(outcome.token !== undefined && { token: outcome.token }),
      },
    };
  },
});

const changeStatus = nativeRoute({
  key: 'PATCH /v1/agents/{agentId}/session',
  scope: 'sessions:write',
  agentOf: agentInPath,
  request: z.object({
    path: z.object({ agentId }),
    query: noQuery,
    body: closedObject({ status, statusType: statusType.default('CUSTOM') }),
  }),
  answers: { 200: agentAnswer },
  run: (useCases: AgentUseCases, { path, body }, { caller }) =>
    useCases.changeStatus({ instanceId: caller.instanceId, ...path }, body),
  render: renderAgent,
});

/** The agent's own sign-out. Being signed out already is as good. */
const signOut = nativeRoute({
  key: 'DELETE /v1/agents/{agentId}/session',
  scope: 'sessions:write',
  agentOf: agentInPath,
  request: z.object({ path: z.object({ agentId }), query: noQuery, body: noBody }),
  answers: { 204: noContent },
  run: (useCases: AgentUseCases, { path }, { caller }) => useCases.signOut({ instanceId: caller.instanceId, ...path }),
  render: ({ type }) => {
    switch (type) {
      case 'done':
      case 'alreadySignedOut':
        return { status: 204 };
      case 'unknownAgent':
      case 'busy':
        throw refused(type);
    }
  },
});

const heartbeat = nativeRoute({
  key: 'POST /v1/agents/{agentId}/session/heartbeat',
  scope: 'sessions:write',
  agentOf: agentInPath,
  request: z.object({ path: z.object({ agentId }), query: noQuery, body: closedObject({ sessionId }) }),
  answers: { 204: noContent },
  run: (useCases: AgentClientUseCases & FindAgent, { path, body }, { caller }) =>
    useCases.heartbeat({ instanceId: caller.instanceId, ...path }, body),
  render: (state) => {
    requireSession(state);
    return { status: 204 };
  },
});

const beginContact = nativeRoute({
  key: 'PUT /v1/agents/{agentId}/contacts/{contactId}',
  scope: 'sessions:write',
  agentOf: agentInPath,
  request: z.object({
    path: z.object({ agentId, contactId }),
    query: noQuery,
    body: closedObject({ channel: z.enum(['VOICE', 'CHAT', 'TASK'], { error: mustBe('VOICE, CHAT or TASK') }) }),
  }),
  answers: { 200: agentAnswer },
  run: (useCases: AgentUseCases, { path: { agentId, contactId }, body: { channel } }, { caller }) =>
    useCases.beginContact({ instanceId: caller.instanceId, agentId }, { contactId, channel }),
  render: renderAgent,
});

/** Completes a forced logout that waited for the contact. */
const endContact = nativeRoute({
  key: 'DELETE /v1/agents/{agentId}/contacts/{contactId}',
  scope: 'sessions:write',
  agentOf: agentInPath,
  request: z.object({ path: z.object({ agentId, contactId }), query: noQuery, body: noBody }),
  answers: { 200: agentAnswer },
  run: (useCases: AgentUseCases, { path: { agentId, contactId } }, { caller }) =>
    useCases.endContact({ instanceId: caller.instanceId, agentId }, contactId),
  render: renderAgent,
});

/** Sessions of agents, and the contacts in them. */
export const sessionRoutes = [signIn, changeStatus, signOut, heartbeat, beginContact, endContact];
