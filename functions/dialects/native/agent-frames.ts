import type { Recorded } from '#core/commit.ts';
import { type Instant, toIso } from '#core/instant.ts';
import type { Session } from '#core/sessions/agent.ts';
import type { AgentEvent } from '#core/sessions/events.ts';
import type { LogoutOrder } from '#core/sessions/logout-order.ts';

/** The topic on which an agent's desktop hears of its session. */
export const agentTopic = 'lastcall/agent';

/** What the desktop of an agent is told: that the session ends with the last contact, or has ended. */
export function frameOfAgentEvent({ fact, at }: Recorded<AgentEvent>): string | undefined {
  switch (fact.type) {
    case 'AgentLogoutDeferred':
      return deferred(fact.sessionId, at, fact);
    case 'AgentLoggedOut':
      return frame({ type: 'LoggedOut', sessionId: fact.sessionId, at: toIso(at), cause: fact.cause, ...words(fact) });
    default:
      return undefined;
  }
}

/** What a desktop that has just connected is told of what happened before. */
export const framesOfSession = ({ sessionId, pendingLogout }: Session): readonly string[] =>
  pendingLogout ? [deferred(sessionId, pendingLogout.requestedAt, pendingLogout)] : [];

const deferred = (sessionId: string, at: Instant, order: Partial<LogoutOrder>) =>
  frame({ type: 'LogoutDeferred', sessionId, at: toIso(at), ...words(order) });

/** What the agent is told of an order: why, not by whom. */
const words = ({ reason, message }: Partial<LogoutOrder>) => ({
  ...(reason !== undefined && { reason }),
  ...(message !== undefined && { message }),
});

const frame = (content: object) => JSON.stringify({ topic: agentTopic, content });
