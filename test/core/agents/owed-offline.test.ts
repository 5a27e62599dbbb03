import { describe, expect, test } from '@jest/globals';
import { seconds } from '#core/instant.ts';
import { anAddress, ann } from '../../support/agents.ts';
import { anOwnedCentre } from '../../support/owned-centre.ts';

const page = {
  status: 'Available',
  statusType: 'ROUTABLE',
  ipAddress: anAddress('10.0.0.1'),
  takeOver: false,
  leaseSeconds: 60,
} as const;

describe('an agent of a backend whose page has gone', () => {
  test('is taken offline there when the lease ends', async () => {
    const centre = await anOwnedCentre();
    centre.works(ann);
    await centre.signIn(ann, page);
    await centre.advance(seconds(61));
    expect(centre.shown('ann')?.status).toBe('Offline');
    expect(centre.facts()).toEqual(['AgentSignedIn', 'AgentSignedOut']);
    await centre.advance(seconds(900));
    expect(centre.calls.filter((call) => call === 'goOffline ann')).toHaveLength(1);
    expect(centre.wakeUps.pending()).toEqual([]);
  });

  test('is told again until the backend shows it, and is not signed in again by what it shows', async () => {
    const centre = await anOwnedCentre();
    centre.works(ann);
    const { backend, calls } = centre;
    const goOffline = backend.goOffline;
    let faults = 2;
    backend.goOffline = async (...call) => {
      faults -= 1;
      if (faults >= 0) throw new Error('It does not answer');
      await goOffline(...call);
    };
    await centre.signIn(ann, page);
    await centre.signOut(ann);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await centre.wakeAgent(ann).catch(() => undefined);
      await centre.advance(seconds(90)).catch(() => undefined);
    }
    expect(centre.shown('ann')?.status).toBe('Offline');
    expect(calls.filter((call) => call === 'goOffline ann')).toHaveLength(1);
    expect(centre.facts()).toEqual(['AgentSignedIn', 'AgentSignedOut']);
  });

  test('keeps a call, and is offline at its end', async () => {
    const centre = await anOwnedCentre();
    centre.works(ann, [{}]);
    await centre.signIn(ann, page);
    await centre.signOut(ann);
    await centre.advance(seconds(300));
    expect(centre.shown('ann')).toMatchObject({ isGoingOffline: true, contacts: [{ phase: 'connected' }] });
    centre.endContact(ann);
    await centre.advance(seconds(600));
    expect(centre.shown('ann')?.status).toBe('Offline');
    expect(centre.wakeUps.pending()).toEqual([]);
  });

  test('is left alone after signing in again', async () => {
    const centre = await anOwnedCentre();
    centre.works(ann);
    await centre.signIn(ann, page);
    await centre.signOut(ann);
    await centre.signIn(ann, page);
    await centre.advance(seconds(30));
    expect(centre.shown('ann')?.status).toBe('Available');
  });
});
