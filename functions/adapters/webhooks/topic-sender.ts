import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Clock } from '#core/ports.ts';
import { callLimits } from '../call-limits.ts';
import { type TargetSender, webhookSignature } from './stream-sender.ts';

interface Options {
  readonly client: SNSClient;
  readonly clock: Clock;
  /** The time limit of a delivery, the client's own repeats included. @default - as in `callLimits` */
  readonly timeoutMilliseconds?: number;
}

/** Publishes on SNS topics. What a webhook gets in headers is in attributes of the message. */
export function makeTopicSender({
  client,
  clock,
  timeoutMilliseconds = callLimits.sns.wholeMilliseconds,
}: Options): TargetSender<'topic'> {
  return {
    async send(endpoint, item) {
      const signed = Object.entries(webhookSignature(endpoint, item, clock.now()));
      const publish = new PublishCommand({
        TopicArn: endpoint.target.arn,
        Message: item.body,
        MessageAttributes: Object.fromEntries(
          signed.map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
        ),
      });
      const abortSignal = AbortSignal.timeout(timeoutMilliseconds);
      await client.send(publish, { abortSignal }).catch((cause: unknown) => {
        const why = cause instanceof Error ? cause.name : 'unknown fault';
        throw new Error(`Topic of ${endpoint.instanceId}/${endpoint.endpointId} did not accept: ${why}`, { cause });
      });
    },
  };
}
