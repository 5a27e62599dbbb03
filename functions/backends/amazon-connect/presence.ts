import type { UserData } from '@aws-sdk/client-connect';
import type { Channel } from '#core/agents/agent.ts';
import type { ContactPhase, Observation, ObservedContact } from '#core/agents/backend.ts';
import type { Instant } from '#core/instant.ts';
import { idOf, type TeamsOf } from './instance.ts';
import type { Statuses } from './statuses.ts';

/** Other states, such as a task's pause, are those of a contact that the agent has. */
const phases: Readonly<Record<string, ContactPhase>> = {
  INCOMING: 'ringing',
  PENDING: 'ringing',
  CONNECTING: 'ringing',
  ENDED: 'afterContactWork',
  MISSED: 'missed',
  ERROR: 'missed',
  REJECTED: 'missed',
};

/** How far a contact is, by its state in Amazon Connect. */
export const phaseOf = (state: string | undefined): ContactPhase => phases[state ?? ''] ?? 'connected';

const channels: Readonly<Record<string, Channel>> = { VOICE: 'VOICE', CHAT: 'CHAT' };

/** E-mails and whatever comes after them are handled like tasks. */
export const channelOf = (channel: string | undefined): Channel => channels[channel?.toUpperCase() ?? ''] ?? 'TASK';

/** Calls that StopContact does not end (API reference of the operation). */
const notStoppable: readonly unknown[] = ['DISCONNECT', 'TRANSFER', 'QUEUE_TRANSFER', 'EXTERNAL_OUTBOUND', 'MONITOR'];

/** Whether StopContact ends a contact. */
export const canBeStopped = (channel: Channel, initiationMethod: string | undefined): boolean =>
  channel !== 'VOICE' || !notStoppable.includes(initiationMethod);

/** What GetCurrentUserData shows of one agent. Whoever it does not show is absent. */
export function observationOf(
  user: UserData | undefined,
  { at, statuses, teams }: { readonly at: Instant; readonly statuses: Statuses; readonly teams: readonly TeamsOf[] },
): Observation {
  const { Status: shown, NextStatus, Contacts = [] } = user ?? {};
  if (!shown?.StatusArn) return { at, type: 'absent' };
  const name = shown.StatusName ?? '';
  const type = statuses.typeOf(idOf(shown.StatusArn), name);
  const since = shown.StatusStartTimestamp?.getTime();
  if (type === 'OFFLINE') return { at, type: 'offline', ...(since !== undefined && { since }) };
  return {
    at,
    status: { name, type, since: since ?? at },
    isGoingOffline: NextStatus !== undefined && statuses.isOffline(NextStatus),
    contacts: Contacts.flatMap((contact): ObservedContact[] => {
      if (contact.ContactId === undefined) return [];
      const channel = channelOf(contact.Channel);
      return [
        {
          contactId: contact.ContactId,
          channel,
          phase: phaseOf(contact.AgentContactState),
          since: contact.StateStartTimestamp?.getTime() ?? at,
          canBeStopped: canBeStopped(channel, contact.InitiationMethod),
        },
      ];
    }),
    teamIds: teamsOf({ groups: groupIdsOf(user?.HierarchyPath), RoutingProfileId: user?.RoutingProfile?.Id }, teams),
  };
}

interface Level {
  readonly Id?: string | undefined;
}
interface HierarchyPath {
  readonly LevelOne?: Level | undefined;
  readonly LevelTwo?: Level | undefined;
  readonly LevelThree?: Level | undefined;
  readonly LevelFour?: Level | undefined;
  readonly LevelFive?: Level | undefined;
}

/** The groups of a path, the largest first. */
export function groupIdsOf(path: HierarchyPath = {}): readonly string[] {
  const { LevelOne, LevelTwo, LevelThree, LevelFour, LevelFive } = path;
  return [LevelOne, LevelTwo, LevelThree, LevelFour, LevelFive].flatMap((level) => level?.Id ?? []);
}

/** The teams of an agent: the groups above the agent, the largest first, and the routing profile. */
export const teamsOf = (
  { groups, RoutingProfileId }: { readonly groups: readonly string[]; readonly RoutingProfileId: string | undefined },
  teams: readonly TeamsOf[],
): readonly string[] => [
  ...(teams.includes('hierarchyGroups') ? groups : []),
  ...(teams.includes('routingProfiles') && RoutingProfileId !== undefined ? [RoutingProfileId] : []),
];
