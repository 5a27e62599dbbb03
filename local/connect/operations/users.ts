import type {
  DescribeUserRequest,
  ListUsersRequest,
  SearchUsersRequest,
  UserSearchCriteria,
} from '@aws-sdk/client-connect';
import { ConnectError } from '../connect-error.ts';
import type { Valid } from '../model/validate.ts';
import { channels } from '../state/agent-state.ts';
import type { User } from '../state/directory.ts';
import type { ConnectInstance } from '../state/instance.ts';
import { meets } from './criteria.ts';
import { userOf } from './find.ts';
import { defined, type Operation, type Output, operation } from './operation.ts';
import { pageOf } from './paging.ts';

const listUsers = operation<ListUsersRequest>('ListUsers', {
  run: ({ directory, arns, time }, input) => {
    const users = [...directory.users.values()];
    const { items, NextToken } = pageOf(users, input, { now: time.now(), usualSize: 100 });
    return {
      UserSummaryList: items.map(({ id, username }) => ({ Id: id, Arn: arns.of('agent', id), Username: username })),
      NextToken,
    };
  },
});

const searchUsers = operation<SearchUsersRequest>('SearchUsers', {
  run: (instance, input) => {
    const { TagFilter, UserAttributeFilter } = input.SearchFilter ?? {};
    if (TagFilter !== undefined && UserAttributeFilter !== undefined)
      throw new ConnectError('AccessDeniedException', 'Only one of TagFilter and UserAttributeFilter may be given');
    if (TagFilter !== undefined || UserAttributeFilter !== undefined)
      throw new ConnectError('NotInStandInException', 'SearchUsers has no filters in the stand-in');
    const users = [...instance.directory.users.values()].filter((user) =>
      isFound(instance, user, input.SearchCriteria),
    );
    const { items, NextToken } = pageOf(users, input, { now: instance.time.now(), usualSize: 100 });
    return {
      // The index keeps no e-mail addresses, and the time of after-contact work in milliseconds.
      Users: items.map((user) => ({
        ...viewOf(instance, user, 1000),
        IdentityInfo: { FirstName: user.firstName, LastName: user.lastName },
      })),
      NextToken,
      ApproximateTotalCount: users.length,
    };
  },
});

function isFound({ directory }: ConnectInstance, user: User, criteria: Valid<UserSearchCriteria> | undefined): boolean {
  const fields = {
    Username: [user.username],
    FirstName: [user.firstName],
    LastName: [user.lastName],
    RoutingProfileId: [user.routingProfileId],
    SecurityProfileId: user.securityProfileIds,
    resourceId: [user.id],
  };
  return meets(criteria, {
    fields,
    also: ({ ListCondition, HierarchyGroupCondition }) => {
      if (ListCondition !== undefined)
        throw new ConnectError('NotInStandInException', 'SearchUsers has no ListCondition in the stand-in');
      if (HierarchyGroupCondition === undefined) return true;
      const { Value = '', HierarchyGroupMatchType = 'EXACT' } = HierarchyGroupCondition;
      return HierarchyGroupMatchType === 'EXACT' ? user.hierarchyGroupId === Value : directory.isInGroup(user, Value);
    },
  });
}

const describeUser = operation<DescribeUserRequest>('DescribeUser', {
  resources: ({ arns }, { UserId }) => [arns.of('agent', UserId)],
  run: (instance, { UserId }) => {
    const user = userOf(instance, UserId);
    const IdentityInfo = defined({ FirstName: user.firstName, LastName: user.lastName, Email: user.email });
    return { User: { ...viewOf(instance, user, 1), IdentityInfo } };
  },
});

/** @param unitsPerSecond of the time of after-contact work */
function viewOf({ arns }: ConnectInstance, user: User, unitsPerSecond: number): Output {
  const AfterContactWorkTimeLimit = user.afterContactWorkSeconds * unitsPerSecond;
  return defined({
    Id: user.id,
    Arn: arns.of('agent', user.id),
    Username: user.username,
    RoutingProfileId: user.routingProfileId,
    HierarchyGroupId: user.hierarchyGroupId,
    SecurityProfileIds: user.securityProfileIds,
    PhoneConfig: { PhoneType: 'SOFT_PHONE', AutoAccept: user.autoAccept, AfterContactWorkTimeLimit },
    AutoAcceptConfigs: channels.map((Channel) => ({ Channel, AutoAccept: user.autoAccept })),
    AfterContactWorkConfigs: channels.map((Channel) => ({
      Channel,
      AfterContactWorkConfig: { AfterContactWorkTimeLimit },
    })),
    Tags: user.tags,
  });
}

/** Who works in an instance. */
export const userOperations: readonly Operation[] = [listUsers, searchUsers, describeUser];
