import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { makeSupervisorUseCases } from '#core/supervisors/use-cases.ts';
import { anAgent, someDay } from '#test/support/agents.ts';
import { intercept } from '#test/support/intercept.ts';
import { aWatch } from '#test/support/supervisors.ts';
import { aConsole, allTeams as all, leadOf, ofAgent } from './a-console.ts';

const idsOf = (watches: readonly { readonly watchId: string }[]) => watches.map(({ watchId }) => watchId);

describe('an address', () => {
  test('has a token that opens this watch, for supervisors alone, as long as the address is valid', async () => {
    const centre = await aConsole();
    const expiresAt = someDay + seconds(100);
    const claims = { kind: 'supervisorSocket', instanceId: 'demo', watchId: 'watch-1', expiresAt };
    expect(await centre.requestWatch(all)).toEqual({
      type: 'address',
      url: `wss://sockets.example.com/live?token=${JSON.stringify(claims)}`,
      expiresAt,
    });
  });

  test('cannot be opened when the token of its caller has expired', async () => {
    const centre = await aConsole();
    const caller = { ...leadOf('1'), validUntil: someDay + seconds(50) };
    const [first, second] = [await centre.address(caller), await centre.address(caller)];
    centre.time.at += seconds(50) - 1;
    expect(await centre.subscribeSupervisor(first, 'page')).toEqual({ type: 'subscribed' });
    centre.time.at += 1;
    expect(await centre.subscribeSupervisor(second, 'late')).toEqual({ type: 'over' });
  });

  test('cannot be opened when it has made place for another one in the same moment', async () => {
    const centre = await aConsole();
    const key = await centre.address(all);
    const watches = intercept(centre.watches, async (method, call) => {
      if (method === 'open') await centre.watches.remove(key, { keptUntil: someDay });
      return call();
    });
    const { subscribeSupervisor } = makeSupervisorUseCases({ ...centre, watches });
    expect(await subscribeSupervisor(key, 'page')).toEqual({ type: 'over' });
    expect(centre.framesOf('page')).toEqual([]);
  });

  test('makes place if it is the oldest that nobody has opened, wherever it is in the list, and nothing is kept for it', async () => {
    const centre = await aConsole();
    for (let n = 1; n <= 7; n += 1) await centre.open(all, `page-${n}`);
    // These pages have a minute left, which is less than any address has.
    centre.time.at += minutes(119);
    const unopened = { newer: 80, oldest: 70, newest: 90 };
    for (const [watchId, left] of Object.entries(unopened))
      await centre.watches.add(aWatch({ watchId, endsAt: centre.time.at + seconds(left) }));
    const before = await centre.watches.find('demo');
    await centre.address(all);
    const { watches, keptUntil } = await centre.watches.find('demo');
    const after = idsOf(watches);
    expect(idsOf(before.watches).filter((id) => !after.includes(id))).toEqual(['oldest']);
    expect(keptUntil).toBe(centre.time.at);
  });
});

describe('a WebSocket', () => {
  test('that subscribes again goes on, to the same end', async () => {
    const centre = await aConsole({ agents: [anAgent()] });
    const { key } = await centre.open(all, 'page');
    centre.time.at += minutes(60);
    expect(await centre.subscribeSupervisor(key, 'page')).toEqual({ type: 'subscribed' });
    const ends = centre.framesOf('page').flatMap(({ content }) => ('endsAt' in content ? [content.endsAt] : []));
    expect(ends).toEqual(['2026-11-21T11:30:00.000Z', '2026-11-21T11:30:00.000Z']);
    await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
    expect(centre.shownTo('page')).toHaveLength(1);
  });

  test('that is gone when it subscribes is forgotten, and changes are kept for its page', async () => {
    const centre = await aConsole();
    centre.sockets.lose('gone');
    await centre.open(all, 'gone');
    expect(await centre.watches.find('demo')).toEqual({ watches: [], keptUntil: someDay + minutes(60) });
  });

  test('that closes ends its watch and no other, and changes are kept for its page for an hour', async () => {
    const centre = await aConsole();
    const { key } = await centre.open(all, 'page');
    const other = await centre.address(all);
    centre.time.at += minutes(1);
    await centre.unsubscribeSupervisor(key, 'page');
    const { watches, keptUntil } = await centre.watches.find('demo');
    expect([idsOf(watches), keptUntil]).toEqual([[other.watchId], someDay + minutes(61)]);
  });

  test.each([
    ['whose address it has not opened', 'unopened', 'page'],
    ['that has another WebSocket', 'other', 'page'],
    ['that has another WebSocket by now', 'page', 'earlier'],
  ] as const)('that closes ends no watch %s, and nothing is kept for it', async (_, watch, connectionId) => {
    const centre = await aConsole();
    const keys = {
      unopened: await centre.address(all),
      page: (await centre.open(all, 'page')).key,
      other: (await centre.open(all, 'other')).key,
    };
    await centre.unsubscribeSupervisor(keys[watch], connectionId);
    const { watches, keptUntil } = await centre.watches.find('demo');
    expect([watches.length, keptUntil]).toEqual([3, undefined]);
  });
});
