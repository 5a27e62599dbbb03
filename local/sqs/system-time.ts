import type { SqsStore } from '../../node_modules/fauxqs/dist/sqs/sqsStore.js';

/**
 * Turns the seconds of a request into seconds of this machine: a delay or a visibility timeout lasts a `speed`th.
 * Queues keep the attributes they are deployed with, so a request that relies on one is given it here.
 */
export function inSystemTime(target: unknown, body: unknown, queues: SqsStore, speed: number): void {
  if (speed === 1 || !isRecord(body)) return;
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
