import { readFileSync } from 'node:fs';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { makeEventPublisher } from '#adapters/eventbridge/event-bus.ts';
import { signOutOwn } from '#core/agent-clients/own-session.ts';
import type { ImportEvent } from '#core/agent-imports/events.ts';
import type { ReconciliationEvent } from '#core/agent-reconciliations/events.ts';
import type { Agent } from '#core/agents/agent.ts';
import { signOutCauses } from '#core/agents/agent.ts';
import { beginContact, endContact } from '#core/agents/contacts.ts';
import { meetDeadline } from '#core/agents/deadline.ts';
import { type AgentEvent, notStoppedBecause } from '#core/agents/events.ts';
import type { IpAddress } from '#core/agents/ip-range.ts';
import { expireLease } from '#core/agents/lease.ts';
import { changeStatus, signIn, signOut } from '#core/agents/presence.ts';
import { expire, participantWrote } from '#core/chats/activity.ts';
import type { Chat } from '#core/chats/chat.ts';
import { configureTimers } from '#core/chats/configure-timers.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { beginFollowed } from '#core/chats/follow.ts';
import { endChat, join, leave, startChat } from '#core/chats/participation.ts';
import { removeAgent } from '#core/chats/sign-out.ts';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import type { GuardRefusal } from '#core/forced-logouts/guard.ts';
import { forceLogout } from '#core/forced-logouts/logout-decision.ts';
import { cancelJob, completeJob, createJob, failJob, type LogoutJob } from '#core/forced-logouts/logout-job.ts';
import { type RequestEvent, summaryOf } from '#core/forced-logouts/request-events.ts';
import { noCounts } from '#core/forced-logouts/result.ts';
import { minutes } from '#core/instant.ts';
import type { ScheduleEvent } from '#core/logout-schedules/events.ts';
import { deleteSchedule } from '#core/logout-schedules/logout-schedule.ts';
import { putSchedule } from '#core/logout-schedules/put-schedule.ts';
import { skipRun } from '#core/logout-schedules/run.ts';
import { aContent, nightly } from '../core/logout-schedules/a-schedule.ts';
import { anOrder, aRange, recorded, someDay } from '../support/agents.ts';
import { type JsonService, onThisMachine, startJsonService } from '../support/json-service.ts';

const schema = JSON.parse(readFileSync('docs/events.schema.json', 'utf8'));
const ajv = new Ajv2020({ allErrors: true, formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ } });
const isDocumented = ajv.compile(schema);

let bus: JsonService;
beforeAll(async () => {
  bus = await startJsonService(() => ({ FailedEntryCount: 0, Entries: [{ EventId: 'id' }] }));
});
afterAll(() => bus.stop());

