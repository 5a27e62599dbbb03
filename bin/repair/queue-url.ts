import { GetQueueUrlCommand, QueueDoesNotExist, type SQSClient } from '@aws-sdk/client-sqs';

/** Finds queues of a stage's service stack by their name after the one of the stack. */
export const urlOfQueue =
  (sqs: SQSClient, stage: string) =>
  /** @throws Error when there is none */
  async (name: string): Promise<string> => {
    const QueueName = `Lastcall-${stage}-Service-${name}`;
    const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName })).catch((error: unknown) => {
      if (!(error instanceof QueueDoesNotExist)) throw error;
      throw new Error(
        `There is no queue ${QueueName} in this account and region: is the stage ${stage} deployed here?`,
      );
    });
    return QueueUrl;
  };
