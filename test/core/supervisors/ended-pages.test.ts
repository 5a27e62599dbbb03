import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { makeChangeUseCases } from '#core/supervisors/use-cases.ts';
import { mostWatches } from '#core/supervisors/watch.ts';
import { anAgent, someDay } from '#test/support/agents.ts';
import { intercept } from '#test/support/intercept.ts';
import { aWatch } from '#test/support/supervisors.ts';
import { aConsole, allTeams as all, leadOf, ofAgent } from './a-console.ts';

const agents = [anAgent({ agentId: 'ann', teamIds: ['1'] })];

/** A console, the calls of whose sockets and list of watches are noted, with the connections that the call is for. */
async function aNotedConsole() {
  const centre = await aConsole({ agents });
  const calls: [string, ...unknown[]][] = [];
  const noted = <Port extends object>(port: Port) =>
    intercept(port, (method, call, [given]) => {
      calls.push(Array.isArray(given) ? [method, ...given] : [method]);
      return call();
    });
  const ports = { ...centre, sockets: noted(centre.sockets), watches: noted(centre.watches) };
  const { pushChange } = makeChangeUseCases(ports);
  const happen = (attempt = 'one') => pushChange(centre.anEvent(ofAgent('ann')), attempt);
  return { ...centre, ports, calls, pushChange, happen };
}

describe('a page whose time is over', () => {
  test('and that cannot be closed is shown nothing more, and is given up an hour later', async () => {
    const centre = await aNotedConsole();
    await centre.open(all, 'page');
    const close = async (ids: readonly string[]) => ids;
    const { pushChange } = makeChangeUseCases({ ...centre, sockets: { ...centre.sockets, close } });
    const other = { ...leadOf('1'), callerId: 'other' };
    const endsAt = someDay + minutes(120);
    for (const later of [0, minutes(59)]) {
      centre.time.at = endsAt + later;
      await centre.open(other, `other-${later}`);
      await pushChange(centre.anEvent(ofAgent('ann')), 'one');
      expect((await centre.watches.find('demo')).watches).toContainEqual(
        expect.objectContaining({ connectionId: 'page', endsAt }),
      );
    }
    centre.time.at = endsAt + minutes(60);
    await pushChange(centre.anEvent(ofAgent('ann')), 'one');
    const { watches } = await centre.watches.find('demo');
    expect(watches.map(({ connectionId }) => connectionId)).toEqual(['other-0', `other-${minutes(59)}`]);
    expect([centre.shownTo('page').length, centre.shownTo('other-0').length]).toEqual([0, 3]);
  });

  test('and that nobody has closed within the hour is forgotten, and nothing more is kept for it', async () => {
    const centre = await aNotedConsole();
    await centre.open(all, 'page');
    centre.time.at = someDay + minutes(180);
    await centre.open(leadOf('1'), 'other');
    await centre.happen();
    const { watches, keptUntil } = await centre.watches.find('demo');
    expect(watches.map(({ connectionId }) => connectionId)).toEqual(['other']);
    expect(keptUntil).toBe(centre.time.at);
    expect(centre.calls.filter(([method]) => method === 'close')).toEqual([]);
  });
});

test('a page that has come back over another WebSocket, while the one before could not be reached, goes on', async () => {
  const centre = await aNotedConsole();
  const { key } = await centre.open(all, 'before');
  const deliver = async (ids: readonly string[]) => {
    await centre.subscribeSupervisor(key, 'after');
    return { gone: [], unreached: ids };
  };
  const { pushChange } = makeChangeUseCases({ ...centre, sockets: { ...centre.sockets, deliver } });
  await pushChange(centre.anEvent(ofAgent('ann')), 'one');
  expect((await centre.watches.find('demo')).watches).toMatchObject([{ connectionId: 'after' }]);
  await centre.happen();
  expect([centre.shownTo('after').length, centre.sockets.isOpen('after')]).toEqual([1, true]);
});

describe('a change', () => {
  test('is sent to all pages that see the same in one call, to none that has not opened its address, and closes none', async () => {
    const centre = await aNotedConsole();
    for (const id of ['one', 'two']) await centre.open(all, id);
    await centre.address(all);
    await centre.happen();
    expect(centre.calls).toStrictEqual([['find'], ['find'], ['deliver', 'one', 'two']]);
  });

  test('that comes again within a second reads nothing of who watches', async () => {
    const centre = await aNotedConsole();
    await centre.open(all, 'page');
    const event = centre.anEvent(ofAgent('ann'));
    await centre.pushChange(event, 'one');
    centre.calls.length = 0;
    centre.time.at += seconds(1) - 1;
    await centre.pushChange(event, 'two');
    expect(centre.calls).toEqual([]);
    centre.time.at += 1;
    await centre.pushChange(event, 'three');
    expect(centre.calls).toEqual([['find']]);
  });

  test('is shown before the list is tidied, of fifty at a time, and whether or not that succeeds', async () => {
    const centre = await aNotedConsole();
    for (let n = 0; n < mostWatches + 3; n += 1)
      await centre.watches.add(aWatch({ watchId: `lapsed-${n}`, endsAt: someDay }));
    await centre.open(all, 'page');
    let fails = true;
    const shownBefore: number[] = [];
    const watches = intercept(centre.watches, async (method, call) => {
      if (method !== 'remove') return call();
      shownBefore.push(centre.shownTo('page').length);
      if (fails) throw new Error('Throttled');
      return call();
    });
    const { pushChange } = makeChangeUseCases({ ...centre, watches });
    await pushChange(centre.anEvent(ofAgent('ann')), 'one');
    expect(shownBefore).toEqual(Array.from({ length: mostWatches }, () => 1));
    expect(centre.reported).toHaveLength(mostWatches);
    fails = false;
    await pushChange(centre.anEvent(ofAgent('ann')), 'one');
    expect((await centre.watches.find('demo')).watches).toHaveLength(1 + 3);
  });
});
