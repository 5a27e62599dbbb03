import { allFulfilled } from '#core/in-parallel.ts';
import type { LogoutQueue } from '#core/sessions/ports.ts';
import { makeBatchDelivery } from '../batch-delivery.ts';
import { logoutMessageBody } from './logout-message.ts';
import { makeSendMessages, type SqsQueue, sqsLimits } from './send-batch.ts';

/** Sends the work of logout jobs to an SQS queue, ten messages in a request. */
export function makeSqsLogoutQueue(queue: SqsQueue): LogoutQueue {
  const deliver = makeBatchDelivery({ limits: sqsLimits, send: makeSendMessages(queue) });
  return {
    async send(messages) {
      const bodies = messages.map((message) => ({ body: logoutMessageBody(message) }));
      allFulfilled(await deliver(bodies), 'messages');
    },
  };
}
