import type { Slot } from '../state/agent-state.ts';
import type { ConnectInstance, Snapshot } from '../state/instance.ts';

/** An agent event, before it becomes a record of a stream. */
export interface AgentEvent {
  readonly AgentARN: string;
  readonly EventId: string;
  readonly EventType: string;
  readonly EventTimestamp: string;
  readonly [member: string]: unknown;
}

/** What an agent event tells. Null snapshots are of a sign-in or sign-out whose agent nobody has looked at. */
export interface AgentEventContent {
  readonly type: string;
  readonly userId: string;
  readonly current: Snapshot | null;
  readonly previous: Snapshot | null;
}

/**
 * Writes an agent event as it is put into the Kinesis stream.
 *
 * @see https://docs.aws.amazon.com/connect/latest/adminguide/agent-event-stream-model.html
 */
export function agentEvent(
  instance: ConnectInstance,
  { type, userId, current, previous }: AgentEventContent,
): AgentEvent {
  return {
    AWSAccountId: instance.account,
    AgentARN: instance.arns.of('agent', userId),
    CurrentAgentSnapshot: current && snapshotView(instance, current),
    EventId: instance.random.uuid(),
    EventTimestamp: text(instance.time.now()),
    EventType: type,
    InstanceARN: instance.arns.instance,
    PreviousAgentSnapshot: previous && snapshotView(instance, previous),
    Version: isOld(instance) ? '2019-05-25' : '2017-10-01',
  };
}

function snapshotView(instance: ConnectInstance, { user, state }: Snapshot): object {
  const { arns, directory } = instance;
  const groups = directory.hierarchyPath(user.hierarchyGroupId).map(({ id, name }, index) => {
    return [`Level${index + 1}`, { ARN: arns.of('agent-group', id), Name: name }];
  });
  return {
    AgentStatus: {
      ARN: arns.of('agent-state', state.status.id),
      Name: state.status.name,
      StartTimestamp: text(state.since),
      ...(!isOld(instance) && { Type: state.status.type }),
    },
    NextAgentStatus: state.next
      ? {
          ARN: arns.of('agent-state', state.next.status.id),
          Name: state.next.status.name,
          [isOld(instance) ? 'EnqueueTimestamp' : 'EnqueuedTimestamp']: text(state.next.enqueuedAt),
        }
      : null,
    Configuration: {
      AgentHierarchyGroups: groups.length === 0 ? null : Object.fromEntries(groups),
      FirstName: user.firstName,
      LastName: user.lastName,
      Proficiencies: [],
      RoutingProfile: routingProfileView(instance, { user, state }),
      Username: user.username,
    },
    Contacts: state.slots.map((slot) => contactView(instance, slot)),
  };
}

function routingProfileView({ arns, directory }: ConnectInstance, { user, state }: Snapshot): object {
  const profile = directory.routingProfiles.get(user.routingProfileId);
  const concurrency = Object.entries(profile?.concurrency ?? {});
  const channels = concurrency.map(([channel]) => channel);
  const queues = (profile?.queueIds ?? []).map((id) => {
    return { ARN: arns.of('queue', id), Channels: channels, Name: directory.queues.get(id)?.name ?? null };
  });
  return {
    ARN: arns.of('routing-profile', user.routingProfileId),
    Concurrency: concurrency.map(([channel, most]) => {
      const used = state.slots.filter((slot) => slot.channel === channel).length;
      return { AvailableSlots: Math.max(0, most - used), Channel: channel, MaximumSlots: most };
    }),
    DefaultOutboundQueue: queues[0] ?? null,
    InboundQueues: [{ ARN: arns.of('queue', `agent/${user.id}`), Channels: channels, Name: null }, ...queues],
    Name: profile?.name ?? null,
  };
}

function contactView(instance: ConnectInstance, slot: Slot): object {
  const { arns, contacts, directory } = instance;
  const contact = contacts.get(slot.contactId);
  const queueId = contact?.queueId;
  return {
    Channel: slot.channel === 'TASK' && isOld(instance) ? 'TASKS' : slot.channel,
    ConnectedToAgentTimestamp: textOrNull(slot.connectedAt),
    ContactId: slot.contactId,
    InitialContactId: contact?.initialContactId ?? null,
    InitiationMethod: contact?.initiationMethod ?? null,
    Queue:
      queueId === undefined
        ? null
        : { ARN: arns.of('queue', queueId), Name: directory.queues.get(queueId)?.name ?? null },
    QueueTimestamp: textOrNull(contact?.enqueuedAt),
    State: slot.state,
    StateStartTimestamp: text(slot.since),
  };
}

const isOld = ({ switches }: ConnectInstance) => switches.agentEventForm === 'asInOldSamples';
const text = (instant: number) => new Date(instant).toISOString();
const textOrNull = (instant: number | undefined) => (instant === undefined ? null : text(instant));
