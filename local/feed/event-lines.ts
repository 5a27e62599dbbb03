import { z } from 'zod';
import type { Fact } from '#adapters/eventbridge/event-bus.ts';
import type { SignOutCause } from '#core/agents/agent.ts';
import type { NotStopped } from '#core/agents/events.ts';
import type { ActiveMode } from '#core/agents/rules/rule-watch.ts';
import type { ChatEndCause, ParticipantRole } from '#core/chats/chat.ts';
import type { GuardRefusal } from '#core/forced-logouts/guard.ts';
import { called, linesOf, type ReadLine } from './line.ts';
import { outcomesText } from './outcomes.ts';

const role = called({
  CUSTOMER: 'customer',
  AGENT: 'agent',
  SUPERVISOR: 'supervisor',
  CUSTOM_BOT: 'custom participant',
  SYSTEM: 'system',
} satisfies Record<ParticipantRole, string>);

const signOutCause = called({
  forced: 'by a forced logout',
  signedOut: 'by the agent',
  leaseExpired: 'because the lease expired',
  replaced: 'because the agent signed in elsewhere',
  client: "by the agent's client",
} satisfies Record<SignOutCause, string>);

const cancelCause = called({ deadline: 'given up at its deadline', cancelled: 'taken back' });

const ruleMode = called({ dryRun: 'would act', on: 'acts' } satisfies Record<ActiveMode, string>);

const notStopped = called({
  notStoppable: 'Amazon Connect ends no such contact',
  refused: 'Amazon Connect refuses to',
  goesOn: 'it goes on all the same',
} satisfies Record<NotStopped, string>);

const chatEndCause = called({
  customerLeft: 'the customer left',
  customerGone: 'the customer is gone',
  expired: 'nobody ended it',
  ended: 'by request',
} satisfies Record<ChatEndCause, string>);

const refusal = called({
  everybody: 'it would have logged out everybody',
  tooManyAgents: 'it would have logged out too many',
  tooFewRemaining: 'it would have left too few',
  notCounted: 'the agents could not be counted',
} satisfies Record<GuardRefusal['why'], string>);

const agent = z.object({ agentId: z.string() });
const ruledContact = agent.extend({ contactId: z.string() });
const chat = z.object({ contactId: z.string() });
const participant = chat.extend({ role, agentId: z.string().optional() });
const silence = chat.extend({ silentRole: role });
const ordered = z.object({ order: z.object({ requestedBy: z.string() }) });
const job = ordered.extend({ jobId: z.int() });
const schedule = z.object({ scheduleId: z.string() });
const counts = z.record(z.string(), z.number());
const imported = z.object({ listed: z.int(), created: z.int(), changed: z.int(), deleted: z.int() });

const ofAgent = ({ agentId }: { readonly agentId?: string | undefined }) =>
  agentId === undefined ? '' : ` ${agentId}`;
const ofJob = ({ jobId, order }: z.output<typeof job>) => `forced logout by ${order.requestedBy}: job ${jobId}`;
const silent: ReadLine = () => undefined;

/**
 * The line of every event on its own. Sign-outs by a forced logout are told together, so they get here only if nobody knows
 * what they belong to.
 */
