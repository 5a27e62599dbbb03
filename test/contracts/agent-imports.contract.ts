import { describe, expect, test } from '@jest/globals';
import type { AgentImport } from '#core/agent-imports/agent-import.ts';
import type { ImportEvent } from '#core/agent-imports/events.ts';
import type { ImportStore, Listings } from '#core/agent-imports/ports.ts';
import { recorded, someDay, stored } from '../support/agents.ts';
import { aggregateStoreContract } from './aggregate-store.contract.ts';

const counts = { listed: 3, created: 1, changed: 1, deleted: 0, passedOver: 0 };
const running = {
  status: 'running',
  phase: 'reading',
  pages: 2,
  movedAt: someDay,
  checkAt: someDay + 1,
  failures: 0,
} as const;

const anImport = (overrides: Partial<AgentImport> = {}): AgentImport => ({
  instanceId: 'demo',
  importId: 'i1',
  startedAt: someDay,
  counts,
  progress: running,
  ...overrides,
});

const imported: ImportEvent = {
  type: 'AgentsImported',
  instanceId: 'demo',
  importId: 'i1',
  startedAt: someDay,
  finishedAt: someDay + 1,
  ...counts,
};

/** What every ImportStore promises. */
export function importStoreContract(open: () => Promise<ImportStore>) {
  describe('as a store of aggregates', () => {
    aggregateStoreContract({
      open,
      key: { instanceId: 'demo' },
      state: (n) => anImport({ counts: { ...counts, listed: n } }),
      event: (sequence) => recorded(imported, { eventId: `demo/import/${sequence}`, sequence }),
      elsewhere: { key: { instanceId: 'other' }, state: anImport({ instanceId: 'other' }) },
    });
  });

  test.each<AgentImport['progress']>([
    running,
    { ...running, place: 'a place', failures: 3 },
    { status: 'completed', finishedAt: someDay },
    { status: 'failed', finishedAt: someDay, fault: 'denied' },
  ])('loads an import that is $status as it was saved', async (progress) => {
    const store = await open();
    const saved = stored<AgentImport, ImportEvent>(anImport({ progress, requestedBy: 'admin' }));
    await store.save(saved, undefined);
    expect(await store.load({ instanceId: 'demo' })).toEqual(saved);
  });
}

/** What every Listings promises. */
export function listingsContract(open: () => Promise<Listings>) {
  const demo = { instanceId: 'demo' };
  const all = async (listings: Listings) =>
    (await listings.all(demo)).map(({ importId, agentIds }) => [importId, ...agentIds].join()).toSorted();

  test('keeps every page of every import of an instance, and the latest of those put twice', async () => {
    const listings = await open();
    await listings.put(demo, 0, { importId: 'i1', agentIds: ['ann'] });
    await listings.put(demo, 1, { importId: 'i1', agentIds: ['bob', 'cem'] });
    await listings.put(demo, 0, { importId: 'i2', agentIds: ['dana'] });
    await listings.put({ instanceId: 'other' }, 0, { importId: 'i3', agentIds: ['eli'] });
    await listings.put(demo, 0, { importId: 'i2', agentIds: ['fay'] });
    expect(await all(listings)).toEqual(['i1,ann', 'i1,bob,cem', 'i2,fay']);
  });

  test('removes all pages of the imports that are named, and no others', async () => {
    const listings = await open();
    for (let page = 0; page < 12; page += 1)
      await listings.put(demo, page, { importId: 'i1', agentIds: [`agent-${page}`] });
    await listings.put(demo, 0, { importId: 'i2', agentIds: ['ann'] });
    await listings.remove(demo, []);
    expect(await all(listings)).toHaveLength(13);
    await listings.remove(demo, ['i1', 'i3']);
    expect(await all(listings)).toEqual(['i2,ann']);
  });

  test('keeps more than one answer of the database holds', async () => {
    const listings = await open();
    const agentIds = Array.from({ length: 1_000 }, (_, n) => `${'a'.repeat(60)}${n}`);
    for (let page = 0; page < 18; page += 1) await listings.put(demo, page, { importId: 'i1', agentIds });
    expect(await listings.all(demo)).toHaveLength(18);
  });
}
