import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { makeMemoryPublisher } from '#adapters/memory/change.ts';
import { makeMemoryWakeUps } from '#adapters/memory/wake-ups.ts';
import type { ImportEvent } from '#core/agent-imports/events.ts';
import type { AgentSource } from '#core/agent-imports/ports.ts';
import { makeAgentImportUseCases } from '#core/agent-imports/use-cases.ts';
import { makeAgentUseCases } from '#core/agents/use-cases.ts';
import { days, minutes } from '#core/instant.ts';
import { everyFault, type Fault, Faults, faultAt, Invocation } from '#test/simulation/invocation.ts';
import { someDay } from '#test/support/agents.ts';
import { memoryPorts } from '#test/support/contact-centre.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';

const pageSize = 3;

/** A contact centre with people, out of which agents are imported. */
async function aCentre(faults: Faults) {
  const time = { at: someDay };
  const people = new Map<string, string>();
  const memory = await memoryPorts([], { now: () => time.at });
  const wakeUps = makeMemoryWakeUps();
  const bus = makeMemoryPublisher<ImportEvent>();
  const source: AgentSource = {
    async list(place = '0') {
      const { page, next } = pageAt(place);
      return { agentIds: page.map(([agentId]) => agentId), passedOver: 0, next };
    },
    async profiles(place = '0') {
      const { page, next } = pageAt(place);
      const agents = page.map(([agentId, name]) => ({ agentId, profile: { name, agentNumber: '', teamIds: [] } }));
      return { agents, next };
    },
  };
  function pageAt(place: string) {
    const end = Number(place) + pageSize;
    return {
      page: [...people].slice(Number(place), end),
      ...(end < people.size && { next: String(end) }),
    };
  }

  /** One function, in a process of its own, that looks at the import. */
  async function wake(through: Faults): Promise<boolean> {
    const invocation = new Invocation(through);
    const connect = <Port extends object>(port: Port) => invocation.connect(port);
    const ports = {
      ...memory,
      agents: connect(memory.agents),
      directory: connect(memory.directory),
      wakeUps: connect(wakeUps),
    };
    const useCases = makeAgentImportUseCases(
      {
        ...ports,
        imports: connect(memory.imports),
        listings: connect(memory.listings),
        bus: connect(bus),
        agentSources: () => connect(source),
      },
      makeAgentUseCases(ports),
    );
    return invocation
      .run(() => useCases.wakeImport({ instanceId: 'demo' }))
      .then(
        () => true,
        () => false,
      );
  }

  return {
    people,
    bus,
    time,
    /** Imports: whatever fails is delivered again, and every wake-up fires. */
    async import(): Promise<void> {
      const before = bus.published().length;
      let isDelivered = await wake(faults);
      for (let turn = 0; turn < 200; turn += 1) {
        const [next] = wakeUps.pending().toSorted((a, b) => a.at - b.at);
        const isOver = (await memory.imports.load({ instanceId: 'demo' }))?.state.progress.status === 'completed';
        if (isDelivered && isOver && bus.published().length > before) return;
        if (isDelivered && !next) throw new Error('Nobody goes on with the import');
        time.at = isDelivered ? Math.max(time.at, next?.at ?? time.at) : time.at + minutes(1);
        wakeUps.wake(time.at);
        isDelivered = await wake(faults);
      }
      throw new Error('The import does not end');
    },
    nextDay: () => {
      time.at += days(1);
      wakeUps.wake(time.at);
    },
    /** Those who exist by name, and those who are marked. */
    agents: () =>
      memory.agents
        .all()
        .map(({ state }) => `${state.agentId} ${state.profile.name}${state.deletedAt === undefined ? '' : ' deleted'}`)
        .toSorted(),
    pages: async () => (await memory.listings.all({ instanceId: 'demo' })).length,
    events: () => new Set(bus.published().map(({ eventId }) => eventId)).size,
  };
}

/** Two days: people come, go and change their names. */
async function twoDays(faults: Faults) {
  const centre = await aCentre(faults);
  for (let n = 0; n < 7; n += 1) centre.people.set(`a${n}`, `N${n}`);
  await centre.import();
  centre.nextDay();
  centre.people.delete('a1');
  centre.people.delete('a5');
  centre.people.set('a2', 'New');
  centre.people.set('b', 'B');
  await centre.import();
  expect(centre.agents()).toEqual([
    'a0 N0',
    'a1 N1 deleted',
    'a2 New',
    'a3 N3',
    'a4 N4',
    'a5 N5 deleted',
    'a6 N6',
    'b B',
  ]);
  expect(centre.events()).toBe(2);
  // Only those of the latest import are kept.
  expect(await centre.pages()).toBe(2);
  return centre;
}

test.each(everyFault)(
  'an import of which any one call is %s ends with the same agents, and says so once',
  async (fault: Fault) => {
    const undisturbed = new Faults();
    await twoDays(undisturbed);
    for (let at = 1; at <= undisturbed.calls; at += 1) await twoDays(faultAt(at, fault));
  },
);

test('an import of which many calls fail ends with the same agents', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(fc.constantFrom(...everyFault), { freq: 6 }), { minLength: 20, maxLength: 300 }),
      async (plan) => {
        await twoDays(new Faults((call) => plan[call] ?? undefined));
      },
    ),
    { numRuns: randomRuns(100) },
  );
});
