import type {
  DescribeUserHierarchyGroupRequest,
  DescribeUserHierarchyStructureRequest,
  ListRoutingProfilesRequest,
  ListUserHierarchyGroupsRequest,
  SearchRoutingProfilesRequest,
  SearchUserHierarchyGroupsRequest,
} from '@aws-sdk/client-connect';
import { ConnectError, notFound } from '../connect-error.ts';
import type { HierarchyGroup, RoutingProfile } from '../state/directory.ts';
import type { ConnectInstance } from '../state/instance.ts';
import { meets } from './criteria.ts';
import { type Operation, type Output, operation } from './operation.ts';
import { pageOf } from './paging.ts';
import { levels } from './user-data.ts';

const listUserHierarchyGroups = operation<ListUserHierarchyGroupsRequest>('ListUserHierarchyGroups', {
  run: (instance, input) => {
    const groups = [...instance.directory.groups.values()];
    const { items, NextToken } = pageOf(groups, input, { now: instance.time.now(), usualSize: 1000 });
    return { UserHierarchyGroupSummaryList: items.map((group) => summaryOf(instance, group)), NextToken };
  },
});

const searchUserHierarchyGroups = operation<SearchUserHierarchyGroupsRequest>('SearchUserHierarchyGroups', {
  run: (instance, input) => {
    refuseFilter('SearchUserHierarchyGroups', input.SearchFilter);
    const groups = [...instance.directory.groups.values()].filter(({ id, name, parentId = '' }) => {
      const levelId = String(instance.directory.hierarchyPath(id).length);
      return meets(input.SearchCriteria, {
        fields: { name: [name], parentId: [parentId], levelId: [levelId], resourceID: [id] },
      });
    });
    // The index has a group of its own, which no user is in.
    const internal = groups.length > 0 ? [{ Id: '0', Name: 'internal', LevelId: '0' }] : [];
    const found = [...groups.map((group) => groupView(instance, group)), ...internal];
    const { items, NextToken } = pageOf(found, input, { now: instance.time.now(), usualSize: 100 });
    return { UserHierarchyGroups: items, NextToken, ApproximateTotalCount: found.length };
  },
});

const describeUserHierarchyGroup = operation<DescribeUserHierarchyGroupRequest>('DescribeUserHierarchyGroup', {
  resources: ({ arns }, { HierarchyGroupId }) => [arns.of('agent-group', HierarchyGroupId)],
  run: (instance, { HierarchyGroupId }) => {
    const group = instance.directory.groups.get(HierarchyGroupId);
    if (group === undefined) throw notFound('Hierarchy group', HierarchyGroupId);
    return { HierarchyGroup: groupView(instance, group) };
  },
});

const describeUserHierarchyStructure = operation<DescribeUserHierarchyStructureRequest>(
  'DescribeUserHierarchyStructure',
  {
    run: ({ arns, directory }) => {
      const depth = Math.max(0, ...[...directory.groups.keys()].map((id) => directory.hierarchyPath(id).length));
      const used = levels.slice(0, depth).map((level, index) => {
        const id = String(index + 1);
        return [level, { Id: id, Arn: `${arns.instance}/agent-group-level/${id}`, Name: level }];
      });
      return { HierarchyStructure: Object.fromEntries(used) };
    },
  },
);

const listRoutingProfiles = operation<ListRoutingProfilesRequest>('ListRoutingProfiles', {
  run: ({ directory, arns, time }, input) => {
    const profiles = [...directory.routingProfiles.values()];
    const { items, NextToken } = pageOf(profiles, input, { now: time.now(), usualSize: 1000 });
    return {
      RoutingProfileSummaryList: items.map(({ id, name }) => ({
        Id: id,
        Arn: arns.of('routing-profile', id),
        Name: name,
      })),
      NextToken,
    };
  },
});

const searchRoutingProfiles = operation<SearchRoutingProfilesRequest>('SearchRoutingProfiles', {
  run: (instance, input) => {
    refuseFilter('SearchRoutingProfiles', input.SearchFilter);
    const profiles = [...instance.directory.routingProfiles.values()].filter(({ id, name, queueIds }) => {
      return meets(input.SearchCriteria, { fields: { name: [name], associatedQueueIds: queueIds, resourceID: [id] } });
    });
    const { items, NextToken } = pageOf(profiles, input, { now: instance.time.now(), usualSize: 100 });
    return {
      RoutingProfiles: items.map((profile) => profileView(instance, profile)),
      NextToken,
      ApproximateTotalCount: profiles.length,
    };
  },
});

function refuseFilter(name: string, filter: object | undefined): void {
  if (filter !== undefined) throw new ConnectError('NotInStandInException', `${name} has no filters in the stand-in`);
}

function summaryOf({ arns }: ConnectInstance, { id, name }: HierarchyGroup): Output {
  return { Id: id, Arn: arns.of('agent-group', id), Name: name };
}

function groupView(instance: ConnectInstance, group: HierarchyGroup): Output {
  const path = instance.directory.hierarchyPath(group.id);
  return {
    ...summaryOf(instance, group),
    LevelId: String(path.length),
    HierarchyPath: Object.fromEntries(path.map((one, index) => [levels[index], summaryOf(instance, one)])),
  };
}

function profileView({ id: InstanceId, arns, directory }: ConnectInstance, profile: RoutingProfile): Output {
  const users = [...directory.users.values()].filter(({ routingProfileId }) => routingProfileId === profile.id);
  return {
    InstanceId,
    Name: profile.name,
    RoutingProfileArn: arns.of('routing-profile', profile.id),
    RoutingProfileId: profile.id,
    MediaConcurrencies: Object.entries(profile.concurrency).map(([Channel, Concurrency]) => ({ Channel, Concurrency })),
    NumberOfAssociatedQueues: profile.queueIds.length,
    AssociatedQueueIds: profile.queueIds,
    NumberOfAssociatedUsers: users.length,
  };
}

/** Hierarchy groups and routing profiles, which teams are made of. */
export const teamOperations: readonly Operation[] = [
  listUserHierarchyGroups,
  searchUserHierarchyGroups,
  describeUserHierarchyGroup,
  describeUserHierarchyStructure,
  listRoutingProfiles,
  searchRoutingProfiles,
];
