import * as z from 'zod/mini';
import { type Agent, type AgentKey, isSignedIn, type Lease, type Session, withSession } from '#core/agents/agent.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import { includes, unknownAddress } from '#core/agents/ip-range.ts';
import { type Heartbeat, isTooClose, mayReturn, withHeartbeat } from '#core/agents/lease.ts';
import type { AgentDirectory, AgentStore, Group, SessionProof } from '#core/agents/ports.ts';
import type { AggregateStore } from '#core/change.ts';
import type { Instant } from '#core/instant.ts';
import type { Clock } from '#core/ports.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { type MemoryAggregateStore, makeMemoryAggregateStore } from './change.ts';

export interface MemoryAgentStore extends AgentStore, MemoryAggregateStore<AgentKey, Agent, AgentEvent> {
  /** All agents as the indexes show them, in the order in which they were first saved. */
  indexed(): readonly Agent[];
}

/** How late the indexes of a store are. */
interface IndexLag {
  readonly clock: Clock;
  readonly milliseconds: number;
}

/**
 * Keeps agents in memory.
 *
 * @param lag like a global secondary index, the directory shows what was true some time ago. @default - it is never late
 */
export function makeMemoryAgentStore(lag?: IndexLag): MemoryAgentStore {
  const shown = new Map<string, Agent>();
  let changes: { readonly from: Instant; readonly agent: Agent }[] = [];
  const store = makeMemoryAggregateStore<AgentKey, Agent, AgentEvent>(
    ({ instanceId, agentId }) => `${instanceId}#${agentId}`,
  );

  /** Shows the changes that are old enough. Whatever is shown is forgotten, however many there are in a long run. */
  function show({ clock }: IndexLag): void {
    const now = clock.now();
    const first = changes.findIndex(({ from }) => from > now);
    const old = first < 0 ? changes : changes.slice(0, first);
    changes = first < 0 ? [] : changes.slice(first);
    for (const { agent } of old) shown.set(`${agent.instanceId}#${agent.agentId}`, agent);
  }

  return {
    ...store,

    async save(next, previous) {
      await store.save(next, previous);
      if (!lag) return;
      changes.push({ from: lag.clock.now() + lag.milliseconds, agent: next.state });
      if (changes.length % 1_000 === 0) show(lag);
    },

    indexed() {
      if (!lag) return store.all().map(({ state }) => state);
      show(lag);
      return [...shown.values()];
    },

    // There is no `await` between reading and saving, so it is as atomic as a conditional write.
    async recordHeartbeat({ instanceId, agentId }, proof, { at, sentAt, from }) {
      const stored = store.all().find(({ state }) => state.instanceId === instanceId && state.agentId === agentId);
      const session = stored?.state.session;
      const heartbeat = { at, sentAt };
      if (!stored || !session?.lease || !proves(proof, session) || isOld(heartbeat, session.lease)) return false;
      if (from !== undefined && session.ipAddress === unknownAddress) return false;
      if (isTooClose(session.lease, heartbeat)) return false;
      const state = withSession(stored.state, withHeartbeat(session, heartbeat));
      await store.save({ ...stored, state, version: stored.version + 1 }, stored);
      return true;
    },
  };
}

const proves = (proof: SessionProof, { sessionId, secretHash }: Session) =>
  'sessionId' in proof ? proof.sessionId === sessionId : proof.secretHash === secretHash;

const isOld = (heartbeat: Heartbeat, { lastSeenAt, sentAt }: Lease) =>
  heartbeat.at < lastSeenAt || (heartbeat.sentAt !== undefined && sentAt !== undefined && heartbeat.sentAt < sentAt);

/** Agents in one look-up, as in DynamoDB. */
const mostFound = 100;

/** Finds the agents of a store in memory, as its indexes show them. */
export function makeMemoryAgentDirectory(
  store: Pick<MemoryAgentStore, 'indexed'> & Pick<AggregateStore<AgentKey, Agent, AgentEvent>, 'load'>,
  clock?: Clock,
): AgentDirectory {
  const returns = (agent: Agent) => clock !== undefined && mayReturn(agent, clock.now());
  return {
    async signedIn(instanceId, group, { limit, cursor, withSignedOut = false }) {
      const list = listName(instanceId, group);
      const after = cursor === undefined ? '' : decodeCursor(list, z.string(), cursor);
      const rest = store
        .indexed()
        .filter((agent) => agent.instanceId === instanceId)
        .filter((agent) => belongs(agent, group, withSignedOut ? () => true : returns))
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

    async everybody(instanceId, { teamId }, { limit, cursor }) {
      const list = `${instanceId}#${teamId === undefined ? 'everybody' : `members#${teamId}`}`;
      const after = cursor === undefined ? '' : decodeCursor(list, z.string(), cursor);
      const rest = store
        .indexed()
        .filter((agent) => agent.instanceId === instanceId && agent.agentId > after)
        .filter(({ profile }) => teamId === undefined || profile.teamIds.includes(teamId))
        .map(({ agentId }) => agentId)
        .sort();
      const agentIds = rest.slice(0, limit);
      const last = agentIds.at(-1);
      return { agentIds, ...(last !== undefined && rest.length > limit && { cursor: encodeCursor(list, last) }) };
    },

    async find(instanceId, agentIds) {
      const distinct = [...new Set(agentIds)];
      if (distinct.length > mostFound)
        throw new RangeError(`${distinct.length} agents are more than can be found at once`);
      const found = await Promise.all(distinct.map((agentId) => store.load({ instanceId, agentId })));
      return { agents: found.flatMap((stored) => stored?.state ?? []), unreadable: [] };
    },
  };
}

const listName = (instanceId: string, group: Group) =>
  'teamId' in group
    ? `${instanceId}#team#${group.teamId}`
    : `${instanceId}#range#${group.ipRange.first}#${group.ipRange.last}`;

const belongs = (agent: Agent, group: Group, returns: (agent: Agent) => boolean) =>
  'teamId' in group
    ? (isSignedIn(agent) || returns(agent)) && agent.profile.teamIds.includes(group.teamId)
    : isSignedIn(agent) && includes(group.ipRange, agent.session.ipAddress);

const placeOf = ({ agentId, session }: Agent, group: Group) =>
  'teamId' in group ? agentId : `${session?.ipAddress} ${agentId}`;
