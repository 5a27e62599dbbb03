import { describe, expect, test } from '@jest/globals';
import type { LogoutDeadline } from '#core/agents/logout-order.ts';
import { minutes, seconds } from '#core/instant.ts';
import { ann, anOrder } from '#test/support/agents.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';

async function aWaitingCentre(onDeadline: LogoutDeadline['onDeadline'], lag = 0) {
  const centre = await anOwnedCentre({ lag });
  centre.works(ann, [{}, { contactId: 'c2', channel: 'CHAT' }]);
  await centre.advance(seconds(60));
  const row = await centre.logOut('afterContact', anOrder({ deadline: { minutes: 10, onDeadline } }));
  if (lag === 0) expect(row).toMatchObject({ outcome: 'deferred' });
  const agent = async () => (await centre.agents.load(ann))?.state;
  return { ...centre, agent, begun: centre.time.at };
}

const others = (types: readonly string[]) =>
  types.filter((type) => !['AgentSignedIn', 'AgentStatusChanged'].includes(type));

describe('the deadline of a logout that a backend carries out', () => {
  test('ends the contacts there, after a warning', async () => {
    const centre = await aWaitingCentre('force');
    await centre.advance(minutes(9) - seconds(10));
    expect(centre.ended).toEqual([]);
    await centre.advance(seconds(50));
    expect(others(centre.facts())).toEqual(['AgentLogoutDeferred', 'AgentLogoutDeadlineNear']);
    await centre.advance(minutes(5));
    expect(centre.ended).toEqual(['c1', 'c2']);
    expect(centre.shown('ann')).toMatchObject({ status: 'Offline', contacts: [] });
    expect(others(centre.facts())).toEqual(['AgentLogoutDeferred', 'AgentLogoutDeadlineNear', 'AgentSignedOut']);
    expect(centre.bus.published().at(-1)?.fact).toMatchObject({ cause: 'forced', atDeadline: true });
    await centre.advance(minutes(30));
    expect(centre.wakeUps.pending()).toEqual([]);
  });

  test('has the backend keep the agent if it gives up', async () => {
    const centre = await aWaitingCentre('giveUp');
    await centre.advance(minutes(11));
    expect(centre.calls).toContain('keepOnline ann Available');
    expect(centre.shown('ann')).toMatchObject({ status: 'Available', isGoingOffline: false });
    expect(others(centre.facts())).toEqual(['AgentLogoutDeferred', 'AgentLogoutDeadlineNear', 'AgentLogoutCancelled']);
    centre.endContact(ann);
    centre.endContact(ann, 'c2');
    await centre.advance(minutes(30));
    expect(centre.shown('ann')).toMatchObject({ status: 'Available' });
    expect(centre.wakeUps.pending()).toEqual([]);
  });

  test('gives up as well if the backend shows late that the agent stays', async () => {
    const centre = await aWaitingCentre('giveUp', seconds(15));
    await centre.advance(minutes(20));
    expect(centre.facts()).toContain('AgentLogoutCancelled');
    expect(centre.facts()).not.toContain('AgentLogoutNotCancelled');
    expect(centre.shown('ann')).toMatchObject({ status: 'Available', isGoingOffline: false });
    expect((await centre.agent())?.session).not.toHaveProperty('pendingLogout');
  });

  test('says so if the backend does not keep the agent, and the logout stays', async () => {
    const centre = await aWaitingCentre('giveUp');
    centre.keepGoingOffline();
    await centre.advance(minutes(20));
    expect(others(centre.facts())).toEqual([
      'AgentLogoutDeferred',
      'AgentLogoutDeadlineNear',
      'AgentLogoutNotCancelled',
    ]);
    const told = centre.calls.filter((call) => call.startsWith('keepOnline')).length;
    expect(told).toBeLessThan(6);
    await centre.advance(minutes(60));
    expect(centre.calls.filter((call) => call.startsWith('keepOnline'))).toHaveLength(told);
    centre.endContact(ann);
    centre.endContact(ann, 'c2');
    await centre.advance(minutes(10));
    expect(centre.bus.published().at(-1)?.fact).toMatchObject({ type: 'AgentSignedOut', cause: 'forced' });
    expect(centre.bus.published().at(-1)?.fact).not.toHaveProperty('atDeadline');
  });
});
