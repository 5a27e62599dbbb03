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
