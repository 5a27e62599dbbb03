import { makeMemoryPublisher } from '#adapters/memory/change.ts';
import type { ImportEvent } from '#core/agent-imports/events.ts';
import type { AgentSource } from '#core/agent-imports/ports.ts';
import { makeAgentImportUseCases } from '#core/agent-imports/use-cases.ts';
import { makeAgentUseCases } from '#core/agents/use-cases.ts';
import { someDay } from '#test/support/agents.ts';
import { memoryPorts } from '#test/support/contact-centre.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';

export const key = { instanceId: 'demo' };
export const profile = (name: string) => ({ name, agentNumber: name, teamIds: [] });

/** An instance of a backend with these people, whose lists have pages of a hundred. */
export async function aCentre(names: readonly string[] = []) {
  const time = { at: someDay };
  const people = new Map(names.map((name) => [name, profile(name)]));
  const memory = await memoryPorts([], { now: () => time.at });
  const bus = makeMemoryPublisher<ImportEvent>();
  const before: { call: () => void | Promise<void> } = { call: () => {} };
  const unseen = new Set<string>();
  const read: (readonly string[])[] = [];
  const page = async (place: string) => {
    await before.call();
    const end = Number(place) + 100;
    return { ids: [...people.keys()].slice(Number(place), end), next: end < people.size ? String(end) : undefined };
  };
  const source: AgentSource = {
    async list(place = '0') {
      const { ids, next } = await page(place);
      return { agentIds: ids.filter((id) => !unseen.has(id)), passedOver: 2, next };
    },
    async profiles(place = '0') {
      const { ids, next } = await page(place);
      return { agents: ids.map((agentId) => ({ agentId, profile: people.get(agentId) ?? profile('') })), next };
    },
  };
  const find: typeof memory.directory.find = (instanceId, agentIds) => {
    read.push(agentIds);
    return memory.directory.find(instanceId, agentIds);
  };
  const { backend } = makeOwningBackend({ clock: { now: () => time.at } });
  const ports = { ...memory, directory: { ...memory.directory, find } };
  const useCases = makeAgentImportUseCases(
    { ...ports, bus, agentSources: (instanceId) => (instanceId === 'other' ? undefined : source) },
    makeAgentUseCases({ ...memory, backends: () => backend }),
  );
  return {
    ...memory,
    ...useCases,
    bus,
    people,
    time,
    before,
    /** People whom the list skips although there is a profile of them. */
    unseen,
    /** The ids of agents that were read together. */
    read,
    facts: () => bus.published().map(({ fact }) => fact),
    /** Wakes the import as often as it asks for it, until it is over. */
    async finish(): Promise<void> {
      await useCases.wakeImport(key);
      for (let turn = 0; turn < 200; turn += 1) {
        const { progress } = (await useCases.latestImport(key)) ?? {};
        if (progress?.status !== 'running') return;
        time.at = Math.max(time.at, progress.checkAt);
        await useCases.wakeImport(key);
      }
      throw new Error('The import does not end');
    },
  };
}
