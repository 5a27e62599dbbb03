import type { AgentImport, ImportKey } from '#core/agent-imports/agent-import.ts';
import type { ImportEvent } from '#core/agent-imports/events.ts';
import type { Listing, Listings } from '#core/agent-imports/ports.ts';
import { makeMemoryAggregateStore } from './change.ts';

/** Keeps the latest import of each instance in memory. */
export const makeMemoryImportStore = () =>
  makeMemoryAggregateStore<ImportKey, AgentImport, ImportEvent>(({ instanceId }) => instanceId);

/** Keeps whom imports have listed in memory. */
export function makeMemoryListings(): Listings {
  const kept = new Map<string, Map<string, Listing>>();
  const of = ({ instanceId }: ImportKey) => {
    const pages = kept.get(instanceId) ?? new Map<string, Listing>();
    kept.set(instanceId, pages);
    return pages;
  };
  return {
    async put(key, page, listing) {
      of(key).set(`${listing.importId}#${page}`, listing);
    },
    all: async (key) => [...of(key).values()],
    async remove(key, importIds) {
      for (const [name, { importId }] of of(key)) if (importIds.includes(importId)) of(key).delete(name);
    },
  };
}
