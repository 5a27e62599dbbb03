import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { functionCredentials, region } from '../account.ts';
import type { FunctionDefinition } from './functions.ts';
import type { InvocationResult } from './invocation.ts';

/** An asynchronous invocation whose attempts have all failed. */
export interface FailedInvocation {
  readonly definition: FunctionDefinition;
  readonly requestId: string;
  /** JSON. */
  readonly event: string;
  /** The result of the last attempt. */
  readonly result: InvocationResult;
}

/**
 * Sends the event of a failed invocation to the dead-letter queue of its function, if it has one, with the role of the
 * function as Lambda does.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export async function sendDeadLetter(invocation: FailedInvocation, sqsUrl: string): Promise<void> {
  const { name, deadLetterQueueUrl } = invocation.definition;
  if (deadLetterQueueUrl === undefined) return;
  const sqs = new SQSClient({ region, credentials: functionCredentials(name), endpoint: sqsUrl });
  try {
    await sqs.send(deadLetter(invocation, deadLetterQueueUrl));
  } finally {
    sqs.destroy();
  }
}

function deadLetter({ requestId, event, result }: FailedInvocation, QueueUrl: string): SendMessageCommand {
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
