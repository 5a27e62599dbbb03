import type { Stack } from 'aws-cdk-lib';
import { Validations } from 'aws-cdk-lib';
import type { Environment } from '../functions/runtime/env.ts';
import { type Access, onTable } from './access.ts';
import { textOf } from './driven-instances.ts';
import type { Foundation } from './foundation.ts';
import type { Settings } from './settings.ts';
import type { StateStack } from './state-stack.ts';

/** What the functions need that drive agents: the actions with the resources that each of them is checked against. */
const actions = {
  'connect:GetCurrentUserData': ['/agent/*', '/routing-profile/*'],
  'connect:PutUserStatus': ['', '/agent/*', '/agent-state/*'],
  'connect:DismissUserContact': ['/agent/*'],
  'connect:StopContact': ['/contact/*'],
  'connect:DescribeContact': ['/contact/*'],
  'connect:ListAgentStatuses': ['/agent-state/*'],
  'connect:ListRoutingProfiles': [''],
} as const;

/** What it takes besides to find a user by name. */
const findUsers = { 'connect:ListUsers': [''] } as const;

/** What it takes to import agents. */
const readUsers = ['connect:ListUsers', 'connect:SearchUsers', 'connect:SearchUserHierarchyGroups'] as const;

/** The variables that name the instances and their quotas; none if there is none. */
export const instancesOf = (settings: Settings): Environment => {
  const quotas = settings.amazonConnectQuotas.join();
  return {
    ...namesOf(settings),
    ...(settings.amazonConnectInstances.length > 0 && quotas !== '' && { AMAZON_CONNECT_QUOTAS: quotas }),
  };
};

const namesOf = ({ amazonConnectInstances }: Settings): Environment =>
  amazonConnectInstances.length === 0 ? {} : { AMAZON_CONNECT_INSTANCES: textOf(amazonConnectInstances) };

/** Those whose agents are called by their usernames. */
const withUsernames = ({ amazonConnectInstances }: Settings): readonly string[] =>
  amazonConnectInstances.filter(({ agentIds }) => agentIds === 'username').map(({ arn }) => arn);

/** Finding users of these instances by name; nothing if there is none. */
const findUsersOf = (arns: readonly string[], environment: Environment): readonly Access[] =>
  arns.length === 0 ? [] : [{ actions: Object.keys(findUsers), resources: arns, environment }];

/** Knowing these instances without calling them. */
export const nameInstances = (settings: Settings): Access => ({
  actions: [],
  resources: [],
  environment: namesOf(settings),
});

/** Driving the agents of the instances of Amazon Connect that the settings name; nothing if there is none. */
export function driveAgents({ settings, state }: Pick<Foundation, 'settings' | 'state'>): readonly Access[] {
  const { amazonConnectArns: arns } = settings;
  if (arns.length === 0) return [];
  const environment = instancesOf(settings);
  const granted = Object.entries(actions).map(([action, resources]) => ({
    actions: [action],
    resources: arns.flatMap((arn) => resources.map((resource) => `${arn}${resource}`)),
    environment,
  }));
  return [...granted, ...findUsersOf(withUsernames(settings), environment), useCallQuotas(state)];
}

/** Finding out which agent a user of these instances is. */
export function findAgentsOfUsers({ settings, state }: Pick<Foundation, 'settings' | 'state'>): readonly Access[] {
  const found = findUsersOf(withUsernames(settings), instancesOf(settings));
  return found.length === 0 ? [nameInstances(settings)] : [...found, useCallQuotas(state)];
}

/** Looking at agents of these instances, and nothing else. */
export function lookAtAgents({ settings, state }: Pick<Foundation, 'settings' | 'state'>): readonly Access[] {
  const { amazonConnectArns: arns } = settings;
  const looks = ['connect:GetCurrentUserData', 'connect:ListAgentStatuses'] as const;
  return [
    ...looks.map((action) => ({
      actions: [action],
      resources: arns.flatMap((arn) => actions[action].map((resource) => `${arn}${resource}`)),
      environment: instancesOf(settings),
    })),
    ...findUsersOf(withUsernames(settings), {}),
    useCallQuotas(state),
  ];
}

/** Showing agents of these instances the messages of forced logouts; nothing if there is none, or if that is switched off. */
export function notifyAgents({ settings }: Pick<Foundation, 'settings'>): readonly Access[] {
  const { amazonConnectArns: arns, amazonConnectNotifications, amazonConnectNotificationLocale: locale } = settings;
  if (arns.length === 0 || !amazonConnectNotifications) return [];
  return [
    {
      actions: ['connect:CreateNotification'],
      resources: arns.flatMap((arn) => [arn, `${arn}/agent/*`]),
      environment: { AMAZON_CONNECT_NOTIFICATION_LOCALE: locale },
    },
  ];
}

/** Importing the agents of these instances; nothing if there is none. */
export function importAgents({ settings, state }: Pick<Foundation, 'settings' | 'state'>): readonly Access[] {
  const { amazonConnectArns: arns } = settings;
  if (arns.length === 0) return [];
  return [
    { actions: readUsers, resources: arns, environment: {} },
    onTable(state.agents, 'AGENTS_TABLE')('Query', 'PutItem', 'DeleteItem'),
  ];
}

/** Calls are counted in buckets in this table, which all functions share. */
const useCallQuotas = (state: StateStack) => onTable(state.limits, 'LIMITS_TABLE')('UpdateItem');

/** Knowing that Lastcall's timers run for chats of these instances, if they do. */
export const followChats = ({ settings, chatTopic }: Pick<Foundation, 'settings' | 'chatTopic'>): Access => ({
  actions: [],
  resources: [],
  environment: chatTopic
    ? {
        AMAZON_CONNECT_CHATS: `${settings.amazonConnectSilentAgents};${chatTopic.topicArn}`,
        CHAT_DAYS: String(settings.chatDays),
      }
    : {},
});

/** Setting timers of chats that run in these instances; nothing if there is none. */
export function setTimers(foundation: Pick<Foundation, 'settings' | 'state' | 'chatTopic'>): readonly Access[] {
  const { settings, state, chatTopic } = foundation;
  const { amazonConnectArns: arns } = settings;
  if (arns.length === 0) return [];
  return [
    {
      actions: ['connect:UpdateParticipantRoleConfig'],
      resources: arns.flatMap((arn) => [arn, `${arn}/contact/*`]),
      environment: instancesOf(settings),
    },
    ...(chatTopic
      ? [{ ...followChats(foundation), actions: ['connect:StartContactStreaming'], resources: [...arns] }]
      : []),
    useCallQuotas(state),
  ];
}

/** Agents, statuses and contacts come and go without a deployment, so the grants name their instance and nothing below it. */
export function acknowledgeInstances(stack: Stack, { amazonConnectArns }: Settings): void {
  const below = new Set(Object.values(actions).flatMap((resources) => resources.filter((resource) => resource !== '')));
  for (const arn of amazonConnectArns) {
    for (const resource of below) {
      Validations.of(stack).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${arn}${resource}]`,
        reason:
          'Agents, their statuses and contacts come and go without a deployment. The ARN names the one instance, and the action one operation.',
      });
    }
  }
}
