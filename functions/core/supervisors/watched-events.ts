import type { AgentEvent } from '../agents/events.ts';
import type { ChatEvent } from '../chats/events.ts';
import type { JobEvent } from '../forced-logouts/events.ts';
import type { RequestEvent } from '../forced-logouts/request-events.ts';

/** Which events are changes of agents, jobs and chats that a console shows. */
const isWatched = {
  AgentSignedIn: true,
  AgentStatusChanged: true,
  AgentLogoutDeferred: true,
  AgentLogoutDeadlineNear: true,
  AgentLogoutCancelled: true,
  AgentLogoutNotCancelled: true,
  AgentSignedOut: true,
  AgentHoldEnded: true,
  /** It comes with the end of the session, which names the contacts. */
  ContactReleased: false,
  RuleMatched: true,
  ContactStopped: true,
  ContactNotStopped: true,
  /** Of a job, which has been made with it. A request that is no job is shown by the events of its agents. */
  LogoutRequested: true,
  LogoutRefused: false,
  LogoutJobCompleted: true,
  LogoutJobFailed: true,
  LogoutJobCancelled: true,
  ChatStarted: true,
  ParticipantJoined: true,
  ParticipantLeft: true,
  ParticipantWentIdle: true,
  ParticipantReturned: true,
  ParticipantsDisconnected: true,
  AutoDisconnectSkipped: true,
  TimersConfigured: true,
  ChatEnded: true,
} as const satisfies Record<(AgentEvent | RequestEvent | JobEvent | ChatEvent)['type'], boolean>;

/** The types of the events that supervisors are shown, if they are about one agent, one job or one chat. */
export const watchedEvents = Object.entries(isWatched)
  .filter(([, watched]) => watched)
  .map(([type]) => type);
