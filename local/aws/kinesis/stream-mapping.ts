import { compilePattern } from '../events/event-pattern.ts';
import type { EventPredicate } from '../events/matchers.ts';
import { parseJson } from '../http-server.ts';
import { type FunctionDefinition, findFunction } from '../lambda/functions.ts';
import type { Declarations } from '../resources/declared.ts';
import { eventSourceMappingType } from '../resources/queue.ts';
import type { Queue } from '../sqs/queues-and-topics.ts';
import { messageOf } from '../start-error.ts';

/** A record of a Kinesis stream, as Lambda hands it to a function. */
export interface StreamRecord {
  readonly eventID: string;
  readonly kinesis: { readonly data: string; readonly partitionKey: string; readonly sequenceNumber: string };
  readonly [member: string]: unknown;
}

/** The mapping of a Kinesis stream outside the app to a function. */
export interface StreamMapping {
  readonly streamArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportsItemFailures: boolean;
  readonly bisects: boolean;
  readonly retries: number;
  /** Where the positions of records go that were given up. @default - they are dropped */
  readonly failedQueueUrl?: string;
  /** Which records the function gets. */
  matches(record: StreamRecord): boolean;
}

export const isStreamArn = (arn: string) => /^arn:[^:]*:kinesis:[^:]*:\d*:stream\//.test(arn);

/** Reads the enabled mappings of streams. The streams are somebody else's: records are put into them by whoever starts the app. */
export function readStreamMappings(
  declared: Declarations,
  queues: readonly Queue[],
  functions: readonly FunctionDefinition[],
): StreamMapping[] {
  return declared(eventSourceMappingType).flatMap(({ properties, propertyError }) => {
    if (!isStreamArn(properties.EventSourceArn) || !properties.Enabled) return [];
    const target = findFunction(functions, properties.FunctionName);
    if (target === undefined)
      throw propertyError('FunctionName', `must be a function of this app, got ${properties.FunctionName}`);
    const destination = properties.DestinationConfig?.OnFailure.Destination;
    const failed = queues.find(({ arn }) => arn === destination);
    if (destination !== undefined && failed === undefined)
      throw propertyError('DestinationConfig', `must be a queue of this app, got ${destination}`);
    const patterns = (properties.FilterCriteria?.Filters ?? []).map(({ Pattern }): EventPredicate => {
      try {
        return compilePattern(JSON.parse(Pattern));
      } catch (error) {
        throw propertyError('FilterCriteria', `is not supported by the local run: ${messageOf(error)}`);
      }
    });
    return {
      streamArn: properties.EventSourceArn,
      functionName: target.name,
      batchSize: properties.BatchSize,
      batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
      reportsItemFailures: properties.FunctionResponseTypes.length > 0,
      bisects: properties.BisectBatchOnFunctionError ?? false,
      // Without a limit Lambda tries until the record expires, which would be for ever here.
      retries: Math.max(0, properties.MaximumRetryAttempts ?? 100),
      ...(failed && { failedQueueUrl: failed.ref }),
      matches: (record) => patterns.length === 0 || patterns.some((matches) => matches(filtered(record))),
    };
  });
}

/** What a filter sees: the data of a record is JSON, or a text that matches no object. */
function filtered({ kinesis, ...record }: StreamRecord): unknown {
  const text = Buffer.from(kinesis.data, 'base64').toString();
  return { ...record, partitionKey: kinesis.partitionKey, data: parseJson(text) ?? text };
}
