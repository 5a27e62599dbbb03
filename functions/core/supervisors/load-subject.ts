import type { Agent, AgentKey } from '../agents/agent.ts';
import type { AgentStore } from '../agents/ports.ts';
import { UnreadableItemError } from '../change.ts';
import { type Chat, isConnected } from '../chats/chat.ts';
import type { ChatStore } from '../chats/ports.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { Report } from '../ports.ts';
import type { Audience, SeenAgent, WatchedEvent } from './change.ts';

/** What an event is about, as it is now. `sequence` is the number of its latest event. */
export type CurrentState =
  | { readonly of: 'agent'; readonly agent?: Agent; readonly sequence: number }
  | { readonly of: 'chat'; readonly chat?: Chat; readonly sequence: number }
  | { readonly of: 'job' };

export interface SubjectPorts {
  readonly agents: Pick<AgentStore, 'load'>;
  readonly chats: Pick<ChatStore, 'load'>;
  readonly report: Report;
}

interface Subject {
  readonly current: CurrentState;
  readonly audience: Audience;
}

const nothing = { state: undefined, sequence: 0 };
/** Agents of a chat who are loaded at the same time. */
const width = 10;

/** Loads what an event is about, and who is shown it: supervisors of an agent see the agent, and the chats that the agent is in. */
export function makeLoadSubject({ agents, chats, report }: SubjectPorts) {
  /** An agent who cannot be read is one of no team: that is no reason to show nobody a chat. */
  async function loadAgent(key: AgentKey) {
    try {
      return (await agents.load(key)) ?? nothing;
    } catch (error) {
      if (!(error instanceof UnreadableItemError)) throw error;
      report('An agent cannot be read; supervisors of all teams alone are shown the change', error);
      return nothing;
    }
  }

  return async ({ instanceId, subject }: WatchedEvent): Promise<Subject> => {
    switch (subject.of) {
      case 'agent': {
        const { state: agent, sequence } = await loadAgent({ instanceId, agentId: subject.agentId });
        const audience = { agents: [seenAgent(subject.agentId, agent)] };
        return { current: { of: 'agent', ...(agent && { agent }), sequence }, audience };
      }
      case 'chat': {
        const { state: chat, sequence } = (await chats.load({ instanceId, contactId: subject.contactId })) ?? nothing;
        const agentIds = [...new Set([...subject.agentIds, ...agentsIn(chat)])];
        const found = await inParallel(agentIds, width, async (agentId) =>
          seenAgent(agentId, (await loadAgent({ instanceId, agentId })).state),
        );
        const audience = { agents: allFulfilled(found, 'agents') };
        return { current: { of: 'chat', ...(chat && { chat }), sequence }, audience };
      }
      case 'job':
        return { current: { of: 'job' }, audience: { requestedBy: subject.requestedBy } };
    }
  };
}

const seenAgent = (agentId: string, agent: Agent | undefined): SeenAgent => ({
  agentId,
  teamIds: agent?.profile.teamIds ?? [],
});

const agentsIn = (chat: Chat | undefined): readonly string[] =>
  chat?.participants.filter(isConnected).flatMap(({ agentId }) => agentId ?? []) ?? [];
