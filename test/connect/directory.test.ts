import {
  DescribeInstanceCommand,
  DescribeUserCommand,
  DescribeUserHierarchyGroupCommand,
  DescribeUserHierarchyStructureCommand,
  ListAgentStatusesCommand,
  ListRoutingProfilesCommand,
  ListUserHierarchyGroupsCommand,
  ListUsersCommand,
  paginateSearchUsers,
  SearchAgentStatusesCommand,
  SearchRoutingProfilesCommand,
  SearchUserHierarchyGroupsCommand,
  SearchUsersCommand,
  type UserSearchCriteria,
} from '@aws-sdk/client-connect';
import { describe, expect, test } from '@jest/globals';
import { aCentre, errorOf } from './a-centre.ts';

const europe = { id: '0a000000-0000-4000-8000-000000000001', name: 'Europe' };
const night = { id: '0a000000-0000-4000-8000-000000000002', name: 'Night', parentId: europe.id };

const aStaffedCentre = async () => {
  const centre = await aCentre({}, { groups: [europe, night], alias: 'acme' });
  const ann = centre.addUser({
    username: 'ann.arbor',
    email: 'ann@example.com',
    hierarchyGroupId: night.id,
    afterContactWorkSeconds: 30,
  });
  const ben = centre.addUser({ username: 'ben.benson', hierarchyGroupId: europe.id, securityProfileIds: ['sp'] });
  return { ...centre, ann, ben };
};

describe('Users', () => {
  test('are listed, searched and described, with the time of after-contact work in different units', async () => {
    const { client, InstanceId, instance, ann, ben } = await aStaffedCentre();
    const { UserSummaryList } = await client.send(new ListUsersCommand({ InstanceId }));
    expect(UserSummaryList).toEqual([
      { Id: ann.id, Arn: instance.arns.of('agent', ann.id), Username: 'ann.arbor' },
      { Id: ben.id, Arn: instance.arns.of('agent', ben.id), Username: 'ben.benson' },
    ]);
    const found = await client.send(new SearchUsersCommand({ InstanceId }));
    expect(found).toMatchObject({ ApproximateTotalCount: 2, Users: [{ Id: ann.id, HierarchyGroupId: night.id }, {}] });
    expect(found.Users?.[0]).toMatchObject({
      IdentityInfo: { FirstName: 'ann', LastName: 'arbor' },
      PhoneConfig: { AfterContactWorkTimeLimit: 30_000 },
    });
    expect(JSON.stringify(found)).not.toContain('ann@example.com');
    const { User } = await client.send(new DescribeUserCommand({ InstanceId, UserId: ann.id }));
    expect(User).toMatchObject({
      IdentityInfo: { Email: 'ann@example.com' },
      PhoneConfig: { AfterContactWorkTimeLimit: 30 },
    });
  });

  test('are found by criteria, and only by fields that there are', async () => {
    const { client, InstanceId, ann, ben } = await aStaffedCentre();
    const find = async (SearchCriteria: UserSearchCriteria) =>
      (await client.send(new SearchUsersCommand({ InstanceId, SearchCriteria }))).Users?.map(({ Id }) => Id);
    const field = (FieldName: string, Value: string, ComparisonType: 'STARTS_WITH' | 'CONTAINS' | 'EXACT') => ({
      StringCondition: { FieldName, Value, ComparisonType },
    });
    expect(await find(field('Username', 'ANN', 'STARTS_WITH'))).toEqual([ann.id]);
    expect(await find(field('LastName', 'ns', 'CONTAINS'))).toEqual([ben.id]);
    expect(await find(field('SecurityProfileId', 'sp', 'EXACT'))).toEqual([ben.id]);
    expect(await find(field('Username', 'ann', 'EXACT'))).toEqual([]);
    const both = [field('FirstName', 'ben', 'EXACT'), field('resourceId', ann.id, 'EXACT')];
    expect(await find({ OrConditions: both })).toEqual([ann.id, ben.id]);
    expect(await find({ AndConditions: both })).toEqual([]);
    const group = (HierarchyGroupMatchType: 'EXACT' | 'WITH_CHILD_GROUPS') => ({
      HierarchyGroupCondition: { Value: europe.id, HierarchyGroupMatchType },
    });
    expect(await find(group('EXACT'))).toEqual([ben.id]);
    expect(await find(group('WITH_CHILD_GROUPS'))).toEqual([ann.id, ben.id]);
    expect(await errorOf(find(field('Email', 'ann', 'EXACT')))).toMatchObject({ status: 400 });
    expect(await errorOf(find(field('Username', 'a', 'CONTAINS')))).toMatchObject({ status: 400 });
  });

  test('with two filters at once the search is denied', async () => {
    const { client, InstanceId } = await aStaffedCentre();
    const SearchFilter = { TagFilter: {}, UserAttributeFilter: {} };
    const search = client.send(new SearchUsersCommand({ InstanceId, SearchFilter }));
    expect(await errorOf(search)).toEqual({ name: 'AccessDeniedException', status: 403 });
  });

  test('come in pages, which the SDK asks for one after the other', async () => {
    const { client, InstanceId, addUser } = await aCentre();
    const names = Array.from({ length: 1234 }, (_, index) => `agent${index}`);
    for (const username of names) addUser({ username });
    const seen: (string | undefined)[] = [];
    let pages = 0;
    for await (const { Users = [] } of paginateSearchUsers({ client, pageSize: 500 }, { InstanceId })) {
      pages += 1;
      seen.push(...Users.map(({ Username }) => Username));
    }
    expect(pages).toBe(3);
    expect(seen).toEqual(names);
  });

  test('that are deleted are gone at once, and a new one of the same name has another id', async () => {
    const { client, InstanceId, agents, addUser, ann } = await aStaffedCentre();
    agents.delete(ann.id);
    expect(await errorOf(client.send(new DescribeUserCommand({ InstanceId, UserId: ann.id })))).toMatchObject({
      status: 404,
    });
    expect(addUser({ username: 'ann.arbor' }).id).not.toBe(ann.id);
  });
});

