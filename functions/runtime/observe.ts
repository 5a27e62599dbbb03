import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import { UnreadableItemError } from '#core/change.ts';
import type { Report } from '#core/ports.ts';
import { tracedInvocation } from '#tracing';
import type { MetricName } from './metrics.ts';

/** One structured line per request or record: ids and outcome, never names, tokens or message text. */
export const logger = new Logger({ serviceName: 'lastcall' });

const metrics = new Metrics({ namespace: 'Lastcall', serviceName: 'lastcall' });

/** Counts what happened, by the name of the event. */
export const count = (name: MetricName, by = 1): void => {
  metrics.addMetric(name, MetricUnit.Count, by);
};

/** A fault that was survived: logged, and counted so that an operator can set an alarm on it. */
export const report: Report = (fault, error) => {
  count('SurvivedFault');
  if (countUnreadable(error) && isKnown(error)) return;
  logger.warn(fault, { error });
};

/** Counts an item that cannot be read, whatever else becomes of the fault. Returns whether it is one. */
export function countUnreadable(error: unknown): error is UnreadableItemError {
  if (!(error instanceof UnreadableItemError)) return false;
  count('UnreadableItem');
  return true;
}

const reportedItems = new Set<string>();
const mostReported = 1_000;

/** Whether this process has reported the item before: it would fill the log with every list that it belongs to. */
function isKnown({ item }: UnreadableItemError): boolean {
  if (reportedItems.has(item)) return true;
  if (reportedItems.size < mostReported) reportedItems.add(item);
  return false;
}

/** Traces the invocation, if that is chosen, and sends what was counted when it is over, however it ended. */
export const observed = (): MiddlewareObj[] => [...tracedInvocation(), countedMetrics()];

const countedMetrics = (): MiddlewareObj => {
  const flush = () => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return { after: flush, onError: flush };
};
