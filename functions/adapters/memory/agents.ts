import * as z from 'zod/mini';
import type { AggregateStore } from '#core/commit.ts';
import {
  type Agent,
  type AgentKey,
  isSignedIn,
  type Lease,
  type Session,
  type SignedInAgent,
  withSession,
} from '#core/sessions/agent.ts';
import type { AgentEvent } from '#core/sessions/events.ts';
import { includes } from '#core/sessions/ip-range.ts';
import type { AgentDirectory, AgentStore, SessionProof } from '#core/sessions/ports.ts';
import type { Group } from '#core/sessions/selector.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { type MemoryAggregateStore, makeMemoryAggregateStore } from './aggregate-store.ts';

export interface MemoryAgentStore extends AgentStore, MemoryAggregateStore<AgentKey, Agent, AgentEvent> {}

/** Keeps agents in memory. */
export function makeMemoryAgentStore(): MemoryAgentStore {
  const store = makeMemoryAggregateStore<AgentKey, Agent, AgentEvent>(
    ({ instanceId, agentId }) => `${instanceId}#${agentId}`,
  );
  return {
    ...store,
    async hear({ instanceId, agentId }, proof, { at, saidAt }) {
      const stored = store.all().find(({ state }) => state.instanceId === instanceId && state.agentId === agentId);
      const session = stored?.state.session;
      if (!stored || !session?.lease || !proves(proof, session) || isOld({ at, saidAt }, session.lease)) return false;
      const { leavesAt: _, ...lease } = session.lease;
      const heard = { ...lease, heardAt: at, ...(saidAt !== undefined && { saidAt }) };
      const state = withSession(stored.state, { ...session, lease: heard });
      await store.save({ ...stored, state, version: stored.version + 1 }, stored);
      return true;
    },
  };
}

const proves = (proof: SessionProof, { sessionId, secretHash }: Session) =>
  'sessionId' in proof ? proof.sessionId === sessionId : proof.secretHash === secretHash;

const isOld = (word: { at: number; saidAt: number | undefined }, { heardAt, saidAt }: Lease) =>
  word.at < heardAt || (word.saidAt !== undefined && saidAt !== undefined && word.saidAt < saidAt);

/** Finds the agents that a store in memory keeps; nobody is ever missed. */
export function makeMemoryAgentDirectory(
  store: Pick<MemoryAgentStore, 'all'> & Pick<AggregateStore<AgentKey, Agent, AgentEvent>, 'load'>,
): AgentDirectory {
  return {
    async signedIn(instanceId, group, { limit, cursor }) {
      const list = listName(instanceId, group);
      const after = cursor === undefined ? '' : decodeCursor(list, z.string(), cursor);
      const rest = store
        .all()
        .map(({ state }) => state)
        .filter((agent) => agent.instanceId === instanceId)
        .filter(isSignedIn)
        .filter((agent) => belongs(agent, group))
        .map((agent) => ({ agentId: agent.agentId, place: orderOf(agent, group) }))
        .filter(({ place }) => place > after)
        .sort((a, b) => (a.place < b.place ? -1 : 1));
      const page = rest.slice(0, limit);
      const last = page.at(-1);
      return {
        agentIds: page.map(({ agentId }) => agentId),
        ...(last && rest.length > limit && { cursor: encodeCursor(list, last.place) }),
      };
    },

    async find(instanceId, agentIds) {
      const found = await Promise.all([...new Set(agentIds)].map((agentId) => store.load({ instanceId, agentId })));
      return found.flatMap((stored) => stored?.state ?? []);
    },
  };
}

const listName = (instanceId: string, group: Group) =>
  'teamId' in group
    ? `${instanceId}#team#${group.teamId}`
    : `${instanceId}#range#${group.ipRange.first}#${group.ipRange.last}`;

const belongs = ({ profile, session }: SignedInAgent, group: Group) =>
  'teamId' in group ? profile.teamIds.includes(group.teamId) : includes(group.ipRange, session.ipAddress);

const orderOf = ({ agentId, session }: SignedInAgent, group: Group) =>
  'teamId' in group ? agentId : `${session.ipAddress} ${agentId}`;
