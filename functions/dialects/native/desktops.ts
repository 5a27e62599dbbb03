import * as z from 'zod';
import type { AgentClientUseCases } from '#core/agent-clients/use-cases.ts';
import type { Session } from '#core/agents/agent.ts';
import { deadlineMember } from '#core/agents/deadline.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import type { IpAddress } from '#core/agents/ip-range.ts';
import type { LogoutOrder } from '#core/agents/logout-order.ts';
import type { Recorded } from '#core/change.ts';
import { type Instant, toIso } from '#core/instant.ts';
import { instant, wholeNumber } from '../fields.ts';
import { type Problem, RefusedRequest } from '../http.ts';
import { isFault, readIpAddress } from '../ip-text.ts';
import { closedObject, mustBe, sizeOf } from '../request-schema.ts';
import { noContent } from '../route.ts';
import { orderForAgent, requireSession } from './presence.ts';
import { nativeDesktopRoute } from './problem.ts';

/** The refusal of every token that is not valid. It does not reveal why. */
export const badSessionToken: Problem = {
  type: 'unauthenticated',
  message: 'This token does not stand for a session: PUT /v1/agents/{agentId}/session with leaseSeconds gives one',
};

const token = z.string({ error: mustBe('the token that the session began with', sizeOf) });

const sentAtError = mustBe('the time at which it is sent, in milliseconds since 1970, as Date.now() gives it');
/** In 2001. A time in seconds is below it until the year 33658. */
const earliest = 1_000_000_000_000;
const sentAt = z.int({ error: sentAtError }).min(earliest, { error: sentAtError });

const heartbeat = nativeDesktopRoute({
  key: 'POST /v1/session/heartbeat',
  isFrequent: true,
  throttleShare: 0.22,
  keepsAlive: true,
  request: z.object({ body: closedObject({ token, sentAt }) }),
  /** 200 with a new token, to use from now on. */
  answers: { 200: z.strictObject({ token: z.string() }), 204: noContent },
  run: ({ heartbeatByToken }: AgentClientUseCases, { body }, { sourceIp, ...claims }) =>
    heartbeatByToken(claims, { sentAt: body.sentAt, from: addressOrNone(sourceIp) }),
  render: ({ state, token }) => {
    requireSession(state);
    return token === undefined ? { status: 204 } : { status: 200, body: { token } };
  },
});

/** The page's address; `undefined` if it cannot be told. */
function addressOrNone(sourceIp: string): IpAddress | undefined {
  const address = readIpAddress(sourceIp);
  return isFault(address) ? undefined : address;
}

/** The beacon of a page that is being closed. */
const leave = nativeDesktopRoute({
  key: 'POST /v1/session/leave',
  throttleShare: 0.03,
  request: z.object({ body: closedObject({ token, sentAt, withinSeconds: wholeNumber('seconds', [0, 30]) }) }),
  answers: { 204: noContent },
  run: (useCases: AgentClientUseCases, { body: { sentAt, withinSeconds } }, { instanceId, agentId, sessionId }) =>
    useCases.leave({ instanceId, agentId }, { sessionId, sentAt, withinSeconds }),
  render: () => ({ status: 204 }),
});

/** The WebSocket over which the page gets the frames of its session. */
const connection = nativeDesktopRoute({
  key: 'POST /v1/session/connection',
  throttleShare: 0.02,
  request: z.object({ body: closedObject({ token }) }),
  answers: { 200: z.strictObject({ url: z.string(), expiresAt: instant }) },
  run: ({ requestSocket }: AgentClientUseCases, _, { sourceIp: __, ...claims }) => requestSocket(claims),
  render: (outcome) => {
    // Desktops wait for as long as this says; meanwhile heartbeats report a forced logout.
    if (outcome.type === 'full') throw new RefusedRequest({ type: 'tooManyRequests', retryAfterSeconds: 60 });
    requireSession(outcome.state);
    return { status: 200, body: { url: outcome.url, expiresAt: toIso(outcome.expiresAt) } };
  },
});

/** What the pages of agents' desktops call. */
export const desktopRoutes = [heartbeat, leave, connection];

/** The topic of the frames that an agent's desktop gets. */
export const agentTopic = 'lastcall/agent';

/** The frame in which desktops get an event: that the session ends with its last contact or soon, does not, or has ended. */
export function frameOfAgentEvent({ fact, at }: Recorded<AgentEvent>): string | undefined {
  switch (fact.type) {
    case 'AgentLogoutDeferred':
      return frameOfWaiting('LogoutDeferred', fact, at);
    case 'AgentLogoutDeadlineNear':
      return frameOfWaiting('LogoutDeadlineNear', fact, at);
    case 'AgentLogoutCancelled': {
      const { sessionId, cause } = fact;
      return frame({ type: 'LogoutCancelled', sessionId, at: toIso(at), cause });
    }
    case 'AgentSignedOut': {
      const { sessionId, cause, order, holdEndsAt } = fact;
      const held = holdEndsAt === undefined ? {} : { heldUntil: toIso(holdEndsAt) };
      return frame({ type: 'LoggedOut', sessionId, at: toIso(at), cause, ...orderForAgent(order), ...held });
    }
    default:
      return undefined;
  }
}

/** The frames that a desktop gets when it connects: what is pending for its session. */
export function framesOfSession({ sessionId, pendingLogout }: Session, now: Instant): readonly string[] {
  if (!pendingLogout) return [];
  const { order, requestedAt } = pendingLogout;
  return [frameOfWaiting('LogoutDeferred', { sessionId, order, ...deadlineMember(pendingLogout) }, requestedAt, now)];
}

interface WaitingLogout {
  readonly sessionId: string;
  readonly order: LogoutOrder;
  readonly deadlineAt?: Instant;
}

/** A logout that waits. With a deadline the page gets the seconds left, for its clock may be wrong. */
function frameOfWaiting(type: string, { sessionId, order, deadlineAt }: WaitingLogout, at: Instant, now = at): string {
  const { onDeadline } = order.deadline ?? {};
  const isLimited = deadlineAt !== undefined && onDeadline !== undefined;
  const left = isLimited && { secondsLeft: Math.max(Math.ceil((deadlineAt - now) / 1000), 0), onDeadline };
  return frame({ type, sessionId, at: toIso(at), ...orderForAgent(order), ...left });
}

const frame = (content: object) => JSON.stringify({ topic: agentTopic, content });
