import { type FunctionDefinition, findFunction } from '../lambda/functions.ts';
import type { Declarations } from '../resources/declared.ts';
import { eventSourceMappingType } from '../resources/function.ts';
import type { Queue } from './queues.ts';

/** A queue whose messages a function is invoked with. */
export interface QueueMapping {
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly reportsItemFailures: boolean;
  readonly maximumConcurrency?: number;
}

/** Reads the enabled event source mappings; only queues can be sources. */
export function readMappings(
  declared: Declarations,
  queues: readonly Queue[],
  functions: readonly FunctionDefinition[],
): QueueMapping[] {
  return declared(eventSourceMappingType).flatMap(({ properties, fault }) => {
    const queue = queues.find(({ arn }) => arn === properties.EventSourceArn);
    if (queue === undefined)
      throw fault('EventSourceArn', `must be a queue of this app, got ${properties.EventSourceArn}`);
    const target = findFunction(functions, properties.FunctionName);
    if (target === undefined)
      throw fault('FunctionName', `must be a function of this app, got ${properties.FunctionName}`);
    if (properties.BatchSize > 10 && properties.MaximumBatchingWindowInSeconds < 1) {
      throw fault(
        'BatchSize',
        `above 10 needs a MaximumBatchingWindowInSeconds of at least 1, got ${properties.BatchSize}`,
      );
    }
    if (!properties.Enabled) return [];
    const concurrency = properties.ScalingConfig?.MaximumConcurrency;
    return {
      queueUrl: queue.ref,
      queueArn: queue.arn,
      functionName: target.name,
      batchSize: properties.BatchSize,
      batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
      reportsItemFailures: properties.FunctionResponseTypes.length > 0,
      ...(concurrency === undefined ? {} : { maximumConcurrency: concurrency }),
    };
  });
}
