import { makeMemoryAgentStore } from '#adapters/memory/agents.ts';
import { makeMemoryChatStore } from '#adapters/memory/chats.ts';
import { makeMemorySockets } from '#adapters/memory/sockets.ts';
import type { Caller } from '#core/access/access.ts';
import type { Agent } from '#core/agents/agent.ts';
import type { Chat } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { toIso } from '#core/instant.ts';
import type { Subject, WatchedEvent } from '#core/supervisors/change.ts';
import { makeChangeUseCases, makeSupervisorUseCases } from '#core/supervisors/use-cases.ts';
import { someDay, stored } from '#test/support/agents.ts';
import { countingIds } from '#test/support/credentials.ts';
import { memorySupervisorPorts, watchingKeys } from '#test/support/supervisors.ts';

export const allTeams: Caller = { callerId: 'console', instanceId: 'demo', scopes: ['sessions:read'] };

/** A caller who is limited to teams, with a token that is valid for a day. */
export const leadOf = (...teamIds: readonly string[]): Caller => ({
  ...allTeams,
  callerId: `lead of ${teamIds}`,
  teamIds,
  validUntil: someDay + 86_400_000,
});

export const ofAgent = (agentId: string): Subject => ({ of: 'agent', agentId });
export const ofChat = (contactId: string, ...agentIds: readonly string[]): Subject => ({
  of: 'chat',
  contactId,
  agentIds,
});
export const ofJob = (requestedBy: string): Subject => ({ of: 'job', jobId: 7, requestedBy });

const idOf = (subject: Subject) =>
  subject.of === 'agent' ? subject.agentId : subject.of === 'chat' ? subject.contactId : subject.jobId;

export type Shown = { readonly eventId: string; readonly position: string } & Readonly<Record<string, unknown>>;
export interface Frame {
  readonly topic: string;
  readonly content: { readonly type?: string; readonly changes?: readonly Shown[]; readonly position?: string };
}

/** Supervisors' pages over a contact centre in memory, whose clock starts at some day and is set by the test. */
export async function aConsole({
  agents = [],
  chats = [],
}: {
  agents?: readonly Agent[];
  chats?: readonly Chat[];
} = {}) {
  const time = { at: someDay };
  const clock = { now: () => time.at };
  const agentStore = makeMemoryAgentStore();
  for (const agent of agents) await agentStore.save(stored(agent), undefined);
  const chatStore = makeMemoryChatStore();
  for (const chat of chats) await chatStore.save(stored<Chat, ChatEvent>(chat), undefined);
  const reports: string[] = [];
  const keys = watchingKeys('console', 'wall');
  const ports = {
    ...memorySupervisorPorts(),
    agents: agentStore,
    chats: chatStore,
    keys,
    sockets: makeMemorySockets((fault) => reports.push(fault)),
    tokens: { issue: async (claims: object) => JSON.stringify(claims) },
    socketUrl: () => 'wss://sockets.example.com/live',
    ids: countingIds('watch'),
    clock,
    report: (fault: string) => void reports.push(fault),
  };
  const useCases = { ...makeSupervisorUseCases(ports), ...makeChangeUseCases(ports) };
  const framesOf = (connectionId: string): readonly Frame[] =>
    ports.sockets.framesOf(connectionId).map((frame) => JSON.parse(frame));
  const shownTo = (connectionId: string) => framesOf(connectionId).flatMap(({ content }) => content.changes ?? []);
  let happened = 0;

  async function address(caller: Caller) {
    const outcome = await useCases.requestWatch(caller);
    if (outcome.type !== 'address') throw new Error('There is no place');
    const { instanceId, watchId }: { instanceId: string; watchId: string } = JSON.parse(
      new URL(outcome.url).searchParams.get('token') ?? '',
    );
    return { instanceId, watchId };
  }

  return {
    ...ports,
    ...useCases,
    time,
    reported: reports,
    framesOf,
    shownTo,
    address,
    /** Opens a page of a caller. @returns its watch */
    async open(caller: Caller, connectionId: string, after?: unknown) {
      const key = await address(caller);
      return { key, ...(await useCases.subscribeSupervisor(key, connectionId, after)) };
    },
    anEvent: (subject: Subject, overrides: Partial<WatchedEvent> = {}): WatchedEvent => {
      happened += 1;
      const eventId = `demo/${subject.of}/${idOf(subject)}/${happened}`;
      const at = toIso(time.at);
      return { eventId, at, instanceId: 'demo', type: 'SomethingHappened', subject, detail: {}, ...overrides };
    },
  };
}
