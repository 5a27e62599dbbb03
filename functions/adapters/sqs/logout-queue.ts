import * as z from 'zod/mini';
import type { ChunkAgent, Found, LogoutMessage, LogoutQueue } from '#core/forced-logouts/ports.ts';
import { allFulfilled } from '#core/in-parallel.ts';
import type { Instant } from '#core/instant.ts';
import type { Clock } from '#core/ports.ts';
import { makeBatchDelivery } from '../batch-delivery.ts';
import { found, order, planCursor, selector, timing, writeSelector } from '../codec/fields.ts';
import { makeSendMessages, type SqsQueue, sqsLimits } from './queue.ts';

const ofJob = { instanceId: z.string(), jobId: z.number(), page: z.number() };

const messageShape = z.discriminatedUnion('type', [
  // With a chunk it sends the chunks of pages that are found. A release that does not know this finds the page planned.
  z.object({ type: z.literal('plan'), ...ofJob, from: planCursor, sendFrom: z.exactOptional(z.number()) }),
  z.object({
    type: z.literal('chunk'),
    ...ofJob,
    chunk: z.number(),
    found: z.array(found),
    looks: z.exactOptional(z.number()),
  }),
  z.object({
    type: z.literal('look'),
    instanceId: z.string(),
    selector,
    timing,
    order,
    requestedAt: z.number(),
    from: planCursor,
  }),
]);

/**
 * A unit of work as the text of a message.
 * Agents found by the same entry of the selector name it once, because SQS bills every 64 KB of a request as one request.
 */
export function logoutMessageBody(message: LogoutMessage): string {
  if (message.type === 'send') {
    const { chunk: sendFrom, ...place } = message;
    return JSON.stringify({ ...place, type: 'plan', from: { list: 0 }, sendFrom } satisfies z.input<
      typeof messageShape
    >);
  }
  if (message.type === 'look') {
    const { selector, ...look } = message;
    const written = writeSelector(selector);
    return JSON.stringify({ ...look, selector: written });
  }
  if (message.type !== 'chunk') return JSON.stringify(message);
  const { agents, isOnConditions = false, ...chunk } = message;
  return JSON.stringify({ ...chunk, found: grouped(agents, isOnConditions) } satisfies z.input<typeof messageShape>);
}

/** @throws ZodError or SyntaxError when the text is not a logout message. */
export function parseLogoutMessage(body: string): LogoutMessage {
  const message = messageShape.parse(JSON.parse(body));
  if (message.type === 'look') return message;
  if (message.type === 'plan') {
    const { sendFrom, from, ...place } = message;
    return sendFrom === undefined ? { ...place, from } : { ...place, type: 'send', chunk: sendFrom };
  }
  const { found, ...chunk } = message;
  const isOnConditions = found.some(({ by }) => by === 'agentIdsOnConditions');
  return { ...chunk, agents: found.flatMap(agentsOf), ...(isOnConditions && { isOnConditions }) };
}

function grouped(agents: readonly ChunkAgent[], isOnConditions: boolean): Found[] {
  const named = isOnConditions ? 'agentIdsOnConditions' : 'agentIds';
  const groups: { by: Found['by']; agentIds: string[] }[] = [];
  for (const { agentId, matchedBy } of agents) {
    const by = 'agentId' in matchedBy ? named : matchedBy;
    const last = groups.at(-1);
    if (last && isSame(last.by, by)) last.agentIds.push(agentId);
    else groups.push({ by, agentIds: [agentId] });
  }
  return groups;
}

const isSame = (a: Found['by'], b: Found['by']) => JSON.stringify(a) === JSON.stringify(b);

const agentsOf = ({ by, agentIds }: Found): ChunkAgent[] =>
  agentIds.map((agentId) => ({ agentId, matchedBy: typeof by === 'string' ? { agentId } : by }));

/** The longest delay of an SQS message. */
const longestDelaySeconds = 900;

interface Options {
  /** @default - the machine's */
  readonly clock?: Clock;
}

/**
 * Sends the work of forced logouts to an SQS queue, ten messages in a request. Each instance is a message group, which
 * makes the queue a fair one: while the job of one instance keeps the workers busy, the messages of the others are received
 * first (docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html).
 */
export function makeSqsLogoutQueue(queue: SqsQueue, { clock = Date }: Options = {}): LogoutQueue {
  const deliver = makeBatchDelivery({ limits: sqsLimits, send: makeSendMessages(queue) });
  const delayUntil = (instant: Instant) =>
    Math.min(Math.max(0, Math.ceil((instant - clock.now()) / 1000)), longestDelaySeconds);
  return {
    async send(messages, notBefore) {
      const sent = messages.map((message) => ({
        body: logoutMessageBody(message),
        groupId: message.instanceId,
        ...(notBefore !== undefined && { delaySeconds: delayUntil(notBefore) }),
      }));
      allFulfilled(await deliver(sent), 'messages');
    },
  };
}

/** Sends work that was received and not begun to the queue again, as new messages that carry the attempts so far. */
export function makeSqsLogoutPutBack(queue: SqsQueue) {
  const deliver = makeBatchDelivery({ limits: sqsLimits, send: makeSendMessages(queue) });
  return async (records: readonly { readonly body: string; readonly tries: number }[]): Promise<void> => {
    const messages = records.map((record) => ({ ...record, groupId: parseLogoutMessage(record.body).instanceId }));
    allFulfilled(await deliver(messages), 'messages');
  };
}
