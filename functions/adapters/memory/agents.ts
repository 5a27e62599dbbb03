import * as z from 'zod/mini';
import {
  type Agent,
  type AgentKey,
  isSignedIn,
  type Lease,
  type Session,
  type SignedInAgent,
  withSession,
} from '#core/agents/agent.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import { includes } from '#core/agents/ip-range.ts';
import type { Heartbeat } from '#core/agents/lease.ts';
import type { AgentDirectory, AgentStore, Group, SessionProof } from '#core/agents/ports.ts';
import type { AggregateStore } from '#core/change.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { type MemoryAggregateStore, makeMemoryAggregateStore } from './change.ts';

export interface MemoryAgentStore extends AgentStore, MemoryAggregateStore<AgentKey, Agent, AgentEvent> {}

/** Keeps agents in memory. */
export function makeMemoryAgentStore(): MemoryAgentStore {
  const store = makeMemoryAggregateStore<AgentKey, Agent, AgentEvent>(
    ({ instanceId, agentId }) => `${instanceId}#${agentId}`,
  );
  return {
    ...store,
    // There is no `await` between reading and saving, so it is as atomic as a conditional write.
    async recordHeartbeat({ instanceId, agentId }, proof, { at, sentAt }) {
      const stored = store.all().find(({ state }) => state.instanceId === instanceId && state.agentId === agentId);
      const session = stored?.state.session;
      if (!stored || !session?.lease || !proves(proof, session) || isOld({ at, sentAt }, session.lease)) return false;
      const { leavesAt: _, ...lease } = session.lease;
      const moved = { ...lease, lastSeenAt: at, ...(sentAt !== undefined && { sentAt }) };
      const state = withSession(stored.state, { ...session, lease: moved });
      await store.save({ ...stored, state, version: stored.version + 1 }, stored);
      return true;
    },
  };
}

const proves = (proof: SessionProof, { sessionId, secretHash }: Session) =>
  'sessionId' in proof ? proof.sessionId === sessionId : proof.secretHash === secretHash;

const isOld = (heartbeat: Heartbeat, { lastSeenAt, sentAt }: Lease) =>
  heartbeat.at < lastSeenAt || (heartbeat.sentAt !== undefined && sentAt !== undefined && heartbeat.sentAt < sentAt);

/** Finds the agents of a store in memory. Unlike others it does not lag behind. */
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
        .map((agent) => ({ agentId: agent.agentId, place: placeOf(agent, group) }))
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

const placeOf = ({ agentId, session }: SignedInAgent, group: Group) =>
  'teamId' in group ? agentId : `${session.ipAddress} ${agentId}`;
