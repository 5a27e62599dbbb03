import * as z from 'zod/mini';
import type { Observation, ObservedContact } from '#core/agents/backend.ts';
import { fromIso, type Instant } from '#core/instant.ts';
import { idOf, type TeamsOf } from './instance.ts';
import { canBeStopped, channelOf, instantsOf, phaseOf, teamsOf } from './presence.ts';
import type { Statuses } from './statuses.ts';

const text = z.string().check(z.minLength(1));
const arn = z.string().check(z.regex(/\/[\w.:@-]{1,100}$/));
const instant = z.pipe(
  z.pipe(
    z.string(),
    z.transform((value) => fromIso(value)),
  ),
  z.int(),
);

const status = z.object({
  ARN: z.nullish(z.string()),
  Name: z.nullish(z.string()),
  Type: z.nullish(z.string()),
});

const contact = z.object({
  Channel: z.nullish(z.string()),
  ConnectedToAgentTimestamp: z.nullish(instant),
  ContactId: text,
  InitiationMethod: z.nullish(z.string()),
  State: z.nullish(z.string()),
  StateStartTimestamp: z.nullish(instant),
});

const group = z.nullish(z.object({ ARN: z.nullish(z.string()) }));

const snapshot = z.object({
  AgentStatus: z.nullish(z.extend(status, { StartTimestamp: z.nullish(instant) })),
  NextAgentStatus: z.nullish(status),
  Configuration: z.nullish(
    z.object({
      AgentHierarchyGroups: z.nullish(
        z.object({ Level1: group, Level2: group, Level3: group, Level4: group, Level5: group }),
      ),
      RoutingProfile: group,
      Username: z.nullish(z.string()),
    }),
  ),
  Contacts: z.nullish(z.array(contact)),
});

export type Snapshot = z.output<typeof snapshot>;

/** A record of the stream. Contact records may be in the same one, and have no type of event (contract of both in the admin guide). */
const record = z.object({
  AWSContactTraceRecordFormatVersion: z.optional(z.unknown()),
  AgentARN: z.optional(arn),
  EventType: z.optional(z.string()),
});

const agentEvent = z.object({
  AgentARN: arn,
  CurrentAgentSnapshot: z.nullish(snapshot),
  EventId: text,
  EventTimestamp: instant,
  EventType: z.string(),
  InstanceARN: arn,
});

/** An agent event that says something of an agent. */
export interface ConnectAgentEvent {
  readonly instanceId: string;
  readonly userId: string;
  readonly eventId: string;
  /** When it was true. */
  readonly at: Instant;
  /** The agent at that instant. @default - the event only says that somebody has signed in or out */
  readonly snapshot?: Snapshot;
}

/** A heart beat goes on for an hour after the agent has left, so it proves nothing. Other types may be added at any time. */
const telling = ['LOGIN', 'LOGOUT', 'STATE_CHANGE'];

/** A status that Amazon Connect shows of an agent whose state it does not know. */
const internalFault = 'Error';

/**
 * Reads a record of an agent event stream.
 *
 * @returns nothing for what says nothing of who is there: heart beats, types that are not known, and contact records
 * @throws SyntaxError or ZodError for what is no record of such a stream
 * @see https://docs.aws.amazon.com/connect/latest/adminguide/agent-event-stream-model.html
 */
export function parseAgentEvent(body: string): ConnectAgentEvent | undefined {
  const value: unknown = JSON.parse(body);
  const { AWSContactTraceRecordFormatVersion: isContactRecord, AgentARN, EventType } = record.parse(value);
  if (isContactRecord !== undefined && AgentARN === undefined) return undefined;
  if (EventType !== undefined && AgentARN !== undefined && !telling.includes(EventType)) return undefined;
  const read = agentEvent.parse(value);
  const current = read.CurrentAgentSnapshot;
  const isKnown = current?.AgentStatus?.ARN && current.AgentStatus.Name !== internalFault;
  return {
    instanceId: idOf(read.InstanceARN),
    userId: idOf(read.AgentARN),
    eventId: read.EventId,
    at: read.EventTimestamp,
    ...(isKnown && { snapshot: current }),
  };
}

/** Whether it takes the list of statuses to understand an agent: old events have no type, and a next status never has one. */
export const needsStatuses = ({ AgentStatus, NextAgentStatus }: Snapshot): boolean =>
  !isType(AgentStatus?.Type) || Boolean(NextAgentStatus?.ARN);

const isType = (type: string | null | undefined): type is 'ROUTABLE' | 'CUSTOM' | 'OFFLINE' =>
  type === 'ROUTABLE' || type === 'CUSTOM' || type === 'OFFLINE';

type KnownStatuses = Pick<Statuses, 'typeOf'>;

/** What a snapshot shows of an agent. */
export function observationOfEvent(
  { AgentStatus, NextAgentStatus, Configuration, Contacts }: Snapshot,
  context: { readonly at: Instant; readonly statuses?: KnownStatuses | undefined; readonly teams: readonly TeamsOf[] },
): Observation {
  const { at, statuses, teams } = context;
  const typeOf = (shown: z.output<typeof status> | null | undefined) => {
    if (isType(shown?.Type)) return shown.Type;
    return statuses?.typeOf(idOf(shown?.ARN ?? ''), shown?.Name ?? '') ?? 'CUSTOM';
  };
  const type = typeOf(AgentStatus);
  const since = AgentStatus?.StartTimestamp ?? at;
  if (type === 'OFFLINE') return { at, isEvent: true, type: 'offline', since };
  const groups = Object.values(Configuration?.AgentHierarchyGroups ?? {});
  return {
    at,
    isEvent: true,
    status: { name: AgentStatus?.Name ?? '', type, since },
    isGoingOffline: Boolean(NextAgentStatus?.ARN) && typeOf(NextAgentStatus) === 'OFFLINE',
    contacts: (Contacts ?? []).map((each) => contactOf(each, at)),
    ...(Configuration && {
      teamIds: teamsOf(
        {
          groups: groups.flatMap((each) => (each?.ARN ? [idOf(each.ARN)] : [])),
          RoutingProfileId: Configuration.RoutingProfile?.ARN ? idOf(Configuration.RoutingProfile.ARN) : undefined,
        },
        teams,
      ),
    }),
  };
}

function contactOf(
  {
    ContactId,
    Channel,
    State,
    StateStartTimestamp,
    ConnectedToAgentTimestamp,
    InitiationMethod,
  }: z.output<typeof contact>,
  at: Instant,
): ObservedContact {
  const channel = channelOf(Channel ?? undefined);
  return {
    contactId: ContactId,
    channel,
    phase: phaseOf(State ?? undefined),
    since: StateStartTimestamp ?? at,
    ...instantsOf(State ?? undefined, {
      began: StateStartTimestamp ?? undefined,
      connected: ConnectedToAgentTimestamp ?? undefined,
    }),
    canBeStopped: canBeStopped(channel, InitiationMethod ?? undefined),
  };
}
