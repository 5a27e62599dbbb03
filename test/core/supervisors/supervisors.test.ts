import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { makeChangeUseCases } from '#core/supervisors/use-cases.ts';
import { mostWatches } from '#core/supervisors/watch.ts';
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

  test('that is slow or gone holds up no other; one that is gone is not tried again', async () => {
    const centre = await aConsole({ agents });
    for (const id of ['slow', 'gone', 'well']) await centre.open(all, id);
    centre.sockets.stall('slow');
    centre.sockets.lose('gone');
    await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
    expect(centre.shownTo('well')).toHaveLength(1);
    const { watches, keptUntil } = await centre.watches.find('demo');
    expect(watches.map(({ connectionId }) => connectionId)).toEqual(['slow', 'well']);
    expect(keptUntil).toBe(someDay + minutes(60));
  });

  test('that could not be reached is closed, so that it comes back and is shown what it has missed', async () => {
    const centre = await aConsole({ agents });
    const deliver = async (unreached: readonly string[]) => ({ gone: [], unreached });
    const { pushChange } = makeChangeUseCases({ ...centre, sockets: { ...centre.sockets, deliver } });
    const { key } = await centre.open(all, 'slow');
    const event = centre.anEvent(ofAgent('ann'));
    await pushChange(event, 'one');
    expect(centre.sockets.isOpen('slow')).toBe(false);
    await centre.unsubscribeSupervisor(key, 'slow');
    await centre.open(all, 'again', lastOf(centre.framesOf('slow')).content.position);
    expect(centre.shownTo('again').map(({ eventId }) => eventId)).toEqual([event.eventId]);
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

  test('watches any more: changes are kept for an hour after the last page, and for no address that nobody opened', async () => {
    const centre = await aConsole({ agents });
    const { key } = await centre.open(all, 'page');
    await centre.unsubscribeSupervisor(key, 'page');
    centre.time.at += minutes(60) - 1;
    await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
    await centre.address(all);
    centre.time.at += seconds(100);
    await centre.pushChange(centre.anEvent(ofAgent('ann')), 'two');
    expect(await centre.feed.read('demo', 0, 10)).toHaveLength(1);
    expect((await centre.watches.find('demo')).watches).toEqual([]);
  });

  test('but fifty pages watch an instance at the same time', async () => {
    const centre = await aConsole({ agents });
    for (let n = 0; n < mostWatches; n += 1) await centre.address(all);
    expect(await centre.requestWatch(all)).toEqual({ type: 'full' });
    expect(await centre.requestWatch({ ...all, instanceId: 'other' })).toMatchObject({ type: 'address' });
    centre.time.at += seconds(100);
    expect(await centre.requestWatch(all)).toMatchObject({ type: 'address' });
  });
});

describe('a page that comes back', () => {
  test('is shown what it has missed and may see, in order, and that it was all', async () => {
    const centre = await aConsole({ agents });
    const { key } = await centre.open(leadOf('1'), 'before');
    await centre.unsubscribeSupervisor(key, 'before');
    centre.time.at += minutes(5);
    const missed = [centre.anEvent(ofAgent('ann')), centre.anEvent(ofAgent('bob')), centre.anEvent(ofAgent('ann'))];
    for (const event of missed) {
      centre.time.at += 1;
      await centre.pushChange(event, 'one');
    }
    await centre.open(leadOf('1'), 'again', lastOf(centre.framesOf('before')).content.position);
    expect(centre.shownTo('again').map(({ eventId }) => eventId)).toEqual([missed[0]?.eventId, missed[2]?.eventId]);
    expect(centre.framesOf('again')).toHaveLength(3);
    expect(lastOf(centre.framesOf('again')).content).toMatchObject({
      type: 'resumed',
      position: String(centre.time.at),
    });
  });

  test('after more than an hour, or a thousand changes, loads its lists instead', async () => {
    const centre = await aConsole({ agents });
    await centre.open(all, 'other');
    for (let n = 0; n <= 1_000; n += 1) await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
    await centre.open(all, 'many', String(someDay));
    centre.time.at += minutes(60) + 1;
    await centre.open(all, 'late', String(someDay));
    for (const id of ['many', 'late']) {
      expect(centre.shownTo(id)).toEqual([]);
      expect(lastOf(centre.framesOf(id)).content).toMatchObject({
        type: 'reload',
        position: String(centre.time.at - (id === 'many' ? minutes(60) + 1 : 0)),
      });
    }
  });

  test.each([
    ['nothing', ''],
    ['a number', someDay],
    ['null', null],
    ['seconds', String(someDay / 1000)],
    ['a time in ISO 8601', '2026-11-21T09:30:00.000Z'],
    ['an instant that lies ahead', String(someDay + seconds(11))],
    ['too much', `${someDay}0`],
  ])('with %s for a position is refused, and its watch stays as it was', async (_, after) => {
    const centre = await aConsole({ agents });
    const key = await centre.address(all);
    expect(await centre.subscribeSupervisor(key, 'page', after)).toEqual({ type: 'badPosition' });
    expect(centre.framesOf('page')).toEqual([]);
    expect(await centre.subscribeSupervisor(key, 'page')).toEqual({ type: 'subscribed' });
  });
});
