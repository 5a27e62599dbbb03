import { Duration, Validations } from 'aws-cdk-lib';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { changeAgents, followAgents } from './agents.ts';
import { lookAtAgents } from './amazon-connect.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import type { Foundation } from './foundation.ts';

/** The file of the function, which a deployment without agent events leaves out. */
export const agentEventsFile = 'event-agent-events';

/**
 * Everything but heart beats, which would be most of the events and prove nothing. What has no type passes too: the function
 * fails for it, and its position is kept. What is not JSON matches no filter
 * (docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html).
 */
const noHeartBeats = { data: { EventType: [{ exists: false }, { 'anything-but': ['HEART_BEAT'] }] } };

/** The streams that are read: those that exist, and the one that is made. */
export const agentEventStreams = ({ settings, state }: Pick<Foundation, 'settings' | 'state'>): readonly string[] => [
  ...settings.amazonConnectAgentEventStreamArns,
  ...(state.agentEventStreamArn === undefined ? [] : [state.agentEventStreamArn]),
];

/** Batches of a shard that are worked off at the same time. The events of one agent stay in order. */
const parallelization = 2;

/**
 * Follows the agents of Amazon Connect by the events in Kinesis streams that the instances publish to. The streams are only
 * read: most of them belong to the centre.
 */
export class AgentEvents extends Construct {
  /** Where the records are that failed: positions in a stream, not the records. */
  readonly failed: Queue;

  constructor(scope: Construct, id: string, foundation: Foundation, streamArns: readonly string[]) {
    super(scope, id);
    const keyArns = foundation.settings.amazonConnectAgentEventStreamKeyArns;
    this.failed = deadLetterQueue(this, 'Failed', {
      name: 'AgentEvents-Failed',
      description:
        'Agent events could not be read or followed. Its messages name the stream, the shard and the numbers of the records.',
    });
    Validations.of(this.failed).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is where the mappings of the streams put what they give up: dead letters themselves.',
    });
    const follower = foundation.functions.make(this, agentEventsFile, {
      access: [
        ...changeAgents(foundation),
        ...lookAtAgents(foundation),
        ...followAgents(foundation),
        {
          actions: [
            'kinesis:DescribeStreamSummary',
            'kinesis:GetRecords',
            'kinesis:GetShardIterator',
            'kinesis:ListShards',
          ],
          resources: streamArns,
          environment: {},
        },
        ...(keyArns.length > 0
          ? [{ actions: ['kms:Decrypt'], resources: keyArns, environment: {}, through: 'kinesis' } as const]
          : []),
        { actions: ['sqs:SendMessage'], resources: [this.failed.queueArn], environment: {} },
      ],
      timeout: Duration.seconds(30),
    });
    streamArns.forEach((eventSourceArn, n) => {
      new CfnEventSourceMapping(this, `Stream${n + 1}`, {
        eventSourceArn,
        functionName: follower.functionArn,
        startingPosition: 'LATEST',
        batchSize: 100,
        maximumBatchingWindowInSeconds: 1,
        parallelizationFactor: parallelization,
        bisectBatchOnFunctionError: true,
        functionResponseTypes: ['ReportBatchItemFailures'],
        maximumRetryAttempts: 5,
        maximumRecordAgeInSeconds: Duration.hours(1).toSeconds(),
        destinationConfig: { onFailure: { destination: this.failed.queueArn } },
        filterCriteria: { filters: [{ pattern: JSON.stringify(noHeartBeats) }] },
      });
    });
  }
}
