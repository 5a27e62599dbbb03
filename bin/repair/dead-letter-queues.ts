import * as z from 'zod';
import { parseLogoutMessage } from '#adapters/sqs/logout-queue.ts';
import { parseStreamMessage } from '#adapters/sqs/stream-queue.ts';
import { parseWakeUp } from '#adapters/sqs/wake-ups.ts';
import { auditedEvents, ofRule, ownEnds } from '#core/audit/audited-events.ts';
import { watchedEvents } from '#core/supervisors/watched-events.ts';
import { parseChatNotification } from '../../functions/backends/amazon-connect/chat-notification.ts';

/** A queue of dead letters, and what becomes of one that is sent back. */
export interface DeadLetterQueue {
  /** The name of the queue, after the one of the service stack and a hyphen. */
  readonly name: string;
  /** What kind of work a letter is. It tells nothing about a person. @throws when it is no work of this queue */
  readonly kindOf: (body: string) => string;
  /** The queue that its letters come from, named in the same way; or the functions that one is for, by their files. */
  readonly back: { readonly queue: string } | { readonly functionsFor: (body: string) => readonly string[] };
}

const ofQueue = (queue: string, kindOf: (body: string) => string): DeadLetterQueue => ({
  name: `${queue}-DeadLetters`,
  kindOf,
  back: { queue },
});

const busEvent = z.object({
  'detail-type': z.string(),
  detail: z.object({
    agentId: z.string().optional(),
    jobId: z.number().optional(),
    contactId: z.string().optional(),
    cause: z.string().optional(),
    deletedBy: z.string().optional(),
    order: z.object({ requestedBy: z.string(), from: z.object({ via: z.string() }).optional() }).optional(),
  }),
});

/** The events that each function gets from its rules. A test compares them with the rules. */
const streamed = [
  'ParticipantJoined',
  'ParticipantLeft',
  'ParticipantWentIdle',
  'ParticipantReturned',
  'ParticipantsDisconnected',
  'ChatEnded',
  'LogoutJobCompleted',
  'LogoutJobFailed',
  'LogoutJobCancelled',
];
const ofAgent = ['ParticipantJoined', 'ParticipantLeft', 'ContactReleased'];
const ofAllChats = ['ChatStarted', 'ChatEnded', 'ParticipantsDisconnected'];

function isAudited({ 'detail-type': type, detail }: z.output<typeof busEvent>): boolean {
  const { cause = '', order, deletedBy } = detail;
  if (!auditedEvents.includes(type)) return false;
  if (!order) return deletedBy !== undefined;
  return !ownEnds.includes(cause) || order.from !== undefined || order.requestedBy.startsWith(ofRule);
}

const isWatched = ({ 'detail-type': type, detail: { agentId, jobId, contactId } }: z.output<typeof busEvent>) =>
  watchedEvents.includes(type) && [agentId, jobId, contactId].some((id) => id !== undefined);

function functionsFor(body: string): readonly string[] {
  const event = busEvent.parse(JSON.parse(body));
  const { 'detail-type': type, detail } = event;
  const isFollowed = (ofAgent.includes(type) && detail.agentId !== undefined) || ofAllChats.includes(type);
  return [
    ...(streamed.includes(type) ? ['event-stream-chat'] : []),
    ...(isFollowed ? ['event-agent-chats'] : []),
    ...(isAudited(event) ? ['event-audit'] : []),
    ...(isWatched(event) ? ['event-supervisors'] : []),
  ];
}

/** The queues of dead letters, by the names that the runbook and the alarms have for them. */
export const deadLetterQueues: Readonly<Record<string, DeadLetterQueue>> = {
  LogoutQueue: ofQueue('LogoutQueue', (body) => parseLogoutMessage(body).type),
  WakeUpQueue: ofQueue('WakeUpQueue', (body) => parseWakeUp(body).kind),
  StreamQueue: ofQueue('StreamQueue', (body) => parseStreamMessage(body).event.fact.type),
  ChatQueue: ofQueue('ChatQueue', (body) => parseChatNotification(body).news?.type ?? 'other'),
  Unqueued: {
    name: 'Unqueued',
    kindOf: (body) => busEvent.parse(JSON.parse(body))['detail-type'],
    back: { functionsFor },
  },
};
