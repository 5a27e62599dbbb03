import { Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';

/** A metric of a function that is known by its name. @see docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export const functionMetric = (
  functionName: string,
  metricName: 'Duration' | 'Errors' | 'Invocations' | 'Throttles',
  options: MetricOptions = { statistic: 'Sum' },
): Metric =>
  new Metric({ namespace: 'AWS/Lambda', metricName, dimensionsMap: { FunctionName: functionName }, ...options });