export const eventLines = {
  AgentSignedIn: linesOf(
    'agents signed in',
    agent.extend({ status: z.string() }),
    ({ agentId, status }) => `agent ${agentId}: signed in, ${status}`,
  ),
  AgentStatusChanged: linesOf(
    'status changes',
    agent.extend({ status: z.string(), previousStatus: z.string() }),
    ({ agentId, status, previousStatus }) => `agent ${agentId}: ${status}, was ${previousStatus}`,
  ),
  AgentLogoutDeferred: silent,
  AgentLogoutDeadlineNear: silent,
  AgentLogoutCancelled: linesOf(
    'logouts taken back',
    agent.extend({ cause: cancelCause }),
    ({ agentId, cause }) => `agent ${agentId}: logout after the call ${cause}`,
  ),
  AgentLogoutNotCancelled: linesOf(
    'logouts that stay',
    agent,
    ({ agentId }) => `agent ${agentId}: logout after the call could not be taken back`,
  ),
  ContactReleased: silent,
  RuleMatched: linesOf(
    'rules matched',
    agent.extend({ mode: ruleMode, reason: z.string() }),
    ({ agentId, mode, reason }) => `agent ${agentId}: a rule ${mode}, ${reason}`,
  ),
  ContactStopped: linesOf(
    'contacts ended by rules',
    ruledContact,
    ({ agentId, contactId }) => `agent ${agentId}: contact ${contactId} ended by a rule`,
  ),
  ContactNotStopped: linesOf(
    'contacts not ended by rules',
    ruledContact.extend({ because: notStopped }),
    ({ agentId, contactId, because }) => `agent ${agentId}: contact ${contactId} not ended by a rule, ${because}`,
  ),
  AgentHoldEnded: linesOf(
    'holds ended',
    agent.extend({ cancelledBy: z.string() }),
    ({ agentId, cancelledBy }) => `agent ${agentId}: may sign in again, hold ended by ${cancelledBy}`,
  ),
  AgentSignedOut: linesOf(
    'agents signed out',
    agent.extend({ cause: signOutCause }),
    ({ agentId, cause }) => `agent ${agentId}: signed out ${cause}`,
  ),
  // The events of its agents and its job have lines of their own.
  LogoutRequested: silent,
  LogoutRefused: linesOf(
    'forced logouts refused',
    ordered.extend({ refusal: z.object({ why: refusal }) }),
    (read) => `forced logout by ${read.order.requestedBy}: refused, ${read.refusal.why}`,
  ),
  LogoutJobCompleted: linesOf(
    'jobs completed',
    job.extend({ counts }),
    (read) => `${ofJob(read)} completed, ${outcomesText(read.counts)}`,
  ),
  LogoutJobCancelled: linesOf(
    'jobs cancelled',
    job.extend({ counts, cancelledBy: z.string() }),
    (read) => `${ofJob(read)} cancelled by ${read.cancelledBy}, ${outcomesText(read.counts)} before`,
  ),
  LogoutJobFailed: linesOf(
    'jobs failed',
    job.extend({ failure: z.string() }),
    (read) => `${ofJob(read)} failed, ${read.failure}`,
  ),
  LogoutScheduleChanged: linesOf(
    'schedules changed',
    schedule.extend({
      ...ordered.shape,
      ...{ days: z.array(z.string()), time: z.string(), timeZone: z.string(), enabled: z.boolean() },
    }),
    ({ scheduleId, order, days, time, timeZone, enabled }) =>
      `logout schedule ${scheduleId} by ${order.requestedBy}: ${enabled ? `${days.join(', ')} at ${time} ${timeZone}` : 'disabled'}`,
  ),
  LogoutScheduleDeleted: linesOf(
    'schedules deleted',
    schedule.extend({ deletedBy: z.string() }),
    ({ scheduleId, deletedBy }) => `logout schedule ${scheduleId}: deleted by ${deletedBy}`,
  ),
  LogoutScheduleSkipped: linesOf(
    'scheduled logouts left out',
    schedule.extend({ refusal: z.object({ why: z.string() }).optional() }),
    ({ scheduleId, refusal }) => `logout schedule ${scheduleId}: left out, ${refusal?.why ?? 'late'}`,
  ),
  AgentsImported: linesOf(
    'imports completed',
    imported,
    ({ listed, created, changed, deleted }) =>
      `import of agents: ${listed} listed, ${created} new, ${changed} changed, ${deleted} deleted`,
  ),
  AgentImportFailed: linesOf(
    'imports failed',
    z.object({ fault: z.string() }),
    ({ fault }) => `import of agents: failed, ${fault}`,
  ),
  AgentsReconciled: linesOf(
    'looks at everybody',
    z.object({ looked: z.int(), differed: z.int() }),
    ({ looked, differed }) => `look at everybody: ${looked} agents, ${differed} mended`,
  ),
  ChatStarted: linesOf('chats started', chat, ({ contactId }) => `chat ${contactId}: started`),
  ParticipantJoined: linesOf(
    'participants joined',
    // The customer joins with the start.
    participant.refine((read) => read.role !== 'customer'),
    (read) => `chat ${read.contactId}: ${read.role}${ofAgent(read)} joined`,
  ),
  ParticipantLeft: linesOf(
    'participants left',
    participant,
    (read) => `chat ${read.contactId}: ${read.role}${ofAgent(read)} left`,
  ),
  ParticipantWentIdle: linesOf(
    'participants idle',
    participant.extend({ idleMinutes: z.number() }),
    (read) => `chat ${read.contactId}: ${read.role} idle after ${read.idleMinutes} minutes`,
  ),
  ParticipantReturned: linesOf(
    'participants back',
    participant,
    (read) => `chat ${read.contactId}: ${read.role} no longer idle`,
  ),
  ParticipantsDisconnected: linesOf(
    'auto-disconnects',
    silence.extend({ participantIds: z.array(z.string()) }),
    (read) =>
      `chat ${read.contactId}: ${read.participantIds.length} auto-disconnected, the ${read.silentRole} was idle`,
  ),
  AutoDisconnectSkipped: linesOf(
    'auto-disconnects due',
    silence,
    (read) => `chat ${read.contactId}: auto-disconnect due and not carried out, the ${read.silentRole} was idle`,
  ),
  TimersConfigured: linesOf('timers set', chat, ({ contactId }) => `chat ${contactId}: timers set`),
  ChatEnded: linesOf(
    'chats ended',
    chat.extend({ cause: chatEndCause }),
    ({ contactId, cause }) => `chat ${contactId}: ended, ${cause}`,
  ),
} as const satisfies Record<Fact['type'], ReadLine>;
