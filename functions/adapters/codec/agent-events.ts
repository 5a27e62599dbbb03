import * as z from 'zod/mini';
import type { AgentKey } from '#core/agents/agent.ts';
import { signOutCauses } from '#core/agents/agent.ts';
import { type AgentEvent, notStoppedBecause } from '#core/agents/events.ts';
import type { ActiveMode, RuleName } from '#core/agents/rules/rule-watch.ts';
import { nameOf } from '#core/wake-ups/ports.ts';
import { canceller, keyword, order, texts } from './fields.ts';
import { eventsOf } from './recorded.ts';

const channel = z.enum(['VOICE', 'CHAT', 'TASK']);
const statusType = z.enum(['ROUTABLE', 'CUSTOM']);
const signOutCause = z.enum(signOutCauses);

const sessionId = z.string();
const status = z.string();

const cancelled = {
  sessionId,
  order,
  cause: z.enum(['deadline', 'cancelled']),
  cancelledBy: z.exactOptional(canceller.cancelledBy),
  cancelledFrom: canceller.cancelledFrom,
};

export const agentEvents = eventsOf<AgentKey, AgentEvent>({
  keyOf: ({ instanceId, agentId }) => ({ instanceId, agentId }),
  nameOf: ({ instanceId, agentId }) => nameOf({ kind: 'agent', instanceId, agentId }),
  facts: {
    AgentSignedIn: { sessionId, status, statusType },
    AgentStatusChanged: { sessionId, previousStatus: status, status },
    AgentLogoutDeferred: { sessionId, order, status, contactIds: texts, deadlineAt: z.exactOptional(z.number()) },
    AgentLogoutDeadlineNear: { sessionId, order, deadlineAt: z.number() },
    AgentLogoutCancelled: cancelled,
    AgentLogoutNotCancelled: cancelled,
    ContactReleased: { sessionId, contactId: z.string(), channel },
    RuleMatched: {
      sessionId,
      rule: keyword<RuleName>(),
      mode: keyword<ActiveMode>(),
      teamId: z.string(),
      reason: z.string(),
      contactId: z.exactOptional(z.string()),
      channel: z.exactOptional(channel),
    },
    ContactStopped: { sessionId, contactId: z.string(), channel, order },
    ContactNotStopped: { sessionId, contactId: z.string(), channel, order, because: z.enum(notStoppedBecause) },
    AgentSignedOut: {
      sessionId,
      cause: signOutCause,
      clientCause: z.exactOptional(z.number()),
      order: z.exactOptional(order),
      atDeadline: z.exactOptional(z.literal(true)),
      holdEndsAt: z.exactOptional(z.number()),
      previousStatus: status,
      releasedContactIds: texts,
    },
    AgentHoldEnded: { sessionId, order, ...canceller },
  },
});
