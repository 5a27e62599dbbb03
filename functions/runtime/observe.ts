import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MiddlewareObj } from '@middy/core';
import type { Report } from '#core/ports.ts';

/** One structured line per request or record: ids and outcome, never names, tokens or message text. */
export const logger = new Logger({ serviceName: 'lastcall' });

const metrics = new Metrics({ namespace: 'Lastcall', serviceName: 'lastcall' });

/** Counts what happened, by the name of the event. */
export const count = (name: string, by = 1): void => {
  metrics.addMetric(name, MetricUnit.Count, by);
};

/** A fault that was survived: logged, and counted so that an operator can set an alarm on it. */
export const report: Report = (fault, error) => {
  logger.warn(fault, { error });
  count('SurvivedFault');
};

/** Sends what was counted when the invocation is over, however it ended. */
export const countedMetrics = (): MiddlewareObj => {
  const flush = () => {
    if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
  };
  return { after: flush, onError: flush };
};
