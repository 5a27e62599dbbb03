import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { LambdaService } from '../lambda/lambda-service.ts';
import type { Deliver } from './event-bus.ts';

/** What rules deliver to. */
export interface DeliverSettings {
  readonly lambda: LambdaService;
  readonly sqs: SQSClient;
  /** The folder of the log groups, which are files: `NAME.log`, a line of JSON for each event. */
  readonly logFolder: string;
  readonly log: (line: string) => void;
}

/** Makes the function that delivers events to targets: functions, queues and log groups. */
export function makeDeliver({ lambda, sqs, logFolder, log }: DeliverSettings): Deliver {
  return (target, event) => {
    const text = JSON.stringify(event);
    switch (target.type) {
      case 'function':
        lambda.invokeAsynchronously(target.functionName, text);
        return;
      case 'queue':
        sqs
          .send(new SendMessageCommand({ QueueUrl: target.queueUrl, MessageBody: text }))
          .catch((error: unknown) => log(`Event ${event.id} did not reach ${target.queueUrl}: ${String(error)}`));
        return;
      case 'logGroup': {
        const file = join(logFolder, `${target.logGroupName}.log`);
        mkdirSync(dirname(file), { recursive: true });
        appendFileSync(file, `${text}\n`);
        return;
      }
    }
  };
}
