import { describe, expect, test } from '@jest/globals';
import { days, minutes, seconds } from '#core/instant.ts';
import { oneSwitchAtATime } from '../../local/connect/switches.ts';
import { aDrivenCentre } from './driven-centre.ts';
import { addUsers, afterFirst, agentOf, imported } from './importing.ts';

describe('an import', () => {
  test('gives agents their names, usernames and teams, and leaves what it does not know', async () => {
    const centre = await aDrivenCentre({}, 'userId', ['hierarchyGroups', 'routingProfiles']);
    const { groups, routingProfiles } = centre.instance.directory;
    groups.set('g1', { id: 'g1', name: 'Support' });
    groups.set('g2', { id: 'g2', name: 'Night', parentId: 'g1' });
    const [profileId] = routingProfiles.keys();
    const ann = centre.addUser({ username: 'ann', firstName: 'Ann', lastName: ' Example\n', hierarchyGroupId: 'g2' });
    const bob = centre.addUser({ username: 'bob', firstName: 'Bob', lastName: '' });
    const email = 'ann@example.com';
    await centre.putProfile(centre.keyOf(ann), { name: 'A', email, agentNumber: '1', teamIds: ['t'] });
    expect(await imported(centre)).toMatchObject({
      requestedBy: 'admin',
      counts: { listed: 2, created: 1, changed: 1, deleted: 0, passedOver: 0 },
      progress: { status: 'completed' },
    });
    const [first, second] = await Promise.all([ann, bob].map(({ id }) => agentOf(centre, id)));
    expect(first?.profile).toEqual({
      name: 'Ann Example',
      email,
      agentNumber: 'ann',
      teamIds: ['g1', 'g2', profileId],
    });
    expect(second?.profile).toEqual({ name: 'Bob', email: '', agentNumber: 'bob', teamIds: [profileId] });
  });

  test('shows the same teams as a look at who works, so that nothing changes back and forth', async () => {
    const centre = await aDrivenCentre({}, 'userId', ['hierarchyGroups', 'routingProfiles']);
    centre.instance.directory.groups.set('g1', { id: 'g1', name: 'Support' });
    const ann = centre.addUser({ username: 'ann', hierarchyGroupId: 'g1' });
    centre.agents.signIn(ann.id, 'Available');
    await centre.reconcile(centre.instanceId);
    await imported(centre);
    expect(await centre.reconcile(centre.instanceId)).toMatchObject({ differing: 0 });
    expect((await imported(centre))?.counts).toMatchObject({ created: 0, changed: 0 });
  });

  test('of 5 000 agents reads them in pages as large as there are, and writes those who are new or changed', async () => {
    const centre = await aDrivenCentre();
    const users = addUsers(centre, 5_000);
    const began = centre.time.now();
    expect((await imported(centre))?.counts).toMatchObject({ listed: 5_000, created: 5_000 });
    expect(centre.time.now() - began).toBeLessThan(minutes(2));
    expect([centre.done('ListUsers'), centre.done('SearchUsers')]).toEqual([10, 10]);
    centre.agents.change(users[1_234]?.id ?? '', { lastName: 'Married' });
    expect((await imported(centre))?.counts).toMatchObject({ listed: 5_000, created: 0, changed: 1, deleted: 0 });
  });

  test('reads all groups of the hierarchy, a hundred at a time, and none if teams are not made of them', async () => {
    const centre = await aDrivenCentre({}, 'userId', ['hierarchyGroups']);
    const { groups } = centre.instance.directory;
    for (let n = 0; n < 250; n += 1) groups.set(`g${n}`, { id: `g${n}`, name: `Group ${n}` });
    const ann = centre.addUser({ username: 'ann', hierarchyGroupId: 'g249' });
    await imported(centre);
    expect((await agentOf(centre, ann.id))?.profile.teamIds).toEqual(['g249']);
    expect(centre.done('SearchUserHierarchyGroups')).toBe(3);
    const ofProfiles = await aDrivenCentre();
    ofProfiles.addUser({ username: 'ann' });
    await imported(ofProfiles);
    expect(ofProfiles.done('SearchUserHierarchyGroups')).toBe(0);
  });

  test('goes on where it was when it is throttled, and asks no page twice that was answered', async () => {
    const centre = await aDrivenCentre();
    addUsers(centre, 1_500);
    const { faults } = centre.standIn;
    faults.next('SearchUsers', { type: 'error', name: 'TooManyRequestsException' }, 8);
    faults.next('ListUsers', { type: 'error', name: 'ThrottlingException' }, 4);
    expect(await imported(centre)).toMatchObject({ counts: { created: 1_500 }, progress: { status: 'completed' } });
    expect([centre.done('ListUsers'), centre.done('SearchUsers')]).toEqual([4, 3]);
  });

  test('waits while somebody else uses the quota up', async () => {
    const centre = await aDrivenCentre();
    addUsers(centre, 700);
    for (let second = 0; second < 60; second += 1)
      centre.time.at(centre.time.now() + seconds(second), async () => centre.standIn.quotas.drain('SearchUsers'));
    expect(await imported(centre)).toMatchObject({ counts: { created: 700 }, progress: { status: 'completed' } });
  });

  test('begins a phase again when its place is no longer good', async () => {
    const centre = await aDrivenCentre();
    addUsers(centre, 1_500);
    afterFirst(centre, 'SearchUsers', (answer) => void Object.assign(answer, { NextToken: 'dead' }));
    const began = centre.time.now();
    expect(await imported(centre)).toMatchObject({ counts: { listed: 1_500, created: 1_500 } });
    expect(centre.time.now() - began).toBeLessThan(minutes(1));
  });

  test('is one at a time', async () => {
    const centre = await aDrivenCentre();
    addUsers(centre, 20);
    const { instanceId } = centre;
    const first = await centre.importAgents({ instanceId }, 'admin');
    const second = await centre.importAgents({ instanceId }, 'somebody');
    expect(second?.importId).toBe(first?.importId);
    await centre.time.wait(minutes(5));
    expect(centre.imported()).toMatchObject([{ type: 'AgentsImported', requestedBy: 'admin', created: 20 }]);
    expect(centre.imported()).toHaveLength(1);
  });

  test('is given up after hours, with the reason, and leaves nothing behind', async () => {
    const centre = await aDrivenCentre();
    addUsers(centre, 10);
    centre.standIn.faults.next('SearchUsers', { type: 'error', name: 'AccessDeniedException' }, 1_000);
    expect((await imported(centre))?.progress).toMatchObject({ status: 'failed', fault: 'denied' });
    expect(centre.imported()).toMatchObject([{ type: 'AgentImportFailed', fault: 'denied', requestedBy: 'admin' }]);
    expect(await centre.listings.all(centre)).toEqual([]);
  });

  test('happens once a day by itself, and at once the first time', async () => {
    const centre = await aDrivenCentre();
    addUsers(centre, 3);
    const { instanceId } = centre;
    for (let look = 0; look < (2.5 * 24 * 60) / 5; look += 1) {
      await centre.wakeImport({ instanceId });
      await centre.time.wait(minutes(5));
      if (look === 0) expect(centre.imported()).toMatchObject([{ type: 'AgentsImported', created: 3 }]);
    }
    const at = centre.imported().map(({ startedAt }) => startedAt);
    expect(at).toHaveLength(3);
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBe(days(1));
    expect(new Date(at[1] ?? 0).getUTCHours()).toBeLessThan(4);
    expect(centre.imported()[0]).not.toHaveProperty('requestedBy');
  });

  test('of an instance whose agents are not those of a backend does not begin', async () => {
    const centre = await aDrivenCentre();
    expect(await centre.importAgents({ instanceId: 'another' }, 'admin')).toBeUndefined();
    await centre.wakeImport({ instanceId: 'another' });
    expect(await centre.latestImport({ instanceId: 'another' })).toBeUndefined();
  });
});

describe.each(oneSwitchAtATime().map((switches) => [JSON.stringify(switches), switches] as const))(
  'when Amazon Connect answers with %s, an import',
  (_, switches) => {
    test('goes on after throttles, creates who is new and marks who is gone', async () => {
      const centre = await aDrivenCentre({ switches });
      const [gone, ann] = addUsers(centre, 60);
      for (const operation of ['ListUsers', 'SearchUsers']) centre.standIn.quotas.drain(operation);
      expect((await imported(centre))?.counts).toMatchObject({ listed: 60, created: 60 });
      centre.agents.delete(gone?.id ?? '');
      centre.standIn.quotas.drain('ListUsers');
      expect((await imported(centre))?.counts).toMatchObject({ listed: 59, created: 0, deleted: 1 });
      expect(await agentOf(centre, gone?.id ?? '')).toHaveProperty('deletedAt');
      expect(await agentOf(centre, ann?.id ?? '')).not.toHaveProperty('deletedAt');
    });
  },
);
