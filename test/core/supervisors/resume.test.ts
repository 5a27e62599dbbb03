import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { anAgent, someDay } from '#test/support/agents.ts';
import { aConsole, allTeams as all, leadOf, ofAgent } from './a-console.ts';

const agents = [anAgent({ agentId: 'ann', teamIds: ['1'] }), anAgent({ agentId: 'bob', teamIds: ['2'] })];

const lastOf = <Item>(list: readonly Item[]) => {
  const last = list.at(-1);
  if (last === undefined) throw new Error('There is none');
  return last;
};

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

  test('and has missed more than ten frames hold loads its lists instead', async () => {
    const centre = await aConsole({ agents });
    await centre.open(all, 'other');
    const detail = { reason: 'x'.repeat(30_000) };
    const missed = Array.from({ length: 11 }, () => centre.anEvent(ofAgent('ann'), { detail }));
    for (const event of missed.slice(1)) await centre.pushChange(event, 'one');
    await centre.open(all, 'ten', String(someDay));
    expect(lastOf(centre.framesOf('ten')).content.type).toBe('resumed');
    for (const event of missed.slice(0, 1)) await centre.pushChange(event, 'one');
    await centre.open(all, 'eleven', String(someDay));
    expect(lastOf(centre.framesOf('eleven')).content.type).toBe('reload');
    expect(centre.shownTo('eleven')).toEqual([]);
  });

  test('and has missed more than a thousand changes loads its lists instead', async () => {
    const centre = await aConsole({ agents });
    await centre.open(all, 'other');
    const happen = () => centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
    for (let n = 1; n <= 1_000; n += 1) await happen();
    await centre.open(all, 'thousand', String(someDay));
    expect(lastOf(centre.framesOf('thousand')).content.type).toBe('resumed');
    expect(centre.shownTo('thousand')).toHaveLength(1_000);
    await happen();
    await centre.open(all, 'more', String(someDay));
    expect(lastOf(centre.framesOf('more')).content).toMatchObject({ type: 'reload', position: String(someDay) });
    expect(centre.shownTo('more')).toEqual([]);
  });

  test('after more than an hour loads its lists instead', async () => {
    const centre = await aConsole({ agents });
    await centre.open(all, 'other');
    await centre.pushChange(centre.anEvent(ofAgent('ann')), 'one');
    centre.time.at += minutes(60);
    await centre.open(all, 'in time', String(someDay));
    centre.time.at += 1;
    await centre.open(all, 'late', String(someDay));
    const ends = ['in time', 'late'].map((page) => lastOf(centre.framesOf(page)).content);
    expect(ends).toMatchObject([{ type: 'resumed' }, { type: 'reload', position: String(centre.time.at) }]);
    expect(['in time', 'late'].map((page) => centre.shownTo(page).length)).toEqual([1, 0]);
  });

  test.each([
    ['nothing', ''],
    ['a number', someDay],
    ['null', null],
    ['seconds', String(someDay / 1000)],
    ['a time in ISO 8601', '2026-11-21T09:30:00.000Z'],
    ['an instant that lies ahead', String(someDay + seconds(11))],
    ['too much', `${someDay}0`],
    ['an instant before all of them', `-${someDay}`],
    ['a part of a millisecond', `${someDay}.5`],
  ])('with %s for a position is refused, and its watch stays as it was', async (_, after) => {
    const centre = await aConsole({ agents });
    const key = await centre.address(all);
    expect(await centre.subscribeSupervisor(key, 'page', after)).toEqual({ type: 'badPosition' });
    expect(centre.framesOf('page')).toEqual([]);
    expect(await centre.subscribeSupervisor(key, 'page')).toEqual({ type: 'subscribed' });
  });
});
