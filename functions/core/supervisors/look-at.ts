import type { Agent, AgentKey } from '../agents/agent.ts';
import type { AgentStore } from '../agents/ports.ts';
import { type Chat, isConnected } from '../chats/chat.ts';
import type { ChatStore } from '../chats/ports.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { Audience, SeenAgent, WatchedEvent } from './change.ts';

/** What an event is about, as it is now. `sequence` is the number of its latest event. */
export type Seen =
  | { readonly of: 'agent'; readonly agent?: Agent; readonly sequence: number }
  | { readonly of: 'chat'; readonly chat?: Chat; readonly sequence: number }
  | { readonly of: 'job' };

export interface LookPorts {
  readonly agents: Pick<AgentStore, 'load'>;
  readonly chats: Pick<ChatStore, 'load'>;
}

interface Looked {
  readonly seen: Seen;
  readonly audience: Audience;
}

const nothing = { state: undefined, sequence: 0 };
/** Agents of a chat who are looked up at the same time. */
const width = 10;

/** Looks at what an event is about, and who is shown it: supervisors of an agent see the agent, and the chats that the agent is in. */
export function makeLookAt({ agents, chats }: LookPorts) {
  const agentAt = async (key: AgentKey) => (await agents.load(key)) ?? nothing;

  return async ({ instanceId, subject }: WatchedEvent): Promise<Looked> => {
    switch (subject.of) {
      case 'agent': {
        const { state: agent, sequence } = await agentAt({ instanceId, agentId: subject.agentId });
        const audience = { agents: [seenAgent(subject.agentId, agent)] };
        return { seen: { of: 'agent', ...(agent && { agent }), sequence }, audience };
      }
      case 'chat': {
        const { state: chat, sequence } = (await chats.load({ instanceId, contactId: subject.contactId })) ?? nothing;
        const agentIds = [...new Set([...subject.agentIds, ...agentsIn(chat)])];
        const found = await inParallel(agentIds, width, async (agentId) =>
          seenAgent(agentId, (await agentAt({ instanceId, agentId })).state),
        );
        const audience = { agents: allFulfilled(found, 'agents') };
        return { seen: { of: 'chat', ...(chat && { chat }), sequence }, audience };
      }
      case 'job':
        return { seen: { of: 'job' }, audience: { requestedBy: subject.requestedBy } };
    }
  };
}

const seenAgent = (agentId: string, agent: Agent | undefined): SeenAgent => ({
  agentId,
  teamIds: agent?.profile.teamIds ?? [],
});

const agentsIn = (chat: Chat | undefined): readonly string[] =>
  (chat?.participants ?? []).filter(isConnected).flatMap(({ agentId }) => agentId ?? []);
