import type { SqsStore } from '../../../node_modules/fauxqs/dist/sqs/sqsStore.js';

/**
 * Converts the delay or the visibility timeout of a request from virtual to real seconds: it is divided by `speed`. The
 * attributes of queues are not divided, so a request that relies on one gets it here.
 */
export function divideDelays(target: unknown, body: unknown, queues: SqsStore, speed: number): void {
  if (!isRecord(body)) return;
  if (target === 'AmazonSQS.ChangeMessageVisibility') makeVisibleSoon(body);
  if (target === 'AmazonSQS.ChangeMessageVisibilityBatch') records(body.Entries).forEach(makeVisibleSoon);
  if (speed === 1) return;
  const queueSeconds = (attribute: string) =>
    Number(queues.getQueue(String(body.QueueUrl))?.attributes[attribute] ?? 0);
  switch (target) {
    case 'AmazonSQS.SendMessage':
      divide(body, 'DelaySeconds', queueSeconds('DelaySeconds'), speed);
      return;
    case 'AmazonSQS.SendMessageBatch':
      for (const entry of records(body.Entries)) divide(entry, 'DelaySeconds', queueSeconds('DelaySeconds'), speed);
      return;
    case 'AmazonSQS.ReceiveMessage':
      divide(body, 'VisibilityTimeout', queueSeconds('VisibilityTimeout'), speed);
      return;
    case 'AmazonSQS.ChangeMessageVisibility':
      divide(body, 'VisibilityTimeout', 0, speed);
      return;
    case 'AmazonSQS.ChangeMessageVisibilityBatch':
      for (const entry of records(body.Entries)) divide(entry, 'VisibilityTimeout', 0, speed);
      return;
  }
}

/** The emulator loses a message that is to be visible at once, if its queue is kept in a file. */
function makeVisibleSoon(request: Record<string, unknown>): void {
  if (request.VisibilityTimeout === 0) request.VisibilityTimeout = 0.001;
}

function divide(request: Record<string, unknown>, property: string, byDefault: number, speed: number): void {
  const seconds = request[property] ?? byDefault;
  if (typeof seconds === 'number') request[property] = seconds / speed;
}

function records(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
