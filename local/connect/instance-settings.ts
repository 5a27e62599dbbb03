import type { SeededRandom } from './random.ts';
import type { AgentStatus } from './state/agent-state.ts';
import type { HierarchyGroup, Queue, RoutingProfile, User } from './state/directory.ts';
import type { ConnectInstance } from './state/instance.ts';

/** A user as a test or a person describes one. What is left out is made up. */
export interface NewUser extends Partial<User> {
  readonly username: string;
}

/** What an instance has at the beginning. */
export interface NewInstance {
  /** @default a UUID from the seed */
  readonly id?: string;
  readonly alias?: string;
  /** @default Available, Offline, and the custom statuses Break, Lunch and Training */
  readonly statuses?: readonly AgentStatus[];
  /** @default one queue, Support */
  readonly queues?: readonly Queue[];
  /** @default one, Everything: a call, three chats or five tasks, from all queues */
  readonly routingProfiles?: readonly RoutingProfile[];
  /** @default none */
  readonly groups?: readonly HierarchyGroup[];
  /** The ARN of the Kinesis stream that agent events go to. @default none, so there are none */
  readonly agentEventStream?: string;
  /** @default none */
  readonly users?: readonly NewUser[];
}

/** Fills an instance. Every instance has a status of type ROUTABLE and one of type OFFLINE. */
export function fill(instance: ConnectInstance, settings: NewInstance): void {
  const { directory, random } = instance;
  const add = <Item extends { readonly id: string }>(items: Map<string, Item>, added: readonly Item[]) => {
    for (const item of added) items.set(item.id, item);
  };
  add(directory.statuses, settings.statuses ?? usualStatuses(random));
  add(directory.queues, settings.queues ?? [{ id: random.uuid(), name: 'Support' }]);
  const queueIds = [...directory.queues.keys()];
  const concurrency = { VOICE: 1, CHAT: 3, TASK: 5 };
  add(
    directory.routingProfiles,
    settings.routingProfiles ?? [{ id: random.uuid(), name: 'Everything', concurrency, queueIds }],
  );
  add(directory.groups, settings.groups ?? []);
  addResources(instance, settings);
  for (const user of settings.users ?? []) addUser(instance, user);
}

function addResources({ resources, random }: ConnectInstance, { agentEventStream: StreamArn }: NewInstance): void {
  const id = random.uuid();
  resources.authenticationProfiles.set(id, {
    id,
    name: 'Default Authentication Profile',
    isDefault: true,
    allowedIps: [],
    blockedIps: [],
    inactivityHandlingEnabled: false,
    inactivityMinutes: 30,
  });
  if (StreamArn === undefined) return;
  const config = { StorageType: 'KINESIS_STREAM', KinesisStreamConfig: { StreamArn } };
  resources.storageConfigs.set(random.uuid(), { resourceType: 'AGENT_EVENTS', config });
}

/** Adds a user to an instance. Returns the whole of it. */
export function addUser(instance: ConnectInstance, user: NewUser): User {
  const [firstName = user.username, lastName = 'Example'] = user.username.split('.');
  const [routingProfileId] = instance.directory.routingProfiles.keys();
  if (routingProfileId === undefined) throw new RangeError('The instance has no routing profile');
  const whole: User = {
    id: instance.random.uuid(),
    firstName,
    lastName,
    routingProfileId,
    securityProfileIds: [],
    afterContactWorkSeconds: 0,
    autoAccept: false,
    tags: {},
    ...user,
  };
  instance.addUser(whole);
  return whole;
}

function usualStatuses(random: SeededRandom): readonly AgentStatus[] {
  const custom = ['Break', 'Lunch', 'Training'].map((name) => ({ name, type: 'CUSTOM' }) as const);
  return [
    { name: 'Available', type: 'ROUTABLE' } as const,
    { name: 'Offline', type: 'OFFLINE' } as const,
    ...custom,
  ].map((status) => ({ id: random.uuid(), ...status }));
}