describe('Teams', () => {
  test('hierarchy groups come with their path, and the search has an internal one besides', async () => {
    const { client, InstanceId, instance } = await aStaffedCentre();
    const { UserHierarchyGroupSummaryList } = await client.send(new ListUserHierarchyGroupsCommand({ InstanceId }));
    expect(UserHierarchyGroupSummaryList?.map(({ Name }) => Name)).toEqual(['Europe', 'Night']);
    const { UserHierarchyGroups } = await client.send(new SearchUserHierarchyGroupsCommand({ InstanceId }));
    expect(UserHierarchyGroups).toMatchObject([
      { Id: europe.id, LevelId: '1' },
      { Id: night.id, LevelId: '2', HierarchyPath: { LevelOne: { Id: europe.id }, LevelTwo: { Id: night.id } } },
      { LevelId: '0' },
    ]);
    const command = new DescribeUserHierarchyGroupCommand({ InstanceId, HierarchyGroupId: night.id });
    expect((await client.send(command)).HierarchyGroup).toMatchObject({
      Name: 'Night',
      Arn: instance.arns.of('agent-group', night.id),
    });
    const structure = await client.send(new DescribeUserHierarchyStructureCommand({ InstanceId }));
    expect(Object.keys(structure.HierarchyStructure ?? {})).toEqual(['LevelOne', 'LevelTwo']);
  });

  test('routing profiles are listed and searched', async () => {
    const { client, InstanceId, queueId } = await aStaffedCentre();
    const listed = await client.send(new ListRoutingProfilesCommand({ InstanceId }));
    expect(listed.RoutingProfileSummaryList).toMatchObject([{ Name: 'Everything' }]);
    const searched = await client.send(new SearchRoutingProfilesCommand({ InstanceId }));
    expect(searched.RoutingProfiles).toMatchObject([
      { Name: 'Everything', NumberOfAssociatedUsers: 2, AssociatedQueueIds: [queueId] },
    ]);
  });

  test('statuses have a type, and only the search tells whether they are enabled', async () => {
    const { client, InstanceId, instance } = await aStaffedCentre();
    instance.directory.statuses.set('x', { id: 'x', name: 'Abgemeldet', type: 'CUSTOM', enabled: false });
    const names = async (AgentStatusTypes: ('OFFLINE' | 'CUSTOM' | 'ROUTABLE')[]) =>
      (await client.send(new ListAgentStatusesCommand({ InstanceId, AgentStatusTypes }))).AgentStatusSummaryList?.map(
        ({ Name }) => Name,
      );
    expect(await names(['OFFLINE', 'ROUTABLE'])).toEqual(['Available', 'Offline']);
    expect(await names(['CUSTOM'])).toEqual(['Break', 'Lunch', 'Training', 'Abgemeldet']);
    const { AgentStatuses } = await client.send(new SearchAgentStatusesCommand({ InstanceId }));
    expect(AgentStatuses?.at(-1)).toMatchObject({ Name: 'Abgemeldet', State: 'DISABLED' });
  });

  test('the instance describes itself', async () => {
    const { client, InstanceId, instance } = await aStaffedCentre();
    const { Instance } = await client.send(new DescribeInstanceCommand({ InstanceId }));
    expect(Instance).toMatchObject({ Arn: instance.arns.instance, InstanceAlias: 'acme', InstanceStatus: 'ACTIVE' });
  });
});
