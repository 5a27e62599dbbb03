import { describe, expect, test } from '@jest/globals';
import { minutes } from '#core/instant.ts';
import { agentView } from '#dialects/native/agent-view.ts';
import { aDrivenCentre } from './driven-centre.ts';
import { addUsers, afterFirst, agentOf, imported } from './importing.ts';

describe('a user who is deleted', () => {
  test('is marked by the next import, keeps the profile, and is signed out', async () => {
    const centre = await aDrivenCentre();
    const [ann, bob] = [centre.works('ann'), centre.works('bob')];
    await centre.reconcile(centre.instanceId);
    await imported(centre);
    centre.agents.delete(ann.id);
    const later = await imported(centre);
    expect(later?.counts).toMatchObject({ listed: 1, deleted: 1 });
    const agent = await agentOf(centre, ann.id);
    expect(agent).toMatchObject({ profile: { agentNumber: 'ann' }, deletedAt: expect.any(Number) });
    expect(agent?.session).toBeUndefined();
    expect((await agentOf(centre, bob.id))?.session).toBeDefined();
    expect(centre.facts().filter((type) => type === 'AgentSignedOut')).toHaveLength(1);
    expect((await imported(centre))?.counts).toMatchObject({ deleted: 0 });
  });

  test('and appears again under the same id loses the mark', async () => {
    const centre = await aDrivenCentre({}, 'username');
    const ann = centre.addUser({ username: 'ann' });
    await imported(centre);
    centre.agents.delete(ann.id);
    await imported(centre);
    expect(await agentOf(centre, 'ann')).toHaveProperty('deletedAt');
    centre.addUser({ username: 'ann' });
    expect((await imported(centre))?.counts).toMatchObject({ changed: 1, deleted: 0 });
    expect(await agentOf(centre, 'ann')).not.toHaveProperty('deletedAt');
  });

  test('and is at work again before the next import is not shown with the mark', async () => {
    const centre = await aDrivenCentre({}, 'username');
    const ann = centre.addUser({ username: 'ann' });
    await imported(centre);
    centre.agents.delete(ann.id);
    await imported(centre);
    await centre.time.wait(minutes(10));
    centre.works('ann');
    await centre.reconcile(centre.instanceId);
    const agent = await agentOf(centre, 'ann');
    expect(agent && agentView(agent)).toMatchObject({ agentId: 'ann', session: { status: 'Available' } });
    expect(agent && agentView(agent)).not.toHaveProperty('deletedAt');
  });

  test('while the list is read keeps nobody else from being found', async () => {
    const centre = await aDrivenCentre();
    const users = addUsers(centre, 1_100);
    await imported(centre);
    // The list has moved up when its second page is read: whoever was first on that one is on neither page.
    afterFirst(centre, 'ListUsers', () => {
      for (const { id } of users.slice(0, 5)) centre.agents.delete(id);
    });
    await imported(centre);
    const marked = await Promise.all(users.map(async ({ id }) => (await agentOf(centre, id))?.deletedAt !== undefined));
    expect(marked.slice(5)).not.toContain(true);
    await imported(centre);
    const after = await Promise.all(users.map(async ({ id }) => (await agentOf(centre, id))?.deletedAt !== undefined));
    expect(after.indexOf(false)).toBe(5);
    expect(after.filter(Boolean)).toHaveLength(5);
  });

  test('is not created by an index that still shows the user', async () => {
    const centre = await aDrivenCentre();
    const ann = centre.addUser({ username: 'ann' });
    const bob = centre.addUser({ username: 'bob' });
    const { users } = centre.instance.directory;
    // ListUsers no longer has Bob, and SearchUsers does.
    users.delete(bob.id);
    afterFirst(centre, 'ListUsers', () => void users.set(bob.id, bob));
    await imported(centre);
    expect(await agentOf(centre, ann.id)).toBeDefined();
    expect(await agentOf(centre, bob.id)).toBeUndefined();
  });

  test('together with many others is marked, page by page', async () => {
    const centre = await aDrivenCentre();
    const users = addUsers(centre, 1_000);
    await imported(centre);
    for (const { id } of users.slice(0, 900)) centre.agents.delete(id);
    expect((await imported(centre))?.counts).toMatchObject({ listed: 100, deleted: 900 });
  });
});

describe('a user who is renamed', () => {
  test('and moved has the new name and team', async () => {
    const centre = await aDrivenCentre();
    const ann = centre.addUser({ username: 'ann', firstName: 'Ann' });
    await imported(centre);
    const { routingProfiles } = centre.instance.directory;
    const [usual] = routingProfiles.values();
    if (usual) routingProfiles.set('other', { ...usual, id: 'other', name: 'Other' });
    centre.agents.change(ann.id, { username: 'anna', firstName: 'Anna', routingProfileId: 'other' });
    expect((await imported(centre))?.counts).toMatchObject({ created: 0, changed: 1, deleted: 0 });
    const agent = await agentOf(centre, ann.id);
    expect(agent?.profile).toMatchObject({ agentNumber: 'anna', teamIds: ['other'] });
    expect(agent?.profile.name).toMatch(/^Anna /);
  });

  test('begins anew where agents are called by their usernames, and the old agent is marked', async () => {
    const centre = await aDrivenCentre({}, 'username');
    const ann = centre.addUser({ username: 'ann' });
    await imported(centre);
    centre.agents.change(ann.id, { username: 'anna' });
    expect((await imported(centre))?.counts).toMatchObject({ created: 1, changed: 0, deleted: 1 });
    expect(await agentOf(centre, 'ann')).toHaveProperty('deletedAt');
    expect(await agentOf(centre, 'anna')).not.toHaveProperty('deletedAt');
  });

  test('to a name that cannot be an id is counted and passed over', async () => {
    const centre = await aDrivenCentre({}, 'username');
    centre.addUser({ username: 'ann@example.com' });
    centre.addUser({ username: 'bob' });
    expect((await imported(centre))?.counts).toEqual({
      ...{ listed: 1, created: 1, changed: 0 },
      ...{ deleted: 0, passedOver: 1 },
    });
  });
});
