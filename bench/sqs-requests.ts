import type { SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';

/** Requests to SQS as they are billed: each 64 KB begun of a request or its answer is one. */
export interface SqsRequests {
  /** By operation; receives that brought nothing are not among them. */
  readonly billed: Readonly<Record<string, number>>;
  /** Of an idle queue there are some, whatever it does for a living. */
  readonly emptyReceives: number;
}

const billedBytes = 64 * 1024;

const sent = z.object({ Entries: z.array(z.object({ MessageBody: z.string().default('') })).default([]) });
const answered = z.object({
  Messages: z.array(z.object({ Body: z.string().default('') })).default([]),
  $metadata: z.object({ attempts: z.number().default(1) }),
});

export function makeSqsCounter() {
  const billed: Record<string, number> = {};
  let emptyReceives = 0;
  return {
    /** Counts everything that this client sends from now on. */
    attach({ middlewareStack }: SQSClient): void {
      middlewareStack.add(
        (next, context) => async (args) => {
          const result = await next(args);
          const operation = String(context.commandName).replace(/Command$/, '');
          const { Messages, $metadata } = answered.parse(result.output);
          if (operation === 'ReceiveMessage' && Messages.length === 0) {
            emptyReceives += $metadata.attempts;
            return result;
          }
          const bodies = [
            ...sent.parse(args.input).Entries.map((entry) => entry.MessageBody),
            ...Messages.map(({ Body }) => Body),
          ];
          const bytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
          const requests = Math.max(1, Math.ceil(bytes / billedBytes)) * $metadata.attempts;
          billed[operation] = (billed[operation] ?? 0) + requests;
          return result;
        },
        { step: 'initialize' },
      );
    },
    requests: (): SqsRequests => ({ billed: { ...billed }, emptyReceives }),
    reset() {
      for (const operation of Object.keys(billed)) delete billed[operation];
      emptyReceives = 0;
    },
  };
}
