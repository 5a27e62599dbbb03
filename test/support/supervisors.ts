import { makeMemoryChangeFeed, makeMemorySupervisorWatches } from '#adapters/memory/supervisors.ts';
import type { ApiKey } from '#core/access/access.ts';
import type { Change } from '#core/supervisors/change.ts';
import type { Watch } from '#core/supervisors/watch.ts';
import { subscribed } from '#dialects/connect-participant/frames.ts';
import { contentOf, frameOfStart, framesOfChanges, supervisorTopic } from '#dialects/native/supervisor-frames.ts';
import { someDay } from './agents.ts';

/** The frames of supervisors, as production makes them. */
const supervisorFrames = {
  subscribed: subscribed([supervisorTopic]),
  ofChanges: framesOfChanges,
  ofStart: frameOfStart,
  contentOf,
};

/** The ports of supervisors in memory, besides those of agents and chats. */
export const memorySupervisorPorts = () => ({
  watches: makeMemorySupervisorWatches(),
  feed: makeMemoryChangeFeed(),
  frames: supervisorFrames,
});

/** The keys that a test has, by id: each may watch. */
export const watchingKeys = (...keyIds: readonly string[]) => {
  const known = new Set(keyIds);
  return {
    revoke: (keyId: string) => known.delete(keyId),
    find: async (keyId: string): Promise<ApiKey | undefined> =>
      known.has(keyId) ? { keyId, instanceId: 'demo', scopes: ['sessions:read'], secretHash: '' } : undefined,
  };
};

export const aWatch = (overrides: Partial<Watch> = {}): Watch => ({
  instanceId: 'demo',
  watchId: 'watch',
  callerId: 'console',
  endsAt: someDay + 100_000,
  ...overrides,
});

export const aChange = (overrides: Partial<Change> = {}): Change => ({
  instanceId: 'demo',
  eventId: 'demo/agent/ann/1',
  at: '2026-11-21T09:30:00.000Z',
  keptAt: someDay,
  audience: { agents: [{ agentId: 'ann', teamIds: ['floor'] }] },
  content: { type: 'agent', agent: { agentId: 'ann', sequence: 1 } },
  ...overrides,
});
