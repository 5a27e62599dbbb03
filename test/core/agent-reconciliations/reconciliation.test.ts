import { describe, expect, test } from '@jest/globals';
import { seconds } from '#core/instant.ts';
import { aReconciledCentre, demo, keyOf } from './a-reconciled-centre.ts';

const none = { signedIn: 0, signedOut: 0, status: 0, contacts: 0, teams: 0, pendingLogout: 0 };

describe('A look at agents who are followed by events', () => {
  test('says how many it looked at, and who differed in what', async () => {
    const centre = await aReconciledCentre();
    for (const agentId of ['ann', 'bob', 'cem', 'dana']) centre.works(keyOf(agentId));
    await centre.look();
    expect(centre.events()).toMatchObject([
      { looked: 4, differed: 4, mended: { ...none, signedIn: 4 }, agentIds: ['ann', 'bob', 'cem', 'dana'] },
    ]);
    centre.time.at += seconds(60);
    centre.works(keyOf('ann'), [], 'Break');
    centre.works(keyOf('bob'), [{}], 'Break');
    await centre.backend.goOffline(keyOf('cem'), 'urgent');
    await centre.look();
    const [, second] = centre.events();
    expect(second).toEqual({
      type: 'AgentsReconciled',
      instanceId: 'demo',
      startedAt: centre.time.at,
      finishedAt: centre.time.at,
      looked: 4,
      differed: 3,
      mended: { ...none, signedOut: 1, status: 2, contacts: 1 },
      agentIds: ['ann', 'bob', 'cem'],
    });
  });

  test('says nothing when events have missed nothing', async () => {
    const centre = await aReconciledCentre();
    centre.works(keyOf('ann'));
    await centre.look();
    await centre.look();
    await centre.look();
    expect(centre.events()).toHaveLength(1);
  });

  test('leaves nothing when there was never anything to mend', async () => {
    const centre = await aReconciledCentre();
    await centre.look();
    expect(centre.events()).toEqual([]);
    expect(centre.reconciliations.all()).toEqual([]);
  });

  test('a first absence proves nothing, so only the second one is mended', async () => {
    const centre = await aReconciledCentre();
    centre.works(keyOf('ann'));
    await centre.look();
    centre.vanishes(keyOf('ann'));
    await centre.look();
    expect(centre.events()).toHaveLength(1);
    await centre.look();
    expect(centre.events()[1]).toMatchObject({ looked: 1, differed: 1, mended: { ...none, signedOut: 1 } });
  });

  test('names a hundred agents at most, and counts all', async () => {
    const centre = await aReconciledCentre();
    for (let n = 0; n < 250; n += 1) centre.works(keyOf(`agent-${n}`));
    await centre.look();
    const [event] = centre.events();
    expect(event).toMatchObject({ looked: 250, differed: 250, mended: { ...none, signedIn: 250 } });
    expect(event?.agentIds).toHaveLength(100);
  });
});

describe('A look at agents who are only looked at', () => {
  test('says nothing of what has changed since the last one', async () => {
    const centre = await aReconciledCentre({ isFollowed: false });
    centre.works(keyOf('ann'));
    await centre.look();
    expect(await centre.statusOf('ann')).toBe('Available');
    expect(centre.events()).toEqual([]);
    expect(centre.reconciliations.all()).toEqual([]);
  });
});

describe.each([true, false])('A reconciliation that somebody asks for, with events: %s', (isFollowed) => {
  test('says what it was asked by, even if there was nothing to mend', async () => {
    const centre = await aReconciledCentre({ isFollowed });
    const asked = await centre.askForReconciliation(demo, 'admin');
    expect(asked).toMatchObject({ requestedBy: 'admin', requestedAt: centre.time.at });
    const at = centre.time.at + seconds(1);
    expect(centre.wakeUps.pending()).toEqual([{ kind: 'instance', instanceId: 'demo', at }]);
    await centre.look();
    const startedAt = centre.time.at;
    await centre.look();
    const { reconciliationId } = asked ?? {};
    expect(centre.events()).toMatchObject([
      { reconciliationId, requestedBy: 'admin', startedAt, looked: 0, differed: 0, mended: none, agentIds: [] },
    ]);
  });

  test('is joined by whoever asks for another one before it is done, and not after that', async () => {
    const centre = await aReconciledCentre({ isFollowed });
    const first = await centre.askForReconciliation(demo, 'admin');
    const wakeUps = centre.wakeUps.pending();
    expect(await centre.askForReconciliation(demo, 'somebody')).toEqual(first);
    expect(centre.wakeUps.pending()).toEqual(wakeUps);
    await centre.look();
    const third = await centre.askForReconciliation(demo, 'somebody');
    expect(third).toMatchObject({ requestedBy: 'somebody' });
    expect(third?.reconciliationId).not.toBe(first?.reconciliationId);
  });

  test('is not answered by a look that began before it was asked for', async () => {
    const centre = await aReconciledCentre({ isFollowed });
    centre.works(keyOf('ann'));
    const everybody = centre.backend.observeEverybody;
    centre.backend.observeEverybody = async function* (lane) {
      yield* everybody(lane);
      await centre.askForReconciliation(demo, 'admin');
    };
    await centre.look();
    expect(centre.events().filter(({ requestedBy }) => requestedBy)).toEqual([]);
    centre.backend.observeEverybody = everybody;
    await centre.look();
    expect(centre.events().filter(({ requestedBy }) => requestedBy)).toMatchObject([{ requestedBy: 'admin' }]);
  });

  test('is answered once by two looks at the same time, with all that they have mended', async () => {
    const centre = await aReconciledCentre({ isFollowed });
    for (const agentId of ['ann', 'bob']) centre.works(keyOf(agentId));
    await centre.askForReconciliation(demo, 'admin');
    await Promise.all([centre.look(), centre.look()]);
    expect(centre.events()).toMatchObject([{ requestedBy: 'admin', differed: 2, agentIds: ['ann', 'bob'] }]);
    expect((await centre.reconciliations.load(demo))?.state).toEqual(demo);
  });

  test('waits for the contact centre to answer', async () => {
    const centre = await aReconciledCentre({ isFollowed });
    const everybody = centre.backend.observeEverybody;
    centre.backend.observeEverybody = () => {
      throw new Error('It does not answer');
    };
    const asked = await centre.askForReconciliation(demo, 'admin');
    await expect(centre.look()).rejects.toThrow('It does not answer');
    centre.backend.observeEverybody = everybody;
    await centre.look();
    expect(centre.events()).toMatchObject([{ reconciliationId: asked?.reconciliationId }]);
  });
});

test('an instance whose agents Lastcall owns has nothing to compare with', async () => {
  const centre = await aReconciledCentre();
  expect(await centre.askForReconciliation({ instanceId: 'other' }, 'admin')).toBeUndefined();
  await centre.lookAtEverybody({ instanceId: 'other' });
  expect(centre.reconciliations.all()).toEqual([]);
});