/** An agent's day, with orders of every form and every cause. */
function agentEvents(): AgentEvent[] {
  const events: AgentEvent[] = [];
  let agent: Agent | undefined = {
    instanceId: 'demo',
    agentId: 'ann',
    profile: { name: 'Ann', email: 'ann@example.com', agentNumber: '1', teamIds: [] },
    endedSessions: [],
    logoutMarks: [],
  };
  const apply = (decision: { state: Agent | undefined; events: readonly AgentEvent[] }) => {
    agent = decision.state;
    events.push(...decision.events);
  };
  const command = { sessionId: 's1', status: 'Available', statusType: 'ROUTABLE', takeOver: true } as const;
  const from = { via: 'flow' } as const;
  const order = { requestedBy: 'sup', from, reason: 'night', message: 'Good night', jobId: 7, scheduleId: 'nightly' };
  const bare = { requestedBy: 'sup', from: { via: 'token', ipAddress: '2001:db8::9' } } as const;
  const session = { ...command, ipAddress: '0'.repeat(32) as IpAddress };
  apply(signIn(agent, session, 1));
  apply(changeStatus(agent, { status: 'lunch', statusType: 'CUSTOM' }, 2));
  apply(beginContact(agent, { contactId: 'c1', channel: 'VOICE' }, 3));
  apply(forceLogout(agent, { order, chunk: '0.0', timing: 'afterContact' }, 4));
  apply(endContact(agent, 'c1', 5));
  apply(signIn(agent, session, 5));
  apply(signIn(agent, session, 6));
  apply(beginContact(agent, { contactId: 'c2', channel: 'CHAT' }, 7));
  apply(forceLogout(agent, { order: bare, timing: 'afterContact' }, 8));
  apply(forceLogout(agent, { order: bare, timing: 'immediate' }, 9));
  apply(signIn(agent, session, 10));
  apply(beginContact(agent, { contactId: 'c3', channel: 'VOICE' }, 10));
  const giveUp = { ...bare, deadline: { minutes: 1, onDeadline: 'giveUp' } } as const;
  apply(forceLogout(agent, { order: giveUp, timing: 'afterContact' }, 10));
  apply(meetDeadline(agent, minutes(2)));
  const force = { ...bare, deadline: { minutes: 2, onDeadline: 'force' } } as const;
  apply(forceLogout(agent, { order: force, timing: 'afterContact' }, minutes(2)));
  const { agentId, instanceId } = { agentId: 'ann', instanceId: 'demo' };
  const heldOrder = { ...bare, holdMinutes: 30 };
  events.push({
    type: 'AgentHoldEnded',
    instanceId,
    agentId,
    sessionId: 's1',
    order: heldOrder,
    cancelledBy: 'sup',
    cancelledFrom: from,
  });
  events.push({
    ...{ type: 'AgentSignedOut', instanceId, agentId, sessionId: 's1', cause: 'forced', order: heldOrder },
    ...{ previousStatus: 'Available', releasedContactIds: [], holdEndsAt: minutes(30) },
  });
  apply(meetDeadline(agent, minutes(4)));
  for (const why of [{ cause: 'deadline' }, { cause: 'cancelled', cancelledBy: 'sup', cancelledFrom: from }] as const)
    for (const type of ['AgentLogoutCancelled', 'AgentLogoutNotCancelled'] as const)
      events.push({ type, instanceId: 'demo', agentId: 'ann', sessionId: 's1', order: giveUp, ...why });
  apply(signIn(agent, session, 10));
  apply(signOut(agent));
  apply(signIn(agent, { ...session, leaseSeconds: 120 }, 11));
  apply(expireLease(agent, 11 + minutes(2)));
  apply(signIn(agent, { ...session, secretHash: 'hash' }, 12));
  apply(signOutOwn(agent, { secretHash: 'hash', clientCause: 7, byForce: false }));
  expect(new Set(events.flatMap((event) => (event.type === 'AgentSignedOut' ? event.cause : [])))).toEqual(
    new Set(signOutCauses),
  );
  return events;
}

const everySelection = summaryOf({
  agentIds: Array.from({ length: 60 }, (_, n) => `agent-${n}`),
  teamIds: ['night'],
  ipRanges: [aRange('10.0.0.1')],
  everybody: true,
  conditions: {
    statuses: ['lunch'],
    minimumMinutesInStatus: 5,
    exclude: { agentIds: ['ann'], teamIds: ['day'] },
    callerTeamIds: ['night'],
  },
});

function requestEvents(): RequestEvent[] {
  const order = { requestedBy: 'sup', from: { via: 'apiKey' } } as const;
  const request = { instanceId: 'demo', order, timing: 'immediate', selection: everySelection } as const;
  const teams = [{ teamId: 'night', signedIn: 3, remaining: 0, minimum: 1 }];
  const refusals: readonly GuardRefusal[] = [
    { why: 'everybody', found: 3 },
    { why: 'tooManyAgents', found: 3, maximumAgents: 2 },
    { why: 'tooFewRemaining', teams },
    { why: 'notCounted', found: 0 },
  ];
  return [
    { type: 'LogoutRequested', ...request, selection: {} },
    ...refusals.map((refusal) => ({ type: 'LogoutRefused', ...request, refusal }) as const),
  ];
}

function jobEvents(): JobEvent[] {
  const order = { requestedBy: 'sup' };
  const key = { instanceId: 'demo', jobId: 7 };
  const running = { ...key, timing: 'immediate', order, startedAt: 1 } as const;
  const job: LogoutJob = { ...running, progress: { status: 'running', pages: 1 } };
  const asked = { timing: 'afterContact', order, selection: everySelection } as const;
  return [
    ...createJob(undefined, key, asked, 1).events,
    ...createJob(undefined, key, { ...asked, startsAt: someDay }, 1).events,
    ...completeJob(job, { ...noCounts, matched: 1, deferred: 1 }, 2).events,
    ...cancelJob(
      job,
      { counts: noCounts, cancelledBy: 'sup', cancelledFrom: { via: 'token', ipAddress: '10.0.0.7' } },
      2,
    ).events,
    ...failJob({ ...job, order: { ...order, reason: 'night' } }, 'no', 2).events,
  ];
}

