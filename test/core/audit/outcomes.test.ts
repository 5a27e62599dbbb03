import { expect, test } from '@jest/globals';
import type { AgentEvent } from '#core/agents/events.ts';
import { orderOfRule } from '#core/agents/rules/ending-contacts.ts';
import { auditedEvents, ofRule, ownEnds } from '#core/audit/audited-events.ts';
import { type AuditOutcome, auditOutcomes, outcomeOf } from '#core/audit/outcome.ts';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import type { RequestEvent } from '#core/forced-logouts/request-events.ts';
import type { ScheduleEvent } from '#core/logout-schedules/events.ts';

/** An event that says who asked. */
type AskedFor = Extract<
  AgentEvent | JobEvent | RequestEvent | ScheduleEvent,
  { readonly order?: unknown } | { readonly deletedBy: string }
>;

/** What an entry shows, by the event that it is made of and the cause of that: what has become of what somebody asked for. */
const outcomes = {
  LogoutRequested: { always: 'requested' },
  LogoutRefused: { always: 'refused' },
  LogoutScheduleChanged: { always: 'scheduleChanged' },
  LogoutScheduleDeleted: { always: 'scheduleDeleted' },
  LogoutScheduleSkipped: { always: 'occurrenceSkipped' },
  AgentSignedOut: {
    forced: 'loggedOut',
    signedOut: 'endedBefore',
    client: 'endedBefore',
    leaseExpired: 'endedBefore',
    replaced: 'endedBefore',
  },
  AgentLogoutDeferred: { always: 'deferred' },
  AgentLogoutCancelled: { cancelled: 'cancelled', deadline: 'givenUp' },
  AgentLogoutNotCancelled: { cancelled: 'notCancelled', deadline: 'notCancelled' },
  // Nothing has become of it yet.
  AgentLogoutDeadlineNear: { always: undefined },
  AgentHoldEnded: { always: 'holdEnded' },
  ContactStopped: { always: 'contactStopped' },
  ContactNotStopped: { always: 'contactNotStopped' },
  LogoutJobCompleted: { always: 'jobCompleted' },
  LogoutJobFailed: { always: 'jobFailed' },
  LogoutJobCancelled: { always: 'jobCancelled' },
} as const satisfies Record<AskedFor['type'], Readonly<Record<string, AuditOutcome | undefined>>>;

const cases = Object.entries(outcomes).flatMap(([type, byCause]) =>
  Object.entries<AuditOutcome | undefined>(byCause).map(([cause, outcome]) => ({ type, cause, outcome })),
);

test.each(cases)('the entry of $type ($cause) shows $outcome', ({ type, cause, outcome }) => {
  expect(outcomeOf({ type, details: { cause } })).toBe(outcome);
  expect(auditedEvents.includes(type)).toBe(outcome !== undefined);
});

test('nothing is known of what has come of an event of a newer version, whatever its name', () => {
  for (const type of ['SomethingNew', 'constructor', 'toString'])
    expect(outcomeOf({ type, details: {} })).toBeUndefined();
});

test('the outcomes that a caller may be shown are those that there are', () => {
  expect(new Set(auditOutcomes)).toEqual(new Set(cases.flatMap(({ outcome }) => outcome ?? [])));
});

test('agents who end their own sessions ask nothing of anybody; orders of rules are told by what they begin with', () => {
  expect(ownEnds).toEqual(['signedOut', 'client']);
  expect(orderOfRule('minutesInStatus', 'too long in Break').requestedBy.startsWith(ofRule)).toBe(true);
});
