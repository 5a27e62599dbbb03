import type { AuditEntry } from './ports.ts';

/** What has become of what somebody asked for. */
export const auditOutcomes = [
  'requested',
  'refused',
  'scheduleChanged',
  'scheduleDeleted',
  'occurrenceSkipped',
  'loggedOut',
  'endedBefore',
  'deferred',
  'cancelled',
  'givenUp',
  'notCancelled',
  'holdEnded',
  'contactStopped',
  'contactNotStopped',
  'jobCompleted',
  'jobFailed',
  'jobCancelled',
] as const;

export type AuditOutcome = (typeof auditOutcomes)[number];

/** Events that always have the same outcome. */
export const byType: Readonly<Record<string, AuditOutcome>> = {
  LogoutRequested: 'requested',
  LogoutRefused: 'refused',
  LogoutScheduleChanged: 'scheduleChanged',
  LogoutScheduleDeleted: 'scheduleDeleted',
  LogoutScheduleSkipped: 'occurrenceSkipped',
  AgentLogoutDeferred: 'deferred',
  AgentLogoutNotCancelled: 'notCancelled',
  AgentHoldEnded: 'holdEnded',
  ContactStopped: 'contactStopped',
  ContactNotStopped: 'contactNotStopped',
  LogoutJobCompleted: 'jobCompleted',
  LogoutJobFailed: 'jobFailed',
  LogoutJobCancelled: 'jobCancelled',
};

/** The outcome that an entry shows. @returns undefined for an event that only a newer version knows */
export function outcomeOf({ type, details }: Pick<AuditEntry, 'type' | 'details'>): AuditOutcome | undefined {
  switch (type) {
    // A logout that waited may find that the agent has gone, or that the lease has expired.
    case 'AgentSignedOut':
      return details.cause === 'forced' ? 'loggedOut' : 'endedBefore';
    case 'AgentLogoutCancelled':
      return details.cause === 'deadline' ? 'givenUp' : 'cancelled';
    default:
      return Object.hasOwn(byType, type) ? byType[type] : undefined;
  }
}
