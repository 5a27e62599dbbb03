import type { AgentNews } from '#core/agents/follow-news.ts';
import { type ConnectAgentEvent, needsStatuses, observationOfEvent } from './agent-event.ts';
import type { ConnectInstance } from './instance.ts';
import type { FindStatuses } from './statuses.ts';
import type { ConnectUsers } from './users.ts';

/** Reads the agent events of one instance. Nothing for a user who cannot be an agent here, or is gone. @throws BackendError */
export type ReadAgentEvent = (event: ConnectAgentEvent) => Promise<AgentNews | undefined>;

interface Known {
  readonly users: ConnectUsers;
  readonly statuses: FindStatuses;
}

export function makeReadAgentEvent({ instanceId, teams }: ConnectInstance, { users, statuses }: Known): ReadAgentEvent {
  return async ({ userId, at, snapshot }) => {
    const username = snapshot?.Configuration?.Username ?? undefined;
    const agentId = await users.agentIdOf({ userId, username });
    if (agentId === undefined) return undefined;
    const key = { instanceId, agentId };
    if (!snapshot) return { key };
    const known = needsStatuses(snapshot) ? await statuses('job') : undefined;
    return { key, observation: observationOfEvent(snapshot, { at, statuses: known, teams }) };
  };
}
