import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type { Message } from '@aws-sdk/client-sqs';
import { makeBatchDelivery } from '#adapters/batch-delivery.ts';
import { makeSendMessages, type SqsQueue, sqsLimits } from '#adapters/sqs/queue.ts';

/**
 * Sends letters to the queue that they come from. They are new messages, which have all their attempts before them and keep
 * their message group, which makes the queue a fair one. A letter that SQS does not accept is not among those returned.
 */
export function backToQueue(queue: SqsQueue) {
  const deliver = makeBatchDelivery({ limits: sqsLimits, send: makeSendMessages(queue) });
  return async (letters: readonly Message[]): Promise<readonly Message[]> => {
    const results = await deliver(
      letters.map(({ Body = '', Attributes: { MessageGroupId } = {} }) => ({
        body: Body,
        delaySeconds: 0,
        ...(MessageGroupId !== undefined && { groupId: MessageGroupId }),
      })),
    );
    return letters.filter((_, place) => results[place]?.status === 'fulfilled');
  };
}

/** Invokes the functions that each letter is for, and returns the letters that all of them have done. */
export const backToFunctions =
  (lambda: LambdaClient, functionsFor: (body: string) => readonly string[]) =>
  async (letters: readonly Message[]): Promise<readonly Message[]> => {
    const done: Message[] = [];
    for (const letter of letters) {
      if (await isDone(lambda, functionsFor, letter.Body ?? '')) done.push(letter);
    }
    return done;
  };

async function isDone(lambda: LambdaClient, functionsFor: (body: string) => readonly string[], body: string) {
  const names = readable(functionsFor, body);
  for (const FunctionName of names) {
    const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(body) }));
    if (FunctionError !== undefined) return false;
  }
  return names.length > 0;
}

function readable(functionsFor: (body: string) => readonly string[], body: string): readonly string[] {
  try {
    return functionsFor(body);
  } catch {
    return [];
  }
}
