import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect, test } from '@jest/globals';
import { credentials } from '../../../local/aws/account.ts';
import { eventually } from '../../support/eventually.ts';
import { anAssembly } from './an-assembly.ts';
import { aRun } from './runs.ts';

test.each([1, 60])('with speed %d, a message that is given back at once is received again', async (speed) => {
  const { addresses, app } = await aRun(
    anAssembly({ S: { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 3600 } } } } }),
    { speed },
  );
  const sqs = new SQSClient({ region: 'us-east-1', credentials, endpoint: addresses.sqs });
  const QueueUrl = app.queues[0]?.ref;
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'kept' }));
  for (const _ of ['first', 'again', 'once more']) {
    const received = await eventually(async () => {
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      return Messages?.[0];
    });
    expect(received.Body).toBe('kept');
    const { ReceiptHandle } = received;
    await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  }
  sqs.destroy();
});