/** A schedule that is made, disabled and deleted, and whose occurrences are left out for every reason. */
function scheduleEvents(): readonly ScheduleEvent[] {
  const made = putSchedule(undefined, nightly, aContent({ request: { order: anOrder({ reason: 'night' }) } }), someDay);
  const { content } = made.state ?? {};
  if (content?.type !== 'kept' || content.next.type !== 'waiting') throw new Error('It was made');
  const { request, next } = content;
  const due = { type: 'due', at: next.at, request } as const;
  const { at } = next;
  const teams = [{ teamId: 'floor', signedIn: 3, remaining: 0, minimum: 1 }];
  const skipped = [
    { why: 'late' },
    { why: 'refused', refusal: { why: 'everybody', found: 3 } },
    { why: 'refused', refusal: { why: 'tooManyAgents', found: 3, maximumAgents: 2 } },
    { why: 'refused', refusal: { why: 'tooFewRemaining', teams } },
    { why: 'refused', refusal: { why: 'notCounted', found: 3 } },
  ] as const;
  return [
    ...made.events,
    ...putSchedule(made.state, nightly, aContent({ enabled: false }), someDay).events,
    ...putSchedule(made.state, nightly, aContent({ enabled: false }), at).events,
    ...skipped.flatMap(
      (each) =>
        skipRun(
          made.state,
          { due: each.why === 'late' ? { ...due, type: 'late' } : due, skipped: each },
          each.why === 'late' ? at + minutes(61) : at,
        ).events,
    ),
    ...deleteSchedule(made.state, { callerId: 'sup', from: { via: 'apiKey' } }, at).events,
  ];
}

/** A chat in which everybody falls silent, and one that ends. */
function chatEvents(): ChatEvent[] {
  const key = { instanceId: 'demo', contactId: 'chat-1' };
  const events: ChatEvent[] = [];
  let chat: Chat | undefined;
  const apply = (decision: { state: Chat | undefined; events: readonly ChatEvent[] }) => {
    chat = decision.state;
    events.push(...decision.events);
  };
  apply(startChat(chat, key, { customer: { participantId: 'c', displayName: 'Cy' }, disconnectFlow: 'survey' }, 0));
  apply(
    configureTimers(chat, [
      { role: 'CUSTOMER', type: 'IDLE', value: 2 },
      { role: 'CUSTOMER', type: 'DISCONNECT_NONCUSTOMER', value: 3 },
    ]),
  );
  apply(join(chat, { participantId: 's', displayName: 'Sue', role: 'SUPERVISOR' }, 0));
  apply(leave(chat, 's', 0));
  for (const afterAgentSignOut of ['queue', 'disconnectFlow'] as const) {
    const participantId = `out to ${afterAgentSignOut}`;
    apply(join(chat, { participantId, displayName: 'Sue', role: 'AGENT', agentId: 'sue' }, 0));
    apply(removeAgent(chat, { agentId: 'sue', signedOutAt: 0 }, { afterAgentSignOut }, 0));
  }
  apply(join(chat, { participantId: 'a', displayName: 'Ann', role: 'AGENT', agentId: 'ann' }, 0));
  apply(expire(chat, minutes(2)));
  apply(participantWrote(chat, 'c', minutes(3)));
  apply(expire(chat, minutes(60)));
  apply(expire(chat, minutes(61)));
  apply(join(chat, { participantId: 'b', displayName: 'Bot', role: 'CUSTOM_BOT' }, minutes(62)));
  apply(expire(chat, minutes(120)));
  apply(expire(chat, minutes(121)));
  apply(join(chat, { participantId: 'z', displayName: 'Zoe', role: 'AGENT', agentId: 'zoe' }, minutes(121)));
  apply(endChat(chat, minutes(121)));
  return [...events, ...followedChatEvents()];
}

