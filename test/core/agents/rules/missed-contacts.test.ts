import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { ann } from '#test/support/agents.ts';
import { aRuledCentre } from './a-ruled-centre.ts';

const afterThree = { missedContacts: { mode: 'on', contacts: 3 } } as const;

describe('the rule about missed contacts', () => {
  test('takes an agent offline a minute after so many in a row, and says so before', async () => {
    const centre = await aRuledCentre(afterThree);
    for (const contactId of ['c1', 'c2']) {
      centre.misses(contactId);
      await centre.pass(minutes(2));
    }
    expect(centre.told()).toEqual([]);
    centre.misses('c3');
    await centre.pass(seconds(59));
    expect(centre.backendCalls()).toEqual([]);
    await centre.pass(seconds(30));
    expect(centre.backendCalls()).toEqual(['clear c3', 'goOffline ann']);
    expect(centre.told()).toEqual([
      'on of sales: Missed 3 contacts in a row',
      'out by rule:missedContacts: Missed 3 contacts in a row',
    ]);
    expect(centre.shown('ann')?.status).toBe('Offline');
  });

  test('leaves an agent alone who has accepted one in between, even at the last moment', async () => {
    const centre = await aRuledCentre(afterThree);
    centre.misses('c1');
    await centre.pass(minutes(1));
    centre.misses('c2');
    await centre.pass(minutes(1));
    centre.has(ann, [{ contactId: 'c3', connectedAt: centre.time.at }]);
    await centre.pass(minutes(1));
    centre.misses('c4', 'c5');
    await centre.pass(minutes(5));
    expect(centre.told()).toEqual([]);
    centre.misses('c6');
    await centre.pass(seconds(45));
    centre.has(ann, [{ contactId: 'c7', connectedAt: centre.time.at }]);
    await centre.pass(minutes(10));
    expect([centre.told(), centre.backendCalls()]).toEqual([[], []]);
  });

  test('does not count a contact that began again after it was accepted, by a contact event', async () => {
    const centre = await aRuledCentre({ missedContacts: { mode: 'on', contacts: 2 } });
    centre.misses('c1');
    await centre.pass(seconds(30));
    const news = { key: ann, contactId: 'c2', channel: 'VOICE', at: centre.time.at } as const;
    await centre.followContact({ ...news, type: 'began' });
    await centre.followContact({ ...news, type: 'ended' });
    await centre.pass(seconds(30));
    centre.misses('c3');
    await centre.pass(minutes(5));
    expect(centre.told()).toEqual([]);
  });

  test('in a dry run says once what it would have done, and does nothing', async () => {
    const centre = await aRuledCentre({ missedContacts: { mode: 'dryRun', contacts: 1 } });
    centre.misses('c1');
    await centre.pass(minutes(2));
    centre.misses('c2');
    await centre.pass(minutes(5));
    expect(centre.told()).toEqual(['dryRun of sales: Missed a contact']);
    expect(centre.backendCalls()).toEqual([]);
    // Another row is another occasion.
    centre.has(ann, [{ contactId: 'c3', connectedAt: centre.time.at }]);
    await centre.pass(minutes(1));
    centre.misses('c4');
    await centre.pass(minutes(2));
    expect(centre.told()).toHaveLength(2);
  });

  test('acts on a row of which its dry run has told, once it is on', async () => {
    const centre = await aRuledCentre({ missedContacts: { mode: 'dryRun', contacts: 1 } });
    centre.misses('c1');
    await centre.pass(minutes(2));
    await centre.putTeamRules('demo', { teamId: 'sales', missedContacts: { mode: 'on', contacts: 1 } });
    await centre.pass(minutes(2));
    expect(centre.told()).toEqual([
      'dryRun of sales: Missed a contact',
      'on of sales: Missed a contact',
      'out by rule:missedContacts: Missed a contact',
    ]);
  });

  test('begins anew with the next session', async () => {
    const centre = await aRuledCentre({ missedContacts: { mode: 'on', contacts: 2 } });
    centre.misses('c1', 'c2');
    await centre.pass(minutes(2));
    expect(centre.wentOffline('ann')).toBe(1);
    centre.works(ann);
    await centre.pass(minutes(1));
    centre.misses('c3');
    await centre.pass(minutes(5));
    expect(centre.wentOffline('ann')).toBe(1);
    expect(centre.shown('ann')?.status).toBe('Available');
  });

  test('waits for a chat that the agent has', async () => {
    const centre = await aRuledCentre({ missedContacts: { mode: 'on', contacts: 1 } });
    const chat = { contactId: 'chat', channel: 'CHAT', connectedAt: centre.time.at } as const;
    await centre.pass(minutes(1));
    centre.has(ann, [chat, { contactId: 'c1', phase: 'missed', missedAt: centre.time.at }]);
    await centre.pass(minutes(3));
    expect(centre.shown('ann')).toMatchObject({ isGoingOffline: true, contacts: [{ contactId: 'chat' }] });
    expect(centre.facts()).toContain('AgentLogoutDeferred');
    centre.endContact(ann, 'chat');
    await centre.pass(minutes(1));
    expect(centre.shown('ann')?.status).toBe('Offline');
    expect(centre.told()).toHaveLength(2);
  });
});

describe('of several teams', () => {
  test('the strictest rule that is on holds', async () => {
    const others = [
      { teamId: 'billing', missedContacts: { mode: 'on', contacts: 2 } },
      { teamId: 'night', missedContacts: { mode: 'off', contacts: 1 } },
    ] as const;
    const centre = await aRuledCentre(afterThree, { others });
    centre.misses('c1');
    await centre.pass(minutes(2));
    expect(centre.told()).toEqual([]);
    centre.misses('c2');
    await centre.pass(minutes(2));
    expect(centre.told()[0]).toBe('on of billing: Missed 2 contacts in a row');
  });

  test('a dry run that is stricter says what it would have done, and keeps no other from acting', async () => {
    const others = [{ teamId: 'billing', missedContacts: { mode: 'dryRun', contacts: 2 } }] as const;
    const centre = await aRuledCentre(afterThree, { others });
    for (const contactId of ['c1', 'c2', 'c3']) {
      centre.misses(contactId);
      await centre.pass(minutes(2));
    }
    expect(centre.told().slice(0, 2)).toEqual([
      'dryRun of billing: Missed 2 contacts in a row',
      'on of sales: Missed 3 contacts in a row',
    ]);
  });
});
