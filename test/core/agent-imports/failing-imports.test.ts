import { describe, expect, test } from '@jest/globals';
import { BackendError } from '#core/backend-calls.ts';
import { minutes, seconds } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';
import { aCentre, key } from './an-import.ts';

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

  describe('while somebody else has taken the import over', () => {
    const nine = Array.from({ length: 900 }, (_, n) => `agent-${1000 + n}`);

    /** At the first page that the backend refuses, two minutes have passed, and something else happens to the import. */
    async function overtaken(meanwhile: (centre: Awaited<ReturnType<typeof aCentre>>) => Promise<unknown>) {
      const centre = await aCentre(nine);
      const found = async () => [await centre.latestImport(key), await centre.listings.all(key), centre.facts()];
      await centre.importAgents(key, 'demo-key');
      let after: unknown;
      centre.before.call = async () => {
        centre.before.call = () => {};
        centre.time.at += minutes(2);
        await meanwhile(centre);
        after = await found();
        refuse('denied')();
      };
      await centre.wakeImport(key);
      expect(await found()).toEqual(after);
      return (await centre.latestImport(key))?.progress;
    }

    test('changes nothing if it goes on', async () => {
      const progress = await overtaken(({ before, time, wakeImport }) => {
        before.call = () => {
          time.at += seconds(1);
        };
        return wakeImport(key);
      });
      expect(progress).toMatchObject({ status: 'running', failures: 0 });
    });

    test('changes nothing if it is complete', async () => {
      expect(await overtaken(({ wakeImport }) => wakeImport(key))).toMatchObject({ status: 'completed' });
    });

    test('changes nothing if it is complete, and another one has failed since', async () => {
      const progress = await overtaken(async ({ wakeImport, importAgents, before, finish }) => {
        await wakeImport(key);
        await importAgents(key, 'demo-key');
        before.call = refuse('denied');
        await finish();
      });
      expect(progress).toMatchObject({ status: 'failed' });
    });

    test('changes nothing if another one is in its place, by a clock that differs', async () => {
      const progress = await overtaken(async ({ imports }) => {
        const taken = await imports.load(key);
        if (!taken) throw new Error('It was not begun');
        await imports.save(
          { ...taken, version: taken.version + 1, state: { ...taken.state, importId: 'another' } },
          taken,
        );
      });
      expect(progress).toMatchObject({ status: 'running', failures: 0 });
    });
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

test('the end of an import that cannot be published fails the delivery, which is repeated', async () => {
  const { importAgents, wakeImport, bus, facts } = await aCentre(['ann']);
  await importAgents(key, 'demo-key');
  const { publish } = bus;
  bus.publish = () => Promise.reject(new Error('the bus is down'));
  await expect(wakeImport(key)).rejects.toThrow('the bus is down');
  bus.publish = publish;
  await wakeImport(key);
  expect(facts()).toMatchObject([{ type: 'AgentsImported', listed: 1 }]);
});
