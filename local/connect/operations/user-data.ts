import type { GetCurrentUserDataRequest } from '@aws-sdk/client-connect';
import { BadRequest, notFound } from '../connect-error.ts';
import type { Valid } from '../model/validate.ts';
import { type AgentState, type Channel, channels, freeSlotsOf, type Slot } from '../state/agent-state.ts';
import type { ResourceType } from '../state/arns.ts';
import type { User } from '../state/directory.ts';
import type { ConnectInstance } from '../state/instance.ts';
import { defined, type Operation, type Output, operation, seconds } from './operation.ts';
import { pageOf } from './paging.ts';

type Input = Valid<GetCurrentUserDataRequest>;

/** The filters of which exactly one must be given, with the resources that their values are. */
const mainFilters = {
  Agents: 'agent',
  Queues: 'queue',
  RoutingProfiles: 'routing-profile',
  UserHierarchyGroups: 'agent-group',
} as const satisfies Record<string, ResourceType>;

const getCurrentUserData = operation<GetCurrentUserDataRequest>('GetCurrentUserData', {
  resources: (instance, { Filters }) => {
    const { type, ids } = mainFilterOf(instance, Filters);
    return ids.map((id) => instance.arns.of(type, id));
  },
  run: (instance, input) => {
    const now = instance.time.now();
    const states: readonly string[] = input.Filters.ContactFilter?.ContactStates ?? [];
    const found = usersOf(instance, input.Filters)
      .map((user) => ({ user, state: instance.agent(user.id).history.read(now, instance.switches.userDataLag) }))
      .filter(({ state }) => isReturned(instance, state))
      .filter(({ state: { slots } }) => states.length === 0 || slots.some((slot) => states.includes(slot.state)));
    const { items, NextToken } = pageOf(found, input, { now, usualSize: 100 });
    return {
      ApproximateTotalCount: found.length,
      UserDataList: items.map(({ user, state }) => viewOf(instance, user, state)),
      NextToken,
    };
  },
});

/** Whoever is Offline and has no contact is not among the active users, unless the switch says so. */
function isReturned({ switches }: ConnectInstance, { status, slots }: AgentState): boolean {
  return switches.offlineUsers === 'asOffline' || status.type !== 'OFFLINE' || slots.length > 0;
}

function mainFilterOf(
  { arns }: ConnectInstance,
  filters: Input['Filters'],
): { readonly type: ResourceType; readonly ids: readonly string[] } {
  const given = Object.entries(mainFilters).flatMap(([name, type]) => {
    const values = Object.entries(filters).find(([key]) => key === name)?.[1];
    return Array.isArray(values) ? [{ type, values }] : [];
  });
  const [only, second] = given;
  if (only === undefined || second !== undefined)
    throw new BadRequest(
      `Filters must have exactly one of ${Object.keys(mainFilters).join(', ')}, got ${given.length}`,
    );
  const ids = only.values.map((value) => {
    const id = arns.idOf(only.type, value);
    if (id === undefined) throw new BadRequest(`Not a ${only.type} of this instance: ${value}`);
    return id;
  });
  return { type: only.type, ids };
}

/** The users a filter means. Agents that do not exist, because they were deleted, are left out; other ids must exist. */
function usersOf(instance: ConnectInstance, filters: Input['Filters']): readonly User[] {
  const { directory } = instance;
  const { type, ids } = mainFilterOf(instance, filters);
  const known = {
    queue: directory.queues,
    'routing-profile': directory.routingProfiles,
    'agent-group': directory.groups,
  };
  for (const [name, things] of Object.entries(known)) {
    const missing = name === type && ids.find((id) => !things.has(id));
    if (missing) throw notFound(name, missing);
  }
  const users = [...directory.users.values()];
  const wanted = new Set(ids);
  switch (type) {
    case 'agent':
      return users.filter(({ id }) => wanted.has(id));
    case 'routing-profile':
      return users.filter(({ routingProfileId }) => wanted.has(routingProfileId));
    case 'queue':
      return users.filter(({ routingProfileId }) =>
        directory.routingProfiles.get(routingProfileId)?.queueIds.some((id) => wanted.has(id)),
      );
    default:
      return users.filter((user) => ids.some((id) => directory.isInGroup(user, id)));
  }
}

/** The levels of a hierarchy path, from the top. */
export const levels = ['LevelOne', 'LevelTwo', 'LevelThree', 'LevelFour', 'LevelFive'] as const;

function viewOf(instance: ConnectInstance, user: User, { status, since, next, slots }: AgentState): Output {
  const { arns, directory } = instance;
  const reference = (type: ResourceType, id: string) => ({ Id: id, Arn: arns.of(type, id) });
  const path = directory.hierarchyPath(user.hierarchyGroupId);
  const most = directory.routingProfiles.get(user.routingProfileId)?.concurrency ?? {};
  const active = countByChannel(slots);
  return defined({
    User: reference('agent', user.id),
    RoutingProfile: reference('routing-profile', user.routingProfileId),
    HierarchyPath:
      path.length === 0
        ? undefined
        : Object.fromEntries(path.map(({ id }, index) => [levels[index], reference('agent-group', id)])),
    Status: {
      StatusStartTimestamp: seconds(since),
      StatusArn: arns.of('agent-state', status.id),
      StatusName: directory.statuses.get(status.id)?.name ?? status.name,
    },
    NextStatus: next && (directory.statuses.get(next.status.id)?.name ?? next.status.name),
    AvailableSlotsByChannel: Object.fromEntries(
      channels
        .filter((channel) => most[channel] !== undefined)
        .map((channel) => [channel, freeSlotsOf(channel, most, slots)]),
    ),
    MaxSlotsByChannel: most,
    ActiveSlotsByChannel: active,
    Contacts: slots.map((slot) => contactView(instance, slot)),
  });
}

function contactView(
  { contacts, arns }: ConnectInstance,
  { contactId, channel, state, since, connectedAt }: Slot,
): Output {
  const contact = contacts.get(contactId);
  return defined({
    ContactId: contactId,
    Channel: channel,
    InitiationMethod: contact?.initiationMethod,
    AgentContactState: state,
    StateStartTimestamp: seconds(since),
    ConnectedToAgentTimestamp: connectedAt === undefined ? undefined : seconds(connectedAt),
    Queue: contact?.queueId === undefined ? undefined : { Id: contact.queueId, Arn: arns.of('queue', contact.queueId) },
  });
}

function countByChannel(slots: readonly Slot[]): Partial<Record<Channel, number>> {
  const counts: Partial<Record<Channel, number>> = {};
  for (const { channel } of slots) counts[channel] = (counts[channel] ?? 0) + 1;
  return counts;
}

/** What agents do at the moment. */
export const userDataOperations: readonly Operation[] = [getCurrentUserData];
