import { describe, expect, test } from '@jest/globals';
import type { ObservedContact } from '#core/agents/backend.ts';
import { seconds } from '#core/instant.ts';
import { ann } from '../../support/agents.ts';
import { anOwnedCentre } from '../../support/owned-centre.ts';

describe('a forced logout of an agent whom a backend owns', () => {
  test('is done when the backend shows that the agent is out', async () => {
    const { works, logOut, shown, facts } = await anOwnedCentre();
    works(ann);
    expect(await logOut()).toMatchObject({
      outcome: 'loggedOut',
      previousStatus: 'Available',
      currentStatus: 'Offline',
    });
    expect(shown('ann')?.status).toBe('Offline');
    expect(facts()).toEqual(['AgentSignedIn', 'AgentSignedOut']);
  });

  test('finds an agent whom nobody has reported, and one who is not there', async () => {
    const { works, logOut, vanishes } = await anOwnedCentre();
    expect(await logOut()).toMatchObject({ outcome: 'alreadySignedOut' });
    works(ann, [], 'Lunch');
    expect(await logOut()).toMatchObject({ outcome: 'loggedOut', previousStatus: 'Lunch' });
    vanishes(ann);
    expect(await logOut()).toMatchObject({ outcome: 'alreadySignedOut' });
  });

  test('waits for a call, and is completed when the backend shows its end', async () => {
    const { works, logOut, endContact, facts, advance, calls } = await anOwnedCentre();
    works(ann, [{}]);
    expect(await logOut()).toMatchObject({ outcome: 'deferred', previousStatus: 'In-call', contacts: 1 });
    expect(facts()).toEqual(['AgentSignedIn', 'AgentLogoutDeferred']);
    await advance(seconds(600));
    expect(calls.filter((call) => call === 'goOffline ann')).toHaveLength(1);
    endContact(ann);
    await advance(seconds(300));
    expect(facts()).toEqual(['AgentSignedIn', 'AgentLogoutDeferred', 'AgentSignedOut']);
  });

  test('ends the contacts at once if it is immediate, and clears what is left of them', async () => {
    const { works, logOut, shown, calls } = await anOwnedCentre();
    works(ann, [{}, { contactId: 'c2', channel: 'CHAT' }, { contactId: 'c3', phase: 'missed' }]);
    expect(await logOut('immediate')).toMatchObject({ outcome: 'loggedOut', contacts: 2 });
    expect(shown('ann')).toMatchObject({ status: 'Offline', contacts: [] });
    expect(calls.filter((call) => !call.startsWith('observe'))).toEqual([
      'clear c3',
      'goOffline ann',
      'stop c1',
      'stop c2',
      'clear c1',
      'clear c2',
    ]);
  });

  test('says which calls cannot be ended, and what was not written down', async () => {
    const contacts: Partial<ObservedContact>[] = [
      { canBeStopped: false },
      { contactId: 'c2', phase: 'afterContactWork' },
    ];
    const { works, logOut } = await anOwnedCentre();
    works(ann, contacts);
    const remarks = { notStopped: ['c1'], losesAfterContactWork: true };
    expect(await logOut('immediate')).toMatchObject({ outcome: 'unconfirmed', ...remarks });
  });

  test('is unconfirmed as long as the backend shows what was before, and is completed when it does not', async () => {
    const { works, logOut, facts, advance } = await anOwnedCentre({ lag: seconds(15) });
    works(ann);
    await advance(seconds(20));
    expect(await logOut()).toMatchObject({ outcome: 'unconfirmed', currentStatus: 'Available' });
    await advance(seconds(60));
    expect(facts()).toEqual(['AgentSignedIn', 'AgentSignedOut']);
  });

  test('is done again when the agent undoes it', async () => {
    const { works, logOut, advance, facts, shown, time } = await anOwnedCentre();
    works(ann, [{}]);
    await logOut();
    time.at += 1;
    works(ann);
    await advance(seconds(60));
    expect(shown('ann')?.status).toBe('Offline');
    expect(facts()).toEqual(['AgentSignedIn', 'AgentLogoutDeferred', 'AgentStatusChanged', 'AgentSignedOut']);
  });

  test('leaves alone who signs in again afterwards', async () => {
    const { works, logOut, advance, shown, time, followBackend, backend } = await anOwnedCentre();
    works(ann);
    await logOut();
    time.at += 1;
    works(ann);
    await followBackend(ann, await backend.observe(ann, 'urgent'));
    await advance(seconds(900));
    expect(shown('ann')?.status).toBe('Available');
  });
});
