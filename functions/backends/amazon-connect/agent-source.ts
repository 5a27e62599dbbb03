import {
  ListUsersCommand,
  SearchUserHierarchyGroupsCommand,
  SearchUsersCommand,
  type UserSearchSummary,
} from '@aws-sdk/client-connect';
import type { AgentSource, ImportedAgent } from '#core/agent-imports/ports.ts';
import { makeCache } from '#core/cache.ts';
import { minutes } from '#core/instant.ts';
import { type ConnectPorts, makeCall } from './call.ts';
import type { ConnectInstance } from './instance.ts';
import { groupIdsOf, teamsOf } from './presence.ts';
import { agentIdOfUsername } from './users.ts';

/** As many as the operations give at once. */
const [usersListed, usersSearched, groupsSearched] = [1000, 500, 100] as const;

/** A group of the hierarchy that Amazon Connect keeps for itself is at this level. */
const internalLevel = '0';

/** Longer than the agents of any instance take. */
const groupsRemembered = minutes(5);

/** The groups from the largest down to each group, by its id. */
type Groups = ReadonlyMap<string, readonly string[]>;

/** Who the agents of an instance of Amazon Connect are. Its calls wait for those that are urgent. */
export function makeAmazonConnectSource(instance: ConnectInstance, ports: ConnectPorts): AgentSource {
  const { client, clock } = ports;
  const { instanceId: InstanceId, teams } = instance;
  const call = makeCall(ports);

  const remembered = makeCache<Groups>({ clock, milliseconds: groupsRemembered });
  const groups = () =>
    remembered(InstanceId, async () => {
      const paths = new Map<string, readonly string[]>();
      let NextToken: string | undefined;
      do {
        const page = await call('SearchUserHierarchyGroups', 'job', () =>
          client.send(new SearchUserHierarchyGroupsCommand({ InstanceId, MaxResults: groupsSearched, NextToken })),
        );
        for (const { Id, LevelId, HierarchyPath } of page.UserHierarchyGroups ?? []) {
          if (Id === undefined || LevelId === internalLevel) continue;
          const path = groupIdsOf(HierarchyPath);
          paths.set(Id, path.includes(Id) ? path : [...path, Id]);
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return paths;
    });

  const agentIdOf = ({ Id, Username }: Pick<UserSearchSummary, 'Id' | 'Username'>) =>
    instance.agentIds === 'username' ? agentIdOfUsername(Username) : Id;

  return {
    async list(NextToken) {
      const page = await call('ListUsers', 'job', () =>
        client.send(new ListUsersCommand({ InstanceId, MaxResults: usersListed, NextToken })),
      );
      const users = page.UserSummaryList ?? [];
      const agentIds = users.map(agentIdOf).filter((agentId) => agentId !== undefined);
      return { agentIds, passedOver: users.length - agentIds.length, next: page.NextToken };
    },

    async profiles(NextToken) {
      const paths: Groups = teams.includes('hierarchyGroups') ? await groups() : new Map();
      const page = await call('SearchUsers', 'job', () =>
        client.send(new SearchUsersCommand({ InstanceId, MaxResults: usersSearched, NextToken })),
      );
      const agents = (page.Users ?? []).flatMap((user): ImportedAgent[] => {
        const agentId = agentIdOf(user);
        if (agentId === undefined) return [];
        const { IdentityInfo, Username = '', RoutingProfileId, HierarchyGroupId } = user;
        const name = [IdentityInfo?.FirstName, IdentityInfo?.LastName].map(oneLine).filter(Boolean).join(' ');
        const teamIds = teamsOf({ groups: paths.get(HierarchyGroupId ?? '') ?? [], RoutingProfileId }, teams);
        return [{ agentId, profile: { name, agentNumber: Username, teamIds } }];
      });
      return { agents, next: page.NextToken };
    },
  };
}

/** A part of a name on one line, without controls and without what changes the direction of writing. */
const oneLine = (text = '') => text.replaceAll(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu, ' ').trim();
