import {
  GetCurrentUserDataCommand,
  ListRoutingProfilesCommand,
  ListUserHierarchyGroupsCommand,
  SearchUsersCommand,
  type UserSearchSummary,
} from '@aws-sdk/client-connect';
import { type Amazon, askPages } from './ask.ts';
import { count, type Finding, listOf } from './finding.ts';
import { agentsPolled, agentsSeenByACall } from './pace.ts';

/** GetCurrentUserData takes so many routing profiles at once. */
const profilesOfACall = 100;

/** What the teams of agents will be, and who is there now: everybody has a routing profile. */
export async function checkTeams(amazon: Amazon): Promise<Finding[]> {
  const { client, instance } = amazon;
  const InstanceId = instance.instanceId;
  const profiles = await askPages(amazon, 'ListRoutingProfiles', async (NextToken) => {
    const page = await client.send(new ListRoutingProfilesCommand({ InstanceId, MaxResults: 1000, NextToken }));
    return { items: page.RoutingProfileSummaryList ?? [], NextToken: page.NextToken };
  });
  const groups = await askPages(amazon, 'ListUserHierarchyGroups', async (NextToken) => {
    const page = await client.send(new ListUserHierarchyGroupsCommand({ InstanceId, MaxResults: 1000, NextToken }));
    return { items: page.UserHierarchyGroupSummaryList ?? [], NextToken: page.NextToken };
  });
  const findings: Finding[] = [];
  if (profiles.type !== 'answer') findings.push({ verdict: 'fails', about: 'teams', sentence: profiles.sentence });
  // Lastcall sees the groups of agents without asking for the groups.
  if (groups.type !== 'answer') findings.push({ verdict: 'note', about: 'hierarchy', sentence: groups.sentence });
  if (profiles.type !== 'answer') return findings;
  const teams = [
    ...(groups.type === 'answer' ? [named(groups.answer.items, 'hierarchy group')] : []),
    named(profiles.answer.items, 'routing profile'),
  ];
  const sentence = `teams will be ${teams.join(', and ')}; the setting amazonConnectTeams can choose one kind of them`;
  findings.push({ verdict: 'works', about: 'teams', sentence });

  return [
    ...findings,
    ...(await checkPresence(
      amazon,
      profiles.answer.items.flatMap(({ Id }) => Id ?? []),
    )),
  ];
}

/** Who is there now, and how many calls a look at everybody takes. */
async function checkPresence({ client, instance, ask }: Amazon, profileIds: readonly string[]): Promise<Finding[]> {
  const RoutingProfiles = profileIds.slice(0, profilesOfACall);
  if (RoutingProfiles.length === 0) return [];
  const Filters = { RoutingProfiles };
  const data = await ask('GetCurrentUserData', () =>
    client.send(new GetCurrentUserDataCommand({ InstanceId: instance.instanceId, Filters, MaxResults: 100 })),
  );
  const about = 'who is there';
  if (data.type !== 'answer') return [{ verdict: 'fails', about, sentence: data.sentence }];
  const { UserDataList: shown = [], ApproximateTotalCount: total = shown.length } = data.answer;
  const calls = Math.ceil(profileIds.length / profilesOfACall) - 1 + Math.max(1, Math.ceil(total / agentsSeenByACall));
  const where = profileIds.length > RoutingProfiles.length ? ` in the first ${profilesOfACall} routing profiles` : '';
  const many =
    total > agentsPolled
      ? `. More than ${agentsPolled} are many to look at each 15 seconds: choose 60 for amazonConnectPollSeconds`
      : '';
  const sentence = `Amazon Connect shows ${count(total, 'agent')}${where} now; a look at all takes ${count(calls, 'call')}${many}`;
  return [{ verdict: 'works', about, sentence }];
}

const named = (items: readonly { readonly Name?: string | undefined }[], what: string) => {
  const names = items.flatMap(({ Name }) => (Name === undefined ? [] : [`"${Name}"`]));
  return `${count(names.length, what)}${names.length > 0 ? ` (${listOf(names)})` : ''}`;
};

/** Whether after-contact work of this user ends only when the user clears it. */
export function isWithoutLimit({ AfterContactWorkConfigs: each = [], PhoneConfig: phone }: UserSearchSummary): boolean {
  // Milliseconds here, seconds elsewhere. 0 is no limit in both.
  const limits = each.map(({ AfterContactWorkConfig: config }) => config?.AfterContactWorkTimeLimit);
  return (limits.length > 0 ? limits : [phone?.AfterContactWorkTimeLimit]).includes(0);
}

/** How many users there are, and whose after-contact work has no end. */
export async function checkUsers(amazon: Amazon): Promise<Finding[]> {
  const { client, instance } = amazon;
  const asked = await askPages(amazon, 'SearchUsers', async (NextToken) => {
    const page = await client.send(
      new SearchUsersCommand({ InstanceId: instance.instanceId, MaxResults: 500, NextToken }),
    );
    return { items: page.Users ?? [], NextToken: page.NextToken };
  });
  if (asked.type !== 'answer') return [{ verdict: 'note', about: 'users', sentence: asked.sentence }];
  const { items: users, isWhole } = asked.answer;
  const endless = users.filter(isWithoutLimit).length;
  const number = `${isWhole ? '' : 'more than '}${count(users.length, 'user')}`;
  const findings: Finding[] = [{ verdict: 'note', about: 'users', sentence: `the instance has ${number}` }];
  if (endless === 0) return findings;
  const sentence = `${endless} of ${number} have after-contact work without a limit (0). A forced logout waits for the end of a contact and for the agent to clear it, so one who never does stays "Next: Offline" for ever; set a limit in Amazon Connect, or force them out at once`;
  return [...findings, { verdict: 'note', about: 'after-contact work', sentence }];
}
