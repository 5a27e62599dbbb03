import { makeMemoryPublisher } from '#adapters/memory/change.ts';
import { makeAgentChatUseCases } from '#core/agent-chats/use-cases.ts';
import type { AgentKey } from '#core/agents/agent.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import { signIn } from '#core/agents/presence.ts';
import { makeAgentUseCases } from '#core/agents/use-cases.ts';
import type { Recorded } from '#core/change.ts';
import { type ChatKey, isConnected, type ParticipantRole } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { makeChatUseCases } from '#core/chats/use-cases.ts';
import { forceLogout } from '#core/forced-logouts/logout-decision.ts';
import { seconds } from '#core/instant.ts';
import { anAddress, ann, anOrder, online, someDay } from './agents.ts';
import { memoryChatPorts } from './chat-room.ts';
import { chatKey } from './chats.ts';
import { memoryPorts } from './contact-centre.ts';
import { intercept } from './intercept.ts';

export type BusEvent = Recorded<AgentEvent> | Recorded<ChatEvent>;
type Wrap = <Port extends object>(port: Port) => Port;

const isOfChat = (event: BusEvent): event is Recorded<ChatEvent> =>
  !('agentId' in event.fact && 'sessionId' in event.fact);

const signInCommand = {
  status: 'Available',
  statusType: 'ROUTABLE',
  ipAddress: anAddress('10.0.0.1'),
  takeOver: false,
} as const;

/** A contact centre in memory with Ann and Sue, who are signed in, and chats. Events of both are followed when the test says. */
export async function agentsInChats() {
  const time = { at: someDay };
  const clock = { now: () => time.at };
  const staff = await memoryPorts([online('ann'), online('sue')], clock);
  const ofAgents = { ...staff, bus: makeMemoryPublisher<AgentEvent>() };
  const ofChats = memoryChatPorts(clock);
  const reports: string[] = [];
  const report = (fault: string) => void reports.push(fault);

  /** The use cases of a process that calls its stores, bus and wake-ups through `wrap`. */
  function through(wrap: Wrap) {
    const agents = makeAgentUseCases({
      ...ofAgents,
      agents: wrap(ofAgents.agents),
      bus: wrap(ofAgents.bus),
      wakeUps: wrap(ofAgents.wakeUps),
      report,
    });
    const chatStore = wrap(ofChats.chats);
    const chatPorts = { ...ofChats, chats: chatStore, bus: wrap(ofChats.bus), wakeUps: wrap(ofChats.wakeUps), report };
    const chats = makeChatUseCases(chatPorts);
    const agentChats = makeAgentChatUseCases(
      { chats: chatStore, openChats: wrap(ofChats.openChats), report },
      agents,
      chats,
    );
    return {
      ...agents,
      ...chats,
      ...agentChats,
      join: (participantId: string, agentId: string | undefined, { key = chatKey, role = 'AGENT' }: Joining = {}) =>
        agentChats.joinChat(key, { participantId, displayName: participantId, role, ...(agentId && { agentId }) }),
      forceLogout: (agent: AgentKey, timing: 'immediate' | 'afterContact') =>
        agents.changeAgent(agent, (state, now) => forceLogout(state, { order: anOrder(), timing }, now)),
      follow: (event: BusEvent) => (isOfChat(event) ? agentChats.followChat(event) : agentChats.followAgent(event)),
    };
  }

  const useCases = through((port) => port);
  const published = (): BusEvent[] => [...ofAgents.bus.published(), ...ofChats.bus.published()];
  const start = (key: ChatKey, disconnectFlow?: string) =>
    useCases.startChat(key, {
      customer: { participantId: 'customer', displayName: 'Customer' },
      ...(disconnectFlow !== undefined && { disconnectFlow }),
    });
  return {
    ...useCases,
    ofAgents,
    ofChats,
    time,
    reports,
    through,
    published,
    start,
    /** Signs an agent in, whose session may have ended. */
    signInAgain: (agent: AgentKey = ann) =>
      useCases.changeAgent(agent, (state, now) =>
        signIn(state, { ...signInCommand, sessionId: `session of ${now}` }, now),
      ),
    chatEvents: () => ofChats.bus.published().map(({ fact }) => fact),
    /** Follows every event that is published and was not followed, those of the following included. */
    async followAll(order: (events: BusEvent[]) => BusEvent[] = (events) => events, followed = new Set<string>()) {
      for (let next = published(); next.some(({ eventId }) => !followed.has(eventId)); next = published()) {
        for (const event of order(next.filter(({ eventId }) => !followed.has(eventId)))) {
          await useCases.follow(event);
          followed.add(event.eventId);
        }
      }
    },
    /** The agents who are in a chat, by their participants. */
    inChat: async (key: ChatKey = chatKey) =>
      ((await useCases.getChat(key))?.participants ?? []).filter(isConnected).flatMap(({ agentId }) => agentId ?? []),
    /** When an agent who is in a chat joined it last. */
    async latestJoin(key: ChatKey, { agentId }: AgentKey) {
      const present = (await useCases.getChat(key))?.participants.filter(isConnected) ?? [];
      return present.findLast((participant) => participant.agentId === agentId)?.joinedAt;
    },
    contactsOf: async (agent: AgentKey) =>
      (await useCases.getAgent(agent))?.session?.contacts.map(({ contactId }) => contactId),
  };
}

interface Joining {
  readonly key?: ChatKey;
  readonly role?: Extract<ParticipantRole, 'AGENT' | 'SUPERVISOR'>;
}

export type AgentsInChats = Awaited<ReturnType<typeof agentsInChats>>;

/** Ann has joined a chat as the participant `p1`. */
export async function annInChat(disconnectFlow?: string) {
  const centre = await agentsInChats();
  await centre.start(chatKey, disconnectFlow);
  await centre.join('p1', 'ann');
  centre.time.at += seconds(1);
  return centre;
}

const stores = ['load', 'save'];
/** A process that cannot reach the agents. */
export const withoutAgents = (centre: AgentsInChats) =>
  centre.through((port) =>
    Object.is(port, centre.ofAgents.agents)
      ? intercept(port, async (method, call) => {
          if (stores.includes(method)) throw new Error('no agents');
          return call();
        })
      : port,
  );
