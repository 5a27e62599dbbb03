import { GetCurrentUserDataCommand, PutUserStatusCommand, type UserDataFilters } from '@aws-sdk/client-connect';
import { describe, expect, test } from '@jest/globals';
import { aCentre, anAgent, errorOf, start, type TestedCentre } from './a-centre.ts';

const read = ({ client, InstanceId }: TestedCentre, Filters: UserDataFilters, page: object = {}) =>
  client.send(new GetCurrentUserDataCommand({ InstanceId, Filters, ...page }));

describe('GetCurrentUserData', () => {
  test('shows status, next status, slots and contacts with their times', async () => {
    const night = { id: '0a000000-0000-4000-8000-000000000001', name: 'Night' };
    const centre = await aCentre({}, { groups: [night] });
    const { contacts, instance, queueId, time, client, InstanceId, statusId } = centre;
    const ann = anAgent(centre, 'ann', { hierarchyGroupId: night.id });
    const { id } = contacts.begin({ channel: 'CHAT', queueId });
    contacts.offer(id, ann.id);
    await time.runUntil(start + 1500);
    contacts.accept(id);
    await client.send(new PutUserStatusCommand({ InstanceId, UserId: ann.id, AgentStatusId: statusId('Offline') }));
    const answer = await read(centre, { Agents: [instance.arns.of('agent', ann.id)] });
    const at = (millis: number) => new Date(start + millis);
    expect(answer).toMatchObject({
      ApproximateTotalCount: 1,
      UserDataList: [
        {
          User: { Id: ann.id, Arn: instance.arns.of('agent', ann.id) },
          RoutingProfile: { Id: ann.routingProfileId },
          HierarchyPath: { LevelOne: { Id: night.id } },
          Status: {
            StatusStartTimestamp: at(0),
            StatusName: 'Available',
            StatusArn: expect.stringMatching(/agent-state/),
          },
          NextStatus: 'Offline',
          AvailableSlotsByChannel: { VOICE: 0, CHAT: 2, TASK: 0 },
          MaxSlotsByChannel: { VOICE: 1, CHAT: 3, TASK: 5 },
          ActiveSlotsByChannel: { CHAT: 1 },
          Contacts: [
            {
              ContactId: id,
              Channel: 'CHAT',
              InitiationMethod: 'API',
              AgentContactState: 'CONNECTED',
              StateStartTimestamp: at(1500),
              ConnectedToAgentTimestamp: at(1500),
              Queue: { Id: queueId },
            },
          ],
        },
      ],
    });
  });

  test('a contact on hold keeps the start of its connection, and a paused task has a state that no enum has', async () => {
    const centre = await aCentre();
    const { contacts, time } = centre;
    const ann = anAgent(centre);
    const [call, task] = [contacts.begin({ channel: 'VOICE' }), contacts.begin({ channel: 'TASK' })];
    for (const { id } of [call, task]) {
      contacts.offer(id, ann.id);
      contacts.accept(id);
    }
    await time.runUntil(start + 5000);
    contacts.setState(call.id, 'CONNECTED_ONHOLD');
    contacts.setState(task.id, 'PAUSED');
    const { UserDataList } = await read(centre, { Agents: [ann.id] });
    expect(UserDataList?.[0]?.Contacts).toMatchObject([
      { AgentContactState: 'CONNECTED_ONHOLD', StateStartTimestamp: new Date(start) },
      { AgentContactState: 'PAUSED', StateStartTimestamp: new Date(start + 5000) },
    ]);
  });

  test('filters by agents, queues, routing profiles, groups with their children, and states of contacts', async () => {
    const groups = [
      { id: '0a000000-0000-4000-8000-000000000001', name: 'Europe' },
      { id: '0a000000-0000-4000-8000-000000000002', name: 'Night', parentId: '0a000000-0000-4000-8000-000000000001' },
    ];
    const centre = await aCentre({}, { groups });
    const { contacts, queueId } = centre;
    const ann = anAgent(centre, 'ann', { hierarchyGroupId: '0a000000-0000-4000-8000-000000000002' });
    const ben = anAgent(centre, 'ben');
    const { id } = contacts.begin({ channel: 'CHAT', queueId });
    contacts.offer(id, ben.id);
    contacts.miss(id);
    const found = async (filters: UserDataFilters) =>
      (await read(centre, filters)).UserDataList?.map(({ User }) => User?.Id);
    const deleted = '00000000-0000-4000-8000-000000000000';
    expect(await found({ Agents: [ben.id, deleted] })).toEqual([ben.id]);
    expect(await found({ Queues: [queueId] })).toEqual([ann.id, ben.id]);
    expect(await found({ RoutingProfiles: [ann.routingProfileId] })).toEqual([ann.id, ben.id]);
    expect(await found({ UserHierarchyGroups: ['0a000000-0000-4000-8000-000000000001'] })).toEqual([ann.id]);
    expect(await found({ Queues: [queueId], ContactFilter: { ContactStates: ['MISSED'] } })).toEqual([ben.id]);
    expect(await errorOf(found({ RoutingProfiles: [deleted] }))).toMatchObject({ status: 404 });
    for (const filters of [
      {},
      { Agents: [] },
      { Agents: [ann.id], Queues: [queueId] },
      { ContactFilter: { ContactStates: ['MISSED'] } },
      { Agents: Array.from({ length: 101 }, () => ann.id) },
      { UserHierarchyGroups: groups.map(({ id }) => id) },
    ] satisfies UserDataFilters[])
      expect(await errorOf(found(filters))).toEqual({ name: 'InvalidParameterException', status: 400 });
  });

  test.each(['absent', 'asOffline'] as const)('whoever is Offline is %s', async (offlineUsers) => {
    const centre = await aCentre({ switches: { offlineUsers } });
    const ann = anAgent(centre);
    const ben = centre.addUser({ username: 'ben' });
    centre.agents.chooseStatus(ann.id, 'Offline');
    const { UserDataList } = await read(centre, { Agents: [ann.id, ben.id] });
    const shown = UserDataList?.map(({ Status }) => Status?.StatusName);
    expect(shown).toEqual(offlineUsers === 'absent' ? [] : ['Offline', 'Offline']);
    // A call that was dialled in Offline makes somebody active.
    centre.contacts.dialOut(ann.id);
    const later = await read(centre, { Agents: [ann.id] });
    expect(later.UserDataList).toMatchObject([{ Status: { StatusName: 'Offline' } }]);
  });

  test.each([
    ['none', 0],
    ['twoSeconds', 2000],
    ['fifteenSeconds', 15_000],
  ] as const)('with a lag of %s the new status shows after %d ms', async (userDataLag, millis) => {
    const centre = await aCentre({ switches: { userDataLag } });
    const { agents, time } = centre;
    const ann = anAgent(centre);
    await time.runUntil(start + 60_000);
    agents.chooseStatus(ann.id, 'Break');
    const status = async () => (await read(centre, { Agents: [ann.id] })).UserDataList?.[0]?.Status?.StatusName;
    if (millis > 0) {
      await time.runUntil(start + 60_000 + millis - 1);
      expect(await status()).toBe('Available');
    }
    await time.runUntil(start + 60_000 + millis);
    expect(await status()).toBe('Break');
  });

  test('the old value may come once more after the new one', async () => {
    const centre = await aCentre({ switches: { userDataLag: 'oldOnceMore' } });
    const ann = anAgent(centre);
    centre.agents.chooseStatus(ann.id, 'Break');
    const statuses: unknown[] = [];
    for (let reads = 0; reads < 4; reads++)
      statuses.push((await read(centre, { Agents: [ann.id] })).UserDataList?.[0]?.Status?.StatusName);
    expect(statuses).toEqual(['Break', 'Available', 'Break', 'Break']);
  });

  test('pages with the token and the same arguments only; a user who leaves in between shifts the others', async () => {
    const centre = await aCentre();
    const users = ['ann', 'ben', 'cem', 'dag'].map((name) => anAgent(centre, name));
    const filters = { Agents: users.map(({ id }) => id) };
    const first = await read(centre, filters, { MaxResults: 2 });
    expect(first).toMatchObject({ ApproximateTotalCount: 4, UserDataList: [{ User: { Id: users[0]?.id } }, {}] });
    const next = { NextToken: first.NextToken };
    expect(await errorOf(read(centre, { Agents: [users[0]?.id ?? ''] }, { ...next, MaxResults: 2 }))).toMatchObject({
      status: 400,
    });
    expect(await errorOf(read(centre, filters, { ...next, MaxResults: 3 }))).toMatchObject({ status: 400 });
    centre.agents.delete(users[0]?.id ?? '');
    const second = await read(centre, filters, { ...next, MaxResults: 2 });
    expect(second.UserDataList?.map(({ User }) => User?.Id)).toEqual([users[3]?.id]);
    expect(second.NextToken).toBeUndefined();
    await centre.time.runUntil(start + 24 * 3_600_000 + 1);
    const dead = read(centre, filters, { ...next, MaxResults: 2 });
    expect(await errorOf(dead)).toEqual({ name: 'InvalidToken', status: 400 });
  });
});
