import { expect, test } from '@jest/globals';
import { minutes } from '#core/instant.ts';
import type { ChangeFeed, SupervisorWatches } from '#core/supervisors/ports.ts';
import { someDay } from '../support/agents.ts';
import { aChange, aWatch } from '../support/supervisors.ts';

/** What every list of those who watch promises. */
export function supervisorWatchesContract(open: () => Promise<SupervisorWatches>) {
  const opened = { connectionId: 'one', endsAt: someDay + minutes(120) };
  const keptUntil = someDay + minutes(60);

  test('it has the watches of an instance as they were added', async () => {
    const watches = await open();
    const limited = aWatch({ watchId: 'limited', teamIds: ['1', '2'], validUntil: someDay + minutes(5) });
    await watches.add(aWatch());
    await watches.add(limited);
    await watches.add(aWatch({ instanceId: 'other', watchId: 'theirs' }));
    const { watches: found, ...rest } = await watches.find('demo');
    expect(found.toSorted((a, b) => (a.watchId < b.watchId ? 1 : -1))).toEqual([aWatch(), limited]);
    expect(rest).toEqual({});
    expect(await watches.find('nobody')).toEqual({ watches: [] });
  });

  test('a watch gets a WebSocket in place of the one before, and one that is not there gets none', async () => {
    const watches = await open();
    await watches.add(aWatch());
    expect(await watches.open(aWatch(), opened)).toEqual(aWatch());
    expect(await watches.open(aWatch(), { ...opened, connectionId: 'two' })).toEqual(aWatch(opened));
    expect((await watches.find('demo')).watches).toEqual([aWatch({ ...opened, connectionId: 'two' })]);
    expect(await watches.open(aWatch({ watchId: 'another' }), opened)).toBeUndefined();
    expect((await watches.find('demo')).watches).toHaveLength(1);
  });

  test('a watch is ended with its WebSocket and not with an earlier one', async () => {
    const watches = await open();
    await watches.add(aWatch(opened));
    await watches.add(aWatch({ watchId: 'unopened' }));
    const endsAt = someDay - 1;
    await watches.end(aWatch(), { connectionId: 'earlier', endsAt });
    await watches.end(aWatch({ watchId: 'unopened' }), { connectionId: 'one', endsAt });
    await watches.end(aWatch({ watchId: 'another' }), { connectionId: 'one', endsAt });
    const found = async () => (await watches.find('demo')).watches;
    expect(await found()).toEqual(expect.arrayContaining([aWatch(opened), aWatch({ watchId: 'unopened' })]));
    await watches.end(aWatch(), { connectionId: 'one', endsAt });
    expect(await found()).toHaveLength(2);
    expect(await found()).toContainEqual(aWatch({ ...opened, endsAt }));
  });

  test('a watch is removed with its WebSocket and not with an earlier one; until when changes are kept only moves on', async () => {
    const watches = await open();
    await watches.add(aWatch(opened));
    await watches.add(aWatch({ watchId: 'unopened' }));
    await watches.remove(aWatch(), { connectionId: 'earlier', keptUntil });
    expect(await watches.find('demo')).toMatchObject({ watches: [{}, {}], keptUntil });
    await watches.remove(aWatch(), { connectionId: 'one', keptUntil: keptUntil - 1 });
    expect(await watches.find('demo')).toEqual({ watches: [aWatch({ watchId: 'unopened' })], keptUntil });
    for (let n = 0; n < 2; n += 1) await watches.remove(aWatch({ watchId: 'unopened' }), { keptUntil: keptUntil + 1 });
    expect(await watches.find('demo')).toEqual({ watches: [], keptUntil: keptUntil + 1 });
  });

  test('a watch that was opened meanwhile is not removed as one that nobody has opened', async () => {
    const watches = await open();
    await watches.add(aWatch(opened));
    await watches.remove(aWatch(), { keptUntil });
    expect((await watches.find('demo')).watches).toHaveLength(1);
  });
}

/** What every feed of changes promises. */
export function changeFeedContract(open: () => Promise<ChangeFeed>) {
  const numbered = (n: number, keptAt = someDay + n) => aChange({ eventId: `demo/agent/ann/${n}`, keptAt });

  test('a change is kept once for its event, by one attempt, which may keep it anew', async () => {
    const feed = await open();
    expect(await feed.add(numbered(1), 'first')).toBe(true);
    expect(await feed.add(numbered(1, someDay + 5), 'second')).toBe(false);
    expect(await feed.read('demo', someDay, 10)).toEqual([numbered(1)]);
    expect(await feed.add(numbered(1, someDay + 9), 'first')).toBe(true);
    expect(await feed.read('demo', someDay, 10)).toEqual([numbered(1, someDay + 9)]);
  });

  test('of an agent who was made again, the same ids of events are others', async () => {
    const feed = await open();
    const again = { ...numbered(1, someDay + 5), at: '2026-11-21T09:31:00.000Z' };
    expect([await feed.add(numbered(1), 'first'), await feed.add(again, 'second')]).toEqual([true, true]);
    expect(await feed.read('demo', someDay, 10)).toEqual([numbered(1), again]);
  });

  test('the changes of an instance are read from an instant on, in the order in which they were kept', async () => {
    const feed = await open();
    const all = [7, 2, 5, 1, 9, 3, 8, 4, 6].map((n) => numbered(n));
    for (const change of all) await feed.add(change, 'attempt');
    await feed.add(aChange({ instanceId: 'other', eventId: 'other/agent/ann/1', keptAt: someDay + 4 }), 'attempt');
    const job = aChange({ eventId: 'demo/job/7/1', keptAt: someDay + 10, audience: { requestedBy: 'console' } });
    await feed.add(job, 'attempt');
    const from = (n: number) => [...all.toSorted((a, b) => a.keptAt - b.keptAt).slice(n - 1), job];
    expect(await feed.read('demo', 0, 100)).toEqual(from(1));
    expect(await feed.read('demo', someDay + 4, 100)).toEqual(from(4));
    expect(await feed.read('demo', someDay + 2, 3)).toEqual(from(2).slice(0, 3));
    expect(await feed.read('demo', someDay + 11, 100)).toEqual([]);
  });
}
