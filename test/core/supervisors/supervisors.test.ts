import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { makeChangeUseCases } from '#core/supervisors/use-cases.ts';
import { isLive, mostWatches } from '#core/supervisors/watch.ts';
import { anAgent, someDay } from '#test/support/agents.ts';
import { aConsole, allTeams as all, leadOf, ofAgent, ofJob } from './a-console.ts';

const ann = anAgent({ agentId: 'ann', teamIds: ['1'] });
const bob = anAgent({ agentId: 'bob', teamIds: ['2'] });
const agents = [ann, bob];

const lastOf = <Item>(list: readonly Item[]) => {
  const last = list.at(-1);
  if (last === undefined) throw new Error('There is none');
  return last;
};

describe('a page', () => {
  test('is confirmed, told to load its lists, and then shown each change in one frame', async () => {
    const centre = await aConsole({ agents });
    expect(await centre.open(all, 'page')).toMatchObject({ type: 'subscribed' });
    const [confirmed, start] = centre.framesOf('page');
    expect(confirmed).toEqual({
      topic: 'aws/subscribe',
      content: { status: 'success', topics: ['lastcall/supervisor'] },
    });
    expect(start?.content).toEqual({ type: 'reload', position: String(someDay), endsAt: '2026-11-21T11:30:00.000Z' });
    const events = [centre.anEvent(ofAgent('ann')), centre.anEvent(ofAgent('bob')), centre.anEvent(ofJob('console'))];
    for (const event of events) await centre.pushChange(event, event.eventId);
    expect(centre.framesOf('page')).toHaveLength(2 + events.length);
    expect(centre.shownTo('page').map(({ eventId }) => eventId)).toEqual(events.map(({ eventId }) => eventId));
  });

  test('is shown an event once, however often it comes, unless an attempt is made again', async () => {
    const centre = await aConsole({ agents });
    await centre.open(all, 'page');
    const event = centre.anEvent(ofAgent('ann'));
    for (const attempt of ['one', 'two', 'two', 'three']) await centre.pushChange(event, attempt);
    expect(centre.shownTo('page')).toHaveLength(1);
    await centre.pushChange(event, 'one');
    expect(centre.shownTo('page')).toHaveLength(2);
  });

  test('that is slow or gone holds up no other, and is not tried again', async () => {
    const centre = await aConsole({ agents });
    for (const id of ['slow', 'gone', 'well']) await centre.open(all, id);
    centre.sockets.stall('slow');
    centre.sockets.lose('gone');
    await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
    expect(centre.shownTo('well')).toHaveLength(1);
    const { watches, keptUntil } = await centre.watches.find('demo');
    const live = watches.filter((watch) => isLive(watch, centre.time.at));
    expect(live.map(({ connectionId }) => connectionId)).toEqual(['well']);
    expect(keptUntil).toBe(someDay + minutes(60));
  });

  test('that could not be reached is shown nothing later before it has come back, closed or not', async () => {
    const centre = await aConsole({ agents });
    const deliver = async (unreached: readonly string[]) => ({ gone: [], unreached });
    const isClosed = makeChangeUseCases({ ...centre, sockets: { ...centre.sockets, deliver } });
    const close = async (ids: readonly string[]) => ids;
    const isOpen = makeChangeUseCases({ ...centre, sockets: { ...centre.sockets, deliver, close } });
    for (const [n, { pushChange }] of [isClosed, isOpen].entries()) {
      await centre.open(all, `slow-${n}`);
      const events = [centre.anEvent(ofAgent('ann')), centre.anEvent(ofAgent('ann'))];
      const [missed, later] = events;
      if (!missed || !later) throw new Error('Two have happened');
      await pushChange(missed, 'one');
      expect(centre.sockets.isOpen(`slow-${n}`)).toBe(n === 1);
      centre.time.at += minutes(1);
      await centre.pushChange(later, 'one');
      expect(centre.shownTo(`slow-${n}`)).toEqual([]);
      // What could not be closed is closed by the next change.
      expect(centre.sockets.isOpen(`slow-${n}`)).toBe(false);
      expect((await centre.watches.find('demo')).watches.map(({ connectionId }) => connectionId)).not.toContain(
        `slow-${n}`,
      );
      await centre.open(all, `again-${n}`, lastOf(centre.framesOf(`slow-${n}`)).content.position);
      expect(centre.shownTo(`again-${n}`).map(({ eventId }) => eventId)).toEqual(events.map(({ eventId }) => eventId));
      centre.time.at += minutes(1);
    }
  });

  test('that could not be reached when it subscribed is closed, and asks again', async () => {
    const centre = await aConsole({ agents });
    centre.sockets.stall('slow');
    await centre.open(all, 'slow');
    const { watches } = await centre.watches.find('demo');
    expect(watches.filter((watch) => isLive(watch, centre.time.at))).toEqual([]);
  });

  test('opens its address once at a time: the WebSocket before is closed', async () => {
    const centre = await aConsole({ agents });
    const { key } = await centre.open(all, 'first');
    await centre.subscribeSupervisor(key, 'second');
    expect([centre.sockets.isOpen('first'), centre.sockets.isOpen('second')]).toEqual([false, true]);
    await centre.unsubscribeSupervisor(key, 'first');
    await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
    expect(centre.shownTo('second')).toHaveLength(1);
  });

  test('can open its address for 100 seconds, and is shown changes for two hours', async () => {
    const centre = await aConsole({ agents });
    const late = await centre.address(all);
    await centre.open(all, 'page');
    centre.time.at += seconds(100);
    expect(await centre.subscribeSupervisor(late, 'late')).toEqual({ type: 'over' });
    centre.time.at = someDay + minutes(120) - 1;
    await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
    centre.time.at += 1;
    await centre.pushChange(centre.anEvent(ofAgent('ann')), 'two');
    expect(centre.shownTo('page')).toHaveLength(1);
  });
});

