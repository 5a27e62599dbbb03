import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { minutes, seconds } from '#core/instant.ts';
import { agentId } from '#dialects/fields.ts';
import { agentIdOfUsername, makeConnectUsers } from '../../functions/backends/amazon-connect/users.ts';
import { aDrivenCentre } from './driven-centre.ts';

const named = () => aDrivenCentre({}, 'username');

const signedInIn = async ({ listAgents, instanceId }: Awaited<ReturnType<typeof named>>) =>
  (await listAgents(instanceId, { signedIn: true }, { limit: 100 })).agents.map((agent) => agent.agentId);

describe('where agents are called by their usernames', () => {
  test('everybody who works is signed in by that name', async () => {
    const centre = await named();
    centre.works('ann');
    centre.works('Bob.Example');
    await centre.reconcile(centre.instanceId);
    expect(await signedInIn(centre)).toEqual(['Bob.Example', 'ann']);
  });

  test('a name that nobody has is an unknown agent, and so is another spelling', async () => {
    const centre = await named();
    const ann = centre.works('ann');
    for (const username of ['nobody', 'ANN', ann.id]) {
      expect(await centre.logOut({ ...ann, username })).toMatchObject({ outcome: 'unknownAgent' });
    }
    expect(centre.done('PutUserStatus')).toBe(0);
  });

  test('a user whose name cannot be an id is passed over, and keeps nobody else from being seen', async () => {
    const centre = await named();
    centre.works('ann@example.com');
    centre.works('bob');
    expect(await centre.reconcile(centre.instanceId)).toMatchObject({ shown: 1 });
    expect(await signedInIn(centre)).toEqual(['bob']);
  });

  test('a user who is renamed begins under the new name, and the old one is signed out', async () => {
    const centre = await named();
    const ann = centre.works('ann');
    await centre.reconcile(centre.instanceId);
    centre.agents.change(ann.id, { username: 'anna' });
    for (let round = 0; round < 30; round += 1) {
      await centre.time.wait(seconds(15));
      await centre.reconcile(centre.instanceId);
    }
    expect(await signedInIn(centre)).toEqual(['anna']);
    expect(centre.facts()).toEqual(['AgentSignedIn', 'AgentSignedIn', 'AgentSignedOut']);
  });

  test('a user who has just been added is found at once, and names that nobody has are looked for once a minute', async () => {
    const centre = await named();
    const ann = centre.works('ann');
    expect(await centre.logOut(ann)).toMatchObject({ outcome: 'loggedOut' });
    await centre.time.wait(minutes(1));
    expect(await centre.logOut(centre.works('bob'))).toMatchObject({ outcome: 'loggedOut' });
    expect(centre.done('ListUsers')).toBe(2);
    for (let n = 0; n < 10; n += 1) await centre.logOut({ ...ann, username: `nobody-${n}` });
    expect(centre.done('ListUsers')).toBe(2);
    await centre.time.wait(minutes(1));
    for (let n = 0; n < 10; n += 1) await centre.logOut({ ...ann, username: `nobody-${n}` });
    expect(centre.done('ListUsers')).toBe(3);
  });

  test('as long as the list of users cannot be read, the last one counts', async () => {
    const centre = await named();
    const [ann, bob] = [centre.works('ann'), centre.works('bob')];
    await centre.logOut(ann);
    await centre.time.wait(minutes(10));
    centre.standIn.faults.next('ListUsers', { type: 'error', name: 'AccessDeniedException' }, 100);
    expect(await centre.logOut(bob)).toMatchObject({ outcome: 'loggedOut' });
  });

  test('more users than there are on one page are all found', async () => {
    const centre = await named();
    for (let n = 0; n < 1_500; n += 1) centre.addUser({ username: `agent-${n}` });
    expect(await centre.logOut(centre.works('last'))).toMatchObject({ outcome: 'loggedOut' });
    expect(centre.done('ListUsers')).toBe(2);
  });
});

test('a user is named without a look if the name is known already', async () => {
  const { users, centre } = await usersOf('username');
  expect(await users.agentIdOf({ userId: 'gone', username: 'ann' })).toBe('ann');
  expect(await users.agentIdOf({ userId: 'gone', username: 'ann@example.com' })).toBeUndefined();
  expect(centre.done('ListUsers')).toBe(0);
  expect(await users.agentIdOf({ userId: 'gone' })).toBeUndefined();
  const { users: byId } = await usersOf('userId');
  expect(await byId.agentIdOf({ userId: 'u1', username: 'ann' })).toBe('u1');
});

async function usersOf(agentIds: 'userId' | 'username') {
  const centre = await aDrivenCentre({}, agentIds);
  return { centre, users: makeConnectUsers(centre.connectInstance, centre.connected) };
}

test('a username is the id of an agent exactly if a request may name it so', () => {
  const name = fc.oneof(
    fc.string({ maxLength: 70 }),
    fc.stringMatching(/^[\w.@:-]{1,70}$/),
    fc.constantFrom('.', '..', ''),
  );
  return fc.assert(
    fc.property(name, (username) => {
      expect(agentIdOfUsername(username)).toBe(agentId.safeParse(username).success ? username : undefined);
    }),
  );
});
