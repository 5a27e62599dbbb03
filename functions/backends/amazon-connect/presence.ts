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

/** A contact that was missed, and neither rejected nor broken. */
const missed = 'MISSED';

/** When a contact was accepted, and when it was missed, as far as Amazon Connect shows it. */
export const instantsOf = (
  state: string | undefined,
  { began, connected }: { readonly began: Instant | undefined; readonly connected: Instant | undefined },
): Pick<ObservedContact, 'connectedAt' | 'missedAt'> => ({
  ...(connected !== undefined && { connectedAt: connected }),
  ...(state === missed && began !== undefined && { missedAt: began }),
});

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
          ...instantsOf(contact.AgentContactState, {
            began: contact.StateStartTimestamp?.getTime(),
            connected: contact.ConnectedToAgentTimestamp?.getTime(),
          }),
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