describe('nobody', () => {
  test('watches: an event is looked at once and kept nowhere', async () => {
    const centre = await aConsole({ agents });
    await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
    expect(await centre.feed.read('demo', 0, 10)).toEqual([]);
  });

  test('watches any more: changes are kept for an hour after the last page', async () => {
    for (const [later, kept] of [
      [minutes(60) - 1, 1],
      [minutes(60), 0],
    ] as const) {
      const centre = await aConsole({ agents });
      const { key } = await centre.open(all, 'page');
      await centre.unsubscribeSupervisor(key, 'page');
      centre.time.at += later;
      await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
      expect(await centre.feed.read('demo', 0, 10)).toHaveLength(kept);
    }
  });

  test('has opened an address: it is taken from the list when it has expired, and nothing is kept for it', async () => {
    const centre = await aConsole({ agents });
    await centre.address(all);
    centre.time.at += seconds(100);
    await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
    expect(await centre.feed.read('demo', 0, 10)).toEqual([]);
    expect((await centre.watches.find('demo')).watches).toEqual([]);
  });

  test('but fifty pages watch an instance at the same time, ten of one caller', async () => {
    const centre = await aConsole({ agents });
    const callers = Array.from({ length: 5 }, (_, n) => leadOf(String(n)));
    for (const caller of callers) for (let n = 0; n < mostWatches / 5; n += 1) await centre.address(caller);
    expect(await centre.requestWatch(all)).toEqual({ type: 'full' });
    expect(await centre.requestWatch({ ...all, instanceId: 'other' })).toMatchObject({ type: 'address' });
    centre.time.at += seconds(100);
    expect(await centre.requestWatch(all)).toMatchObject({ type: 'address' });
  });

  test('but ten pages of a caller are open; of addresses that nobody has opened the oldest makes place', async () => {
    const centre = await aConsole({ agents });
    const oldest = await centre.address(all);
    for (let n = 1; n < 10; n += 1) {
      centre.time.at += 1;
      await centre.open(all, `page-${n}`);
    }
    const latest = await centre.address(all);
    expect(await centre.subscribeSupervisor(oldest, 'late')).toEqual({ type: 'over' });
    expect(await centre.subscribeSupervisor(latest, 'page')).toEqual({ type: 'subscribed' });
    expect(await centre.requestWatch(all)).toEqual({ type: 'fullForCaller' });
    expect(await centre.requestWatch(leadOf('1'))).toMatchObject({ type: 'address' });
  });
});
