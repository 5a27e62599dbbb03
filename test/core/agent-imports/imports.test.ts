import { describe, expect, test } from '@jest/globals';
import { makeMemoryPublisher } from '#adapters/memory/change.ts';
import type { ImportEvent } from '#core/agent-imports/events.ts';
import type { AgentSource } from '#core/agent-imports/ports.ts';
import { makeAgentImportUseCases } from '#core/agent-imports/use-cases.ts';
import { makeAgentUseCases } from '#core/agents/use-cases.ts';
import { BackendError } from '#core/backend-calls.ts';
import { days, minutes, seconds } from '#core/instant.ts';
import { anAgent, someDay, stored } from '#test/support/agents.ts';
import { memoryPorts } from '#test/support/contact-centre.ts';

const key = { instanceId: 'demo' };
const profile = (name: string) => ({ name, agentNumber: name, teamIds: [] });

/** An instance of a backend with these people, whose lists have pages of a hundred. */
async function aCentre(names: readonly string[] = []) {
  const time = { at: someDay };
  const people = new Map(names.map((name) => [name, profile(name)]));
  const memory = await memoryPorts([], { now: () => time.at });
  const bus = makeMemoryPublisher<ImportEvent>();
  const before: { call: () => void } = { call: () => {} };
  const unseen = new Set<string>();
  const read: (readonly string[])[] = [];
  const page = (place: string) => {
    before.call();
    const end = Number(place) + 100;
    return { ids: [...people.keys()].slice(Number(place), end), next: end < people.size ? String(end) : undefined };
  };
  const source: AgentSource = {
    async list(place = '0') {
      const { ids, next } = page(place);
      return { agentIds: ids.filter((id) => !unseen.has(id)), passedOver: 2, next };
    },
    async profiles(place = '0') {
      const { ids, next } = page(place);
      return { agents: ids.map((agentId) => ({ agentId, profile: people.get(agentId) ?? profile('') })), next };
    },
  };
  const find: typeof memory.directory.find = (instanceId, agentIds) => {
    read.push(agentIds);
    return memory.directory.find(instanceId, agentIds);
  };
  const ports = { ...memory, directory: { ...memory.directory, find } };
  const useCases = makeAgentImportUseCases(
    { ...ports, bus, agentSources: (instanceId) => (instanceId === 'other' ? undefined : source) },
    makeAgentUseCases(memory),
  );
  return {
    ...memory,
    ...useCases,
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

describe('an import', () => {
  test('of an instance whose agents Lastcall owns is not begun, on demand or by a wake-up', async () => {
    const { importAgents, wakeImport, latestImport, wakeUps } = await aCentre();
    const own = { instanceId: 'other' };
    expect(await importAgents(own, 'demo-key')).toBeUndefined();
    await wakeImport(own);
    expect([await latestImport(own), wakeUps.pending()]).toEqual([undefined, []]);
  });

  test('that is asked for begins at once, and whoever asks again meanwhile joins it', async () => {
    const { importAgents, wakeUps, latestImport, finish, facts } = await aCentre(['ann']);
    const begun = await importAgents(key, 'demo-key');
    expect(begun).toMatchObject({ ...key, importId: 'id-1', requestedBy: 'demo-key', startedAt: someDay });
    expect(wakeUps.pending()[0]).toMatchObject({ kind: 'import', ...key, at: someDay });
    expect(await importAgents(key, 'other-key')).toEqual(begun);
    await finish();
    const counts = { listed: 1, created: 1, changed: 0, deleted: 0, passedOver: 2 };
    const { progress } = (await latestImport(key)) ?? {};
    expect(progress).toEqual({ status: 'completed', finishedAt: someDay });
    expect(facts()).toEqual([
      {
        type: 'AgentsImported',
        ...key,
        importId: 'id-1',
        requestedBy: 'demo-key',
        startedAt: someDay,
        finishedAt: someDay,
        ...counts,
      },
    ]);
    expect((await importAgents(key, 'demo-key'))?.importId).not.toBe('id-1');
  });

  test('counts whom it has listed, created, changed, marked and passed over, and reads no more than a hundred at a time', async () => {
    const names = Array.from({ length: 450 }, (_, n) => `agent-${1000 + n}`);
    const { people, importAgents, finish, facts, read, time } = await aCentre(names);
    await importAgents(key, 'demo-key');
    await finish();
    for (const name of names.slice(0, 405)) people.delete(name);
    people.set('agent-1410', profile('renamed'));
    time.at += minutes(1);
    await importAgents(key, 'demo-key');
    await finish();
    expect(facts()).toMatchObject([
      { listed: 450, created: 450, changed: 0, deleted: 0, passedOver: 10 },
      { listed: 45, created: 0, changed: 1, deleted: 405, passedOver: 2 },
    ]);
    expect(Math.max(...read.map((agentIds) => agentIds.length))).toBe(100);
  });

  test('creates nobody who is not listed, as who was deleted may still have a profile there', async () => {
    const { importAgents, finish, agents, unseen } = await aCentre(['ann', 'bob']);
    unseen.add('bob');
    await importAgents(key, 'demo-key');
    await finish();
    expect(agents.all().map(({ state }) => state.agentId)).toEqual(['ann']);
  });

  test('leaves agents alone whose item cannot be read', async () => {
    const centre = await aCentre(['ann', 'bob']);
    await centre.agents.save(stored(anAgent({ ...key, agentId: 'bob' })), undefined);
    centre.directory.find = async () => ({ agents: [], unreadable: ['bob'] });
    await centre.importAgents(key, 'demo-key');
    await centre.finish();
    expect(centre.facts()).toMatchObject([{ listed: 2, created: 1, changed: 0 }]);
  });

  test('goes on for three seconds and then lets somebody else go on at once', async () => {
    const names = Array.from({ length: 900 }, (_, n) => `agent-${1000 + n}`);
    const { importAgents, wakeImport, latestImport, before, time } = await aCentre(names);
    await importAgents(key, 'demo-key');
    before.call = () => {
      time.at += seconds(1);
    };
    await wakeImport(key);
    const now = someDay + seconds(3);
    expect(time.at).toBe(now);
    const { progress } = (await latestImport(key)) ?? {};
    expect(progress).toMatchObject({ status: 'running', phase: 'listing', place: '300', movedAt: now, checkAt: now });
  });
});

describe('a page that the backend does not give', () => {
  const refuse = (fault: 'busy' | 'denied') => () => {
    throw new BackendError(fault, 'No');
  };

  test('is tried again later, and reported', async () => {
    const { importAgents, wakeImport, latestImport, before, reports, finish, facts, wakeUps } = await aCentre(['ann']);
    await importAgents(key, 'demo-key');
    before.call = refuse('busy');
    await wakeImport(key);
    const { progress } = (await latestImport(key)) ?? {};
    expect(progress).toMatchObject({ status: 'running', failures: 1, checkAt: someDay + seconds(15) });
    expect(wakeUps.pending().map(({ at }) => at)).toContain(someDay + seconds(15));
    expect(reports).toEqual(['A page of an import could not be read; it is tried again']);
    before.call = () => {};
    await finish();
    expect(facts()).toMatchObject([{ type: 'AgentsImported', listed: 1 }]);
  });

  test('is given up after twenty attempts, and what was listed until then is forgotten', async () => {
    const names = Array.from({ length: 150 }, (_, n) => `agent-${1000 + n}`);
    const { importAgents, before, listings, finish, facts, latestImport, time } = await aCentre(names);
    await importAgents(key, 'demo-key');
    let calls = 0;
    before.call = () => {
      calls += 1;
      if (calls > 1) refuse('denied')();
    };
    await finish();
    const times = { startedAt: someDay, finishedAt: time.at };
    expect(facts()).toEqual([
      { type: 'AgentImportFailed', ...key, importId: 'id-1', requestedBy: 'demo-key', ...times, fault: 'denied' },
    ]);
    expect((await latestImport(key))?.progress).toEqual({ status: 'failed', finishedAt: time.at, fault: 'denied' });
    expect(await listings.all(key)).toEqual([]);
  });

  test('because of a fault of Lastcall’s own fails the delivery, which is repeated', async () => {
    const { importAgents, wakeImport, before, latestImport } = await aCentre(['ann']);
    await importAgents(key, 'demo-key');
    before.call = () => {
      throw new TypeError('a mistake');
    };
    await expect(wakeImport(key)).rejects.toThrow('a mistake');
    expect((await latestImport(key))?.progress).toMatchObject({ status: 'running', failures: 0 });
  });
});

test('each night every instance is imported once, between one and three o’clock UTC, and not all at the same time', async () => {
  const { wakeImport, latestImport, time } = await aCentre(['ann']);
  const startsOf = async (instanceId: string) => {
    const starts: number[] = [];
    for (time.at = someDay; time.at < someDay + days(3); time.at += minutes(5)) {
      await wakeImport({ instanceId });
      const latest = await latestImport({ instanceId });
      if (latest && latest.startedAt !== starts.at(-1)) starts.push(latest.startedAt);
      expect(latest?.requestedBy).toBeUndefined();
    }
    return starts;
  };
  const nightly = [];
  for (const instanceId of ['demo', 'b', 'c', 'd']) {
    const [first, ...nights] = await startsOf(instanceId);
    expect(first).toBe(someDay);
    expect(nights).toHaveLength(3);
    const [ofDay = 0, ...others] = nights.map((at) => at % days(1));
    expect(others).toEqual([ofDay, ofDay]);
    expect(ofDay).toBeGreaterThanOrEqual(minutes(60));
    expect(ofDay).toBeLessThan(minutes(180));
    nightly.push(ofDay);
  }
  expect(new Set(nightly).size).toBeGreaterThan(1);
});
