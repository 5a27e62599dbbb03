import type { ImportEvent } from '#core/agent-imports/events.ts';
import type { ReconciliationEvent } from '#core/agent-reconciliations/events.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import type { RequestEvent } from '#core/forced-logouts/request-events.ts';
import type { ScheduleEvent } from '#core/logout-schedules/events.ts';

/**
 * Every metric that functions count, in the namespace `Lastcall`. CloudWatch charges 0.30 dollars a month for each that is
 * counted all the time, so there is one only for what an operator asks about. docs/operations.md describes them.
 */
export const metricNames = [
  'AgentSignedIn',
  'AgentSignedOut',
  'ForcedLogout',
  'LeaseExpired',
  'AgentLogoutDeferred',
  'LogoutFailed',
  'LogoutJobCompleted',
  'LogoutJobFailed',
  'ChatStarted',
  'ChatEnded',
  'ParticipantWentIdle',
  'ParticipantsDisconnected',
  'WakeUpsSent',
  'RateLimited',
  'AnsweredTooLate',
  'FlowActionFailed',
  'SurvivedFault',
  'UnreadableItem',
  'EventPassedOver',
] as const;

export type MetricName = (typeof metricNames)[number];

type Fact = AgentEvent | ChatEvent | JobEvent | RequestEvent | ScheduleEvent | ImportEvent | ReconciliationEvent;

/** What is counted of an event that was published: the outcome, and how many agents or chats it is about. */
export function countsOf(fact: Fact): readonly (readonly [MetricName, number])[] {
  switch (fact.type) {
    case 'AgentSignedOut':
      if (fact.cause === 'forced')
        return [
          ['AgentSignedOut', 1],
          ['ForcedLogout', 1],
        ];
      if (fact.cause === 'leaseExpired')
        return [
          ['AgentSignedOut', 1],
          ['LeaseExpired', 1],
        ];
      return [['AgentSignedOut', 1]];
    case 'LogoutJobCompleted':
      return [
        ['LogoutJobCompleted', 1],
        ...(fact.counts.failed > 0 ? [['LogoutFailed', fact.counts.failed] as const] : []),
      ];
    default: {
      const name = metricNames.find((each) => each === fact.type);
      return name === undefined ? [] : [[name, 1]];
    }
  }
}
