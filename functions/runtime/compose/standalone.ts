import type { AgentSources } from '#core/agent-imports/ports.ts';
import type { Backends } from '#core/agents/backend.ts';
import type { ChatBackends } from '#core/chats/ports.ts';
import type { RegularLooks } from '#core/wake-ups/use-cases.ts';
import type { ReadAgentEvent } from '../../backends/amazon-connect/agent-news.ts';

// In place of amazon-connect.ts, in the bundles of a deployment that names no instance of Amazon Connect.

export const backends: Backends = () => undefined;

export const chatBackends: ChatBackends = () => undefined;

export const agentSources: AgentSources = () => undefined;

export const agentEventReaders = (_instanceId: string): ReadAgentEvent | undefined => undefined;

export const agentIdOfUser = async (_instanceId: string, _userId: string): Promise<string | undefined> => undefined;

export const lookedAt: RegularLooks['instances'] = [];