/** A chat of a backend whose agent falls silent. */
function followedChatEvents(): readonly ChatEvent[] {
  const key = { instanceId: 'demo', contactId: 'chat-2' };
  const begun = beginFollowed(key, 'chat-2', { silentAgent: 'report' }, 0).chat;
  const timed = configureTimers(begun, [{ role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', value: 2 }]).state;
  const joined = join(timed, { participantId: 'a', displayName: 'Ann', role: 'AGENT' }, 0).state;
  return expire(joined, minutes(3)).events;
}

function importEvents(): ImportEvent[] {
  const of = { instanceId: 'demo', importId: 'i1', startedAt: someDay, finishedAt: someDay + 1 };
  const counts = { listed: 3, created: 1, changed: 1, deleted: 1, passedOver: 0 };
  return [
    { type: 'AgentsImported', ...of, ...counts },
    { type: 'AgentsImported', ...of, ...counts, requestedBy: 'admin' },
    ...(['unknown', 'denied', 'refused', 'busy', 'unavailable'] as const).map(
      (fault) => ({ type: 'AgentImportFailed', ...of, requestedBy: 'admin', fault }) as const,
    ),
  ];
}

function reconciliationEvents(): ReconciliationEvent[] {
  const mended = { signedIn: 1, signedOut: 0, status: 1, contacts: 1, teams: 0, pendingLogout: 0 };
  const event = {
    type: 'AgentsReconciled',
    instanceId: 'demo',
    startedAt: someDay,
    finishedAt: someDay + 1,
    looked: 3,
    differed: 2,
    mended,
    agentIds: ['ann', 'bob'],
  } as const;
  return [event, { ...event, reconciliationId: 'r1', requestedBy: 'admin' }];
}

/** Rules match, in both modes, and contacts end or do not. */
function ruleEvents(): readonly AgentEvent[] {
  const of = { instanceId: 'demo', agentId: 'ann', sessionId: 's1' };
  const contact = { contactId: 'c1', channel: 'VOICE' } as const;
  const matched = { type: 'RuleMatched', ...of, teamId: 'sales', reason: 'Connected for 4 hours' } as const;
  const order = { requestedBy: 'rule:longContact', reason: 'Connected for 4 hours' };
  return [
    { ...matched, rule: 'missedContacts', mode: 'dryRun' },
    { ...matched, rule: 'minutesInStatus', mode: 'on' },
    { ...matched, rule: 'longContact', mode: 'on', ...contact },
    { type: 'ContactStopped', ...of, ...contact, order },
    ...notStoppedBecause.map((because) => ({ type: 'ContactNotStopped', ...of, ...contact, order, because }) as const),
  ];
}

const everyType = {
  AgentSignedIn: true,
  AgentStatusChanged: true,
  AgentLogoutDeferred: true,
  AgentLogoutDeadlineNear: true,
  AgentLogoutCancelled: true,
  AgentLogoutNotCancelled: true,
  ContactReleased: true,
  RuleMatched: true,
  ContactStopped: true,
  ContactNotStopped: true,
  AgentSignedOut: true,
  AgentHoldEnded: true,
  LogoutRequested: true,
  LogoutRefused: true,
  LogoutJobCompleted: true,
  LogoutJobFailed: true,
  LogoutJobCancelled: true,
  LogoutScheduleChanged: true,
  LogoutScheduleDeleted: true,
  LogoutScheduleSkipped: true,
  AgentsImported: true,
  AgentImportFailed: true,
  AgentsReconciled: true,
  ChatStarted: true,
  ParticipantJoined: true,
  ParticipantLeft: true,
  ParticipantWentIdle: true,
  ParticipantReturned: true,
  ParticipantsDisconnected: true,
  AutoDisconnectSkipped: true,
  TimersConfigured: true,
  ChatEnded: true,
} as const satisfies Record<
  (AgentEvent | RequestEvent | JobEvent | ScheduleEvent | ImportEvent | ReconciliationEvent | ChatEvent)['type'],
  true
>;

test('every event goes out as docs/events.schema.json describes it', async () => {
  const publisher = makeEventPublisher({ client: new EventBridgeClient(onThisMachine(bus.endpoint)), busName: 'b' });
  const events = [
    ...agentEvents(),
    ...ruleEvents(),
    ...requestEvents(),
    ...jobEvents(),
    ...scheduleEvents(),
    ...importEvents(),
    ...reconciliationEvents(),
    ...chatEvents(),
  ];
  expect(new Set(events.map(({ type }) => type))).toEqual(new Set(Object.keys(everyType)));
  for (const [index, fact] of events.entries()) {
    const eventId = `demo/agent/ann/${index + 1}`;
    await publisher.publish([recorded(fact, { eventId, sequence: index + 1, at: someDay })]);
  }
  const details = bus.requests.map(({ body }) =>
    JSON.parse((body as { Entries: [{ Detail: string }] }).Entries[0].Detail),
  );
  expect(details).toHaveLength(events.length);
  for (const detail of details)
    expect([detail, isDocumented(detail), isDocumented.errors]).toEqual([detail, true, null]);
});

test('the schema describes every event and nothing else', () => {
  expect(schema.oneOf).toEqual(Object.keys(everyType).map((type) => ({ $ref: `#/$defs/${type}` })));
});
