import { type AgentKey, isOfTeams } from '../agents/agent.ts';
import { beginChatContact } from '../agents/chat-contact.ts';
import { endContact } from '../agents/contacts.ts';
import type { AgentEvent } from '../agents/events.ts';
import type { AgentUseCases } from '../agents/use-cases.ts';
import { type Recorded, withoutUnreadable } from '../change.ts';
import { type Chat, type ChatKey, isConnected } from '../chats/chat.ts';
import type { ChatEvent } from '../chats/events.ts';
import { makeFollowInList } from '../chats/list-chats.ts';
import type { ChatStore, OpenChats } from '../chats/ports.ts';
import { removeAgent, type SignedOut } from '../chats/sign-out.ts';
import type { ChatUseCases } from '../chats/use-cases.ts';
import { allFulfilled, inParallel } from '../in-parallel.ts';
import type { Report } from '../ports.ts';

export interface AgentChatPorts {
  readonly chats: Pick<ChatStore, 'load'>;
  readonly openChats: OpenChats;
  readonly report: Report;
}

/** Agents of a chat who are loaded at the same time. */
const width = 10;

export type AgentChatUseCases = ReturnType<typeof makeAgentChatUseCases>;

type Agents = Pick<AgentUseCases, 'changeAgent' | 'getAgent'>;
type Chats = Pick<ChatUseCases, 'joinChat' | 'changeChat' | 'settingsOf'>;

/**
 * A chat is a contact of the agents who are in it: between the two contexts, which do not know each other.
 *
 * Events arrive late, more than once and in any order, so an event of a chat only says whom to look at. The chat itself says
 * whether the agent is in it, and the number of its latest event says which of two answers is the later one
 * (docs/decisions/0020).
 */
export function makeAgentChatUseCases(ports: AgentChatPorts, agents: Agents, chats: Chats) {
  const { chats: store, report } = ports;
  const followInList = makeFollowInList(ports);

  /** Makes the chat a contact of the agent, if the agent is in it, or no longer. */
  async function updateContact({ instanceId, contactId }: ChatKey, agentId: string): Promise<void> {
    const stored = await store.load({ instanceId, contactId });
    if (!stored) return;
    const agent: AgentKey = { instanceId, agentId };
    const joinedAt = latestJoin(stored.state, agentId);
    if (joinedAt === undefined) {
      await agents.changeAgent(agent, (state, now) => endContact(state, contactId, now, stored.sequence));
      return;
    }
    const inChat = { asOf: stored.sequence, joinedAt };
    const begun = await agents.changeAgent(agent, (state, now) => beginChatContact(state, contactId, inChat, now));
    // The session that was there when the agent joined has ended before it had the contact, which was thus not released.
    if (begun.type === 'signedOutSince') {
      await takeOut({ instanceId, contactId }, { agentId, signedOutAt: joinedAt });
    }
  }

  async function takeOut(key: ChatKey, signedOut: SignedOut): Promise<void> {
    const settings = await chats.settingsOf(key.instanceId);
    await chats.changeChat(key, (chat, now) => removeAgent(chat, signedOut, settings, now));
  }

  async function release({ at, fact }: Recorded<AgentEvent>): Promise<void> {
    if (fact.type !== 'ContactReleased' || fact.channel !== 'CHAT') return;
    const { instanceId, contactId, agentId } = fact;
    await takeOut({ instanceId, contactId }, { agentId, signedOutAt: at });
  }

  return {
    /** Joins a chat. The chat is a contact of the agent at once; if that fails, it becomes one by the event. */
    joinChat: (async (key, joining) => {
      const outcome = await chats.joinChat(key, joining);
      if (outcome.type !== 'done' || joining.agentId === undefined) return outcome;
      try {
        await updateContact(key, joining.agentId);
      } catch (error) {
        report('The chat is not yet a contact of its agent; the event of the join makes it one', error);
      }
      return outcome;
    }) satisfies ChatUseCases['joinChat'],

    /** Whether an agent of one of these teams is in a chat. One who cannot be read is in no team. */
    async isChatOfTeams({ instanceId, participants }: Chat, teamIds: readonly string[]): Promise<boolean> {
      const agentIds = new Set(participants.filter(isConnected).flatMap(({ agentId }) => agentId ?? []));
      const found = await inParallel([...agentIds], width, (agentId) => agents.getAgent({ instanceId, agentId }));
      const known = allFulfilled(withoutUnreadable(found), 'agents');
      return known.some((agent) => agent !== undefined && isOfTeams(agent, teamIds));
    },

    /** A chat has started or ended: whether it is in the list of open ones follows. Agents have joined or left it: whether it is their contact. */
    async followChat({ fact }: Recorded<ChatEvent>): Promise<void> {
      if (fact.type === 'ChatStarted' || fact.type === 'ChatEnded') await followInList(fact);
      for (const agentId of agentIdsOf(fact)) await updateContact(fact, agentId);
    },

    /** A contact was released because the agent's session has ended: the agent leaves the chat. */
    followAgent: release,
  };
}

/** When an agent who is in the chat joined it last. */
function latestJoin({ participants }: Chat, agentId: string) {
  const joined = participants.filter((participant) => isConnected(participant) && participant.agentId === agentId);
  return joined.length === 0 ? undefined : Math.max(...joined.map(({ joinedAt }) => joinedAt));
}

/** The agents who have joined or left a chat with an event. */
function agentIdsOf(fact: ChatEvent): readonly string[] {
  switch (fact.type) {
    case 'ParticipantJoined':
    case 'ParticipantLeft':
      return fact.agentId === undefined ? [] : [fact.agentId];
    case 'ParticipantsDisconnected':
    case 'ChatEnded':
      return fact.agentIds ?? [];
    default:
      return [];
  }
}
