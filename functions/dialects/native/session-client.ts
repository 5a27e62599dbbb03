import * as z from 'zod';
import { type Instant, toIso } from '#core/instant.ts';
import type { AgentKey, EndedSession } from '#core/sessions/agent.ts';
import type { HeartbeatOutcome } from '#core/sessions/heartbeat.ts';
import type { Leave } from '#core/sessions/leave.ts';
import { agentId, sessionId } from '../fields.ts';
import { type HttpAnswer, type HttpRequest, type Problem, RefusedRequest, requireScope } from '../http.ts';
import { mustBe, sizeOf } from '../must-be.ts';
import { closedObject, noQuery, parseRequest } from '../request-schema.ts';
import { refused } from './presence.ts';

const heartbeat = z.object({ path: z.object({ agentId }), query: noQuery, body: closedObject({ sessionId }) });

/** `POST /v1/agents/{agentId}/session/heartbeat` */
export function parseHeartbeat(request: HttpRequest): readonly [AgentKey, { readonly sessionId: string }] {
  requireScope(request.caller, 'sessions:write');
  const { path, body } = parseRequest(heartbeat, request);
  return [{ instanceId: request.caller.instanceId, ...path }, body];
}

/** What the page of a desktop sends: text that is JSON, with a token in it and nothing in its headers. */
export interface ClientRequest {
  readonly body: unknown;
}

const token = z.string({ error: mustBe('the token that the session began with', sizeOf) });

const momentError = mustBe('the time at which it is sent, in milliseconds since 1970, as Date.now() gives it');
/** In 2001, or in seconds in the year 33658: whoever gives seconds is told. */
const earliest = 1_000_000_000_000;
const sentAt = z.int({ error: momentError }).min(earliest, { error: momentError });

const longestWithin = 30;
const withinError = mustBe(`a whole number of seconds, 0 to ${longestWithin}`);
const withinSeconds = z.int({ error: withinError }).min(0, { error: withinError }).max(longestWithin, {
  error: withinError,
});

const clientHeartbeat = z.object({ body: closedObject({ token, sentAt }) });

/** `POST /v1/session/heartbeat` */
export function parseClientHeartbeat(request: ClientRequest): { readonly token: string; readonly saidAt: number } {
  const { body } = parseRequest(clientHeartbeat, request);
  return { token: body.token, saidAt: body.sentAt };
}

const clientLeave = z.object({ body: closedObject({ token, sentAt, withinSeconds }) });

/** `POST /v1/session/leave`: the beacon of a page that is being closed. */
export function parseLeave(request: ClientRequest): { readonly token: string } & Omit<Leave, 'sessionId'> {
  const { sentAt: saidAt, ...rest } = parseRequest(clientLeave, request).body;
  return { ...rest, saidAt };
}

const clientConnection = z.object({ body: closedObject({ token }) });

/** `POST /v1/session/connection` */
export const parseClientConnection = (request: ClientRequest): { readonly token: string } =>
  parseRequest(clientConnection, request).body;

/** Said of every token that is not good, so that nothing can be told from it. */
export const badSessionToken: Problem = {
  type: 'unauthenticated',
  message: 'This token does not stand for a session: PUT /v1/agents/{agentId}/session with leaseSeconds gives one',
};

/** @throws RefusedRequest when the session is over. */
export function renderHeartbeat(outcome: HeartbeatOutcome, renewedToken?: string): HttpAnswer {
  refuseUnlessGoingOn(outcome);
  return renewedToken === undefined ? { status: 204 } : { status: 200, body: { token: renewedToken } };
}

function refuseUnlessGoingOn(outcome: HeartbeatOutcome): void {
  switch (outcome.type) {
    case 'goesOn':
      return;
    case 'over':
      throw new RefusedRequest({
        type: 'conflict',
        message: 'This session is over: sign in anew with PUT /v1/agents/{agentId}/session',
        ...(outcome.ended && { members: { ended: endedView(outcome.ended) } }),
      });
    case 'unknownAgent':
      throw refused('unknownAgent');
  }
}

const endedView = ({ cause, reason, message }: EndedSession) => ({
  cause,
  ...(reason !== undefined && { reason }),
  ...(message !== undefined && { message }),
});

/** The session is left, or was before. */
export const left: HttpAnswer = { status: 204 };

/** @throws RefusedRequest when the session is over. */
export function renderClientConnection(
  outcome: HeartbeatOutcome,
  { url, expiresAt }: { readonly url: string; readonly expiresAt: Instant },
): HttpAnswer {
  refuseUnlessGoingOn(outcome);
  return { status: 200, body: { url, expiresAt: toIso(expiresAt) } };
}
