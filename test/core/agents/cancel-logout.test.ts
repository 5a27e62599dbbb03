import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { aContact, ann, anOrder, aSession, online } from '#test/support/agents.ts';
import { aContactCentre } from '#test/support/contact-centre.ts';
import { anOwnedCentre } from '#test/support/owned-centre.ts';

const onlyAnn = { agentIds: ['ann'], teamIds: [], ipRanges: [] };
const boss = { cancelledBy: 'boss', cancelledFrom: { via: 'token', ipAddress: '10.0.0.7' } } as const;
const onCall = () => online('ann', { session: aSession({ contacts: [aContact('c1')] }) });

describe('a logout that waits', () => {
  test('is taken back by somebody, and the session goes on', async () => {
    const centre = await aContactCentre([onCall()]);
    await centre.forceLogouts('demo', onlyAnn, { timing: 'afterContact', order: anOrder({ holdMinutes: 5 }) });
    expect(await centre.cancelLogout(ann, boss)).toEqual({ type: 'cancelled' });
    expect(centre.facts().at(-1)).toMatchObject({
      type: 'AgentLogoutCancelled',
      cause: 'cancelled',
      ...boss,
      order: { requestedBy: 'supervisor' },
    });
    await centre.endContact(ann, 'c1');
    expect((await centre.agent())?.session).toBeDefined();
    expect(await centre.cancelLogout(ann, { cancelledBy: 'boss' })).toEqual({ type: 'nothingPending' });
    expect(await centre.cancelLogout({ ...ann, agentId: 'nobody' }, { cancelledBy: 'boss' })).toEqual({
      type: 'unknownAgent',
    });
  });

  test('is taken back in the backend that carries it out', async () => {
    const centre = await anOwnedCentre();
    centre.works(ann, [{}], 'Lunch');
    await centre.advance(seconds(60));
    await centre.logOut();
    expect(await centre.cancelLogout(ann, { cancelledBy: 'boss' })).toEqual({ type: 'cancelled' });
    expect(centre.calls).toContain('keepOnline ann Lunch');
    expect(centre.facts().at(-1)).toBe('AgentLogoutCancelled');
    centre.endContact(ann);
    await centre.advance(minutes(30));
    expect(centre.shown('ann')?.status).toBe('Lunch');
  });

  test('stays if the backend does not keep the agent, and the answer says so', async () => {
    const centre = await anOwnedCentre();
    centre.works(ann, [{}]);
    await centre.advance(seconds(60));
    await centre.logOut();
    centre.keepGoingOffline();
    expect(await centre.cancelLogout(ann, { cancelledBy: 'boss' })).toEqual({ type: 'notCancelled' });
    expect(centre.facts().at(-1)).toBe('AgentLogoutNotCancelled');
    centre.endContact(ann);
    await centre.advance(minutes(10));
    expect(centre.facts().at(-1)).toBe('AgentSignedOut');
  });

  test('is not taken back once it is for at once', async () => {
    const centre = await anOwnedCentre();
    centre.works(ann, [{ canBeStopped: false }]);
    await centre.advance(seconds(60));
    await centre.logOut('immediate');
    expect(await centre.cancelLogout(ann, { cancelledBy: 'boss' })).toEqual({ type: 'tooLate' });
  });
});
