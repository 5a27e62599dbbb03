import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { functionCredentials } from '../permissions/caller.ts';
import { place } from '../place.ts';
import type { FunctionDefinition } from './functions.ts';
import type { InvocationResult } from './thread-protocol.ts';

/** An asynchronous invocation that is given up. */
export interface LostInvocation {
  readonly definition: FunctionDefinition;
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  /** What the last attempt came to. */
  readonly result: InvocationResult;
}

/**
 * Puts the event of a lost invocation into the dead-letter queue of its function, if it has one, with the function's own
 * role as Lambda does.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export async function sendDeadLetter(lost: LostInvocation, sqsUrl: string): Promise<void> {
  const { name, deadLetterQueueUrl } = lost.definition;
  if (deadLetterQueueUrl === undefined) return;
  const { region } = place;
  const sqs = new SQSClient({ region, credentials: functionCredentials(name), endpoint: sqsUrl });
  try {
    await sqs.send(deadLetter(lost, deadLetterQueueUrl));
  } finally {
    sqs.destroy();
  }
}

function deadLetter({ requestId, event, result }: LostInvocation, QueueUrl: string): SendMessageCommand {
  const { errorMessage } = JSON.parse(result.payload);
  const attribute = (DataType: string, StringValue: string) => ({ DataType, StringValue });
  return new SendMessageCommand({
    QueueUrl,
    MessageBody: event,
    MessageAttributes: {
      RequestID: attribute('String', requestId),
      ErrorCode: attribute('Number', '200'),
      ErrorMessage: attribute('String', String(errorMessage).slice(0, 1024)),
    },
  });
}
