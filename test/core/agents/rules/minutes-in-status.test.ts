import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { ann } from '#test/support/agents.ts';
import { aRuledCentre, hours } from './a-ruled-centre.ts';

const rule = { mode: 'on', minutes: 30 } as const;

async function onABreak(minutesInStatus: object, status = 'Break') {
  const centre = await aRuledCentre({ minutesInStatus: { ...rule, ...minutesInStatus } });
  centre.works(ann, [], status);
  await centre.pass(seconds(15));
  return centre;
}

describe('the rule about minutes in a status', () => {
  test('takes an agent offline when they are over, and not before', async () => {
    const centre = await onABreak({ statuses: ['Lunch', 'Break'] });
    await centre.pass(minutes(29));
    expect(centre.calls).toEqual([]);
    await centre.pass(minutes(2));
    expect(centre.backendCalls()).toEqual(['goOffline ann']);
    expect(centre.told()).toEqual([
      'on of sales: 30 minutes in the status Break',
      'out by rule:minutesInStatus: 30 minutes in the status Break',
    ]);
  });

  test('counts anew when the status is taken again, even if nobody saw that it was left', async () => {
    const centre = await onABreak({ statuses: ['Break'] });
    await centre.pass(minutes(25));
    centre.works(ann, [], 'Available');
    centre.time.at += seconds(5);
    centre.works(ann, [], 'Break');
    await centre.pass(minutes(29));
    expect(centre.told()).toEqual([]);
    await centre.pass(minutes(2));
    expect(centre.told()).toHaveLength(2);
  });

  test.each([
    ['another status than those of the list', { statuses: ['Lunch'] }, 'Break'],
    ['a status that is excepted', { exceptStatuses: ['Training', 'Break'] }, 'Break'],
    ['a status in which contacts are routed, unless it is in the list', {}, 'Available'],
    ['a status whose name differs in case', { statuses: ['break'] }, 'Break'],
  ])('is not about %s', async (_, chosen, status) => {
    const centre = await onABreak(chosen, status);
    await centre.pass(hours(2));
    expect([centre.told(), centre.calls]).toEqual([[], []]);
  });

  test.each([
    ['every status without routing, if there is no list', {}, 'Break'],
    ['a status of the list in which contacts are routed', { statuses: ['Available'] }, 'Available'],
  ])('is about %s', async (_, chosen, status) => {
    const centre = await onABreak(chosen, status);
    await centre.pass(minutes(31));
    expect(centre.wentOffline('ann')).toBe(1);
  });

  test('looks at an agent who was in the status before the rule was set', async () => {
    const centre = await aRuledCentre({});
    centre.works(ann, [], 'Break');
    await centre.pass(hours(1));
    await centre.putTeamRules('demo', { teamId: 'sales', minutesInStatus: rule });
    await centre.pass(minutes(2));
    expect(centre.told()).toHaveLength(2);
  });

  test('is not about an agent who is protected', async () => {
    const centre = await onABreak({ statuses: ['Break'] });
    const profile = (await centre.getAgent(ann))?.profile;
    if (!profile) throw new Error('Ann is unknown');
    await centre.putProfile(ann, { ...profile, protected: true });
    await centre.pass(hours(2));
    expect([centre.told(), centre.backendCalls()]).toEqual([[], []]);
  });

  test('in a dry run says once for each time in the status what it would have done', async () => {
    const centre = await onABreak({ mode: 'dryRun', statuses: ['Break'] });
    await centre.pass(hours(3));
    expect(centre.told()).toEqual(['dryRun of sales: 30 minutes in the status Break']);
    centre.works(ann, [], 'Available');
    await centre.pass(minutes(1));
    centre.works(ann, [], 'Break');
    await centre.pass(hours(1));
    expect(centre.told()).toHaveLength(2);
    expect(centre.backendCalls()).toEqual([]);
  });

  test('that is switched off meanwhile does nothing', async () => {
    const centre = await onABreak({ statuses: ['Break'] });
    await centre.pass(minutes(20));
    await centre.putTeamRules('demo', { teamId: 'sales', minutesInStatus: { ...rule, mode: 'off' } });
    await centre.pass(hours(1));
    expect([centre.told(), centre.backendCalls()]).toEqual([[], []]);
  });

  test('sets no wake-up further ahead than the queue delays', async () => {
    const centre = await onABreak({ minutes: 600, statuses: ['Break'] });
    for (let hour = 0; hour < 9; hour += 1) {
      await centre.pass(hours(1));
      const ahead = centre.wakeUps.pending().map(({ at }) => at - centre.time.at);
      expect(ahead.filter((milliseconds) => milliseconds > minutes(15))).toEqual([]);
      expect(ahead).toHaveLength(1);
    }
    await centre.pass(hours(1));
    expect(centre.told()).toHaveLength(2);
  });

  test('acts once, whichever wake-up fires twice', async () => {
    const centre = await onABreak({ statuses: ['Break'] });
    centre.backend.goOffline = async () => void centre.calls.push('goOffline ann');
    await centre.pass(minutes(29));
    centre.time.at += seconds(45);
    await Promise.all([centre.wakeAgent(ann), centre.wakeAgent(ann)]);
    await centre.wakeAgent(ann);
    expect(centre.told()).toEqual(['on of sales: 30 minutes in the status Break']);
    expect(centre.backendCalls()).toEqual(['goOffline ann']);
  });

  test('does nothing while the rules cannot be read, and acts when they can', async () => {
    const centre = await onABreak({ statuses: ['Break'] });
    await centre.pass(minutes(27));
    const load = centre.teamRules.load;
    centre.teamRules.load = () => Promise.reject(new Error('The table does not answer'));
    await centre.pass(minutes(10));
    expect([centre.told(), centre.backendCalls()]).toEqual([[], []]);
    expect(new Set(centre.reports)).toEqual(new Set(['The rules of teams could not be read; they act later']));
    centre.teamRules.load = load;
    await centre.pass(minutes(1));
    expect(centre.told()).toHaveLength(2);
  });

  test('leaves an order of a supervisor as it is', async () => {
    const centre = await aRuledCentre({ minutesInStatus: { ...rule, statuses: ['Break'] } });
    centre.works(ann, [{ connectedAt: centre.time.at }], 'Break');
    await centre.pass(minutes(1));
    await centre.logOut('afterContact');
    await centre.pass(hours(1));
    expect(centre.told()).toEqual([]);
    centre.endContact(ann);
    await centre.pass(minutes(2));
    expect(centre.told()).toEqual(['out by supervisor: undefined']);
  });
});
