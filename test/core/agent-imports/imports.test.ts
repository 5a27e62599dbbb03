import { describe, expect, test } from '@jest/globals';
import { makeMemoryPublisher } from '#adapters/memory/change.ts';
import type { ImportEvent } from '#core/agent-imports/events.ts';
import { makeAgentImportUseCases } from '#core/agent-imports/use-cases.ts';
import { makeAgentUseCases } from '#core/agents/use-cases.ts';
import { minutes, seconds } from '#core/instant.ts';
import { anAgent, aSession, someDay, stored } from '#test/support/agents.ts';
import { memoryPorts } from '#test/support/contact-centre.ts';
import { aCentre, key, profile } from './an-import.ts';

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
    const sizes = read.map((agentIds) => agentIds.length);
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([5, 100]);
    // Each once with its profile, and once more if it is gone.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(450 + 45 + 405);
  });

  test('changes nobody who is the same', async () => {
    const { people, importAgents, finish, agents } = await aCentre(['ann', 'bob', 'cy']);
    await importAgents(key, 'demo-key');
    await finish();
    const loaded: string[] = [];
    const { load } = agents;
    agents.load = (agent) => {
      loaded.push(agent.agentId);
      return load(agent);
    };
    people.set('bob', profile('Robert'));
    people.delete('cy');
    await importAgents(key, 'demo-key');
    await finish();
    // Everybody to compare, and whoever differs to be changed.
    expect(loaded).toEqual(['ann', 'bob', 'bob', 'cy', 'cy']);
  });

  test('compares two hundred agents of before at a time, by their ids, and goes on behind them', async () => {
    const names = Array.from({ length: 450 }, (_, n) => `agent-${1449 - n}`);
    const { people, importAgents, wakeImport, latestImport, finish, time, read, directory, facts } =
      await aCentre(names);
    await importAgents(key, 'demo-key');
    await finish();
    people.clear();
    const { find } = directory;
    directory.find = (...args) => {
      time.at += seconds(1);
      return find(...args);
    };
    await importAgents(key, 'demo-key');
    read.length = 0;
    await wakeImport(key);
    const { progress } = (await latestImport(key)) ?? {};
    expect(progress).toMatchObject({ status: 'running', phase: 'comparing', place: 'agent-1399' });
    expect(read.flat()).toEqual(names.toSorted().slice(0, 400));
    await finish();
    expect(read.flat()).toEqual(names.toSorted());
    expect(facts().at(-1)).toMatchObject({ deleted: 450 });
  });

  test('counts nobody as deleted whom somebody else has marked in the meantime', async () => {
    const { people, importAgents, finish, facts, directory, agents } = await aCentre(['ann', 'bob']);
    await importAgents(key, 'demo-key');
    await finish();
    const ann = await agents.load({ ...key, agentId: 'ann' });
    if (!ann) throw new Error('ann was not imported');
    await agents.save({ ...ann, state: { ...ann.state, deletedAt: someDay }, version: ann.version + 1 }, ann);
    people.clear();
    const { find } = directory;
    // What is read first does not show the mark yet.
    directory.find = async (...args) => {
      const found = await find(...args);
      return { ...found, agents: found.agents.map(({ deletedAt: _, ...agent }) => agent) };
    };
    await importAgents(key, 'demo-key');
    await finish();
    expect(facts().at(-1)).toMatchObject({ listed: 0, deleted: 1 });
  });

  test('reads what it has listed once in each of its functions', async () => {
    const names = Array.from({ length: 350 }, (_, n) => `agent-${1000 + n}`);
    const { importAgents, finish, listings } = await aCentre(names);
    let reads = 0;
    const { all } = listings;
    listings.all = (of) => {
      reads += 1;
      return all(of);
    };
    await importAgents(key, 'demo-key');
    await finish();
    // Once for what it has listed, and once for what those before have.
    expect(reads).toBe(2);
  });

  test('leaves no wake-up to an agent who is deleted, and nothing to set offline', async () => {
    const { people, importAgents, finish, agents, wakeUps } = await aCentre(['ann']);
    await importAgents(key, 'demo-key');
    await finish();
    const known = await agents.load({ ...key, agentId: 'ann' });
    if (!known) throw new Error('ann was not imported');
    const state = { ...known.state, session: aSession() };
    await agents.save({ ...known, state, version: known.version + 1 }, known);
    people.clear();
    await importAgents(key, 'demo-key');
    await finish();
    const deleted = (await agents.load({ ...key, agentId: 'ann' }))?.state;
    expect([deleted?.session, deleted?.owedOffline]).toEqual([undefined, undefined]);
    expect(wakeUps.pending().filter(({ kind }) => kind === 'agent')).toEqual([]);
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
    const { importAgents, wakeImport, latestImport, before, time, facts } = await aCentre(names);
    await importAgents(key, 'demo-key');
    before.call = () => {
      time.at += seconds(1);
    };
    await wakeImport(key);
    const now = someDay + seconds(3);
    expect(time.at).toBe(now);
    const { progress } = (await latestImport(key)) ?? {};
    const place = { phase: 'listing', place: '300', pages: 3 };
    expect(progress).toMatchObject({ status: 'running', ...place, movedAt: now, checkAt: now });
    expect(facts()).toEqual([]);
  });

  test('of a deployment without sources is not begun', async () => {
    const memory = await memoryPorts([], { now: () => someDay });
    const { importAgents } = makeAgentImportUseCases(
      { ...memory, bus: makeMemoryPublisher<ImportEvent>() },
      makeAgentUseCases(memory),
    );
    expect(await importAgents(key, 'demo-key')).toBeUndefined();
  });
});
