import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { alarmAbove } from './alarm-above.ts';
import { dashboardWidgets } from './dashboard-widgets.ts';
import { functionMetric } from './function-metric.ts';
import { notifyOf } from './notify.ts';
import type { ServiceStack } from './service-stack.ts';
import type { Settings } from './settings.ts';

export interface OperationsStackProps extends StackProps {
  readonly settings: Settings;
  readonly service: ServiceStack;
}

const fiveMinutes = { period: Duration.minutes(5), statistic: 'Sum' };

/**
 * What whoever is on call needs: alarms for functions and APIs, and a dashboard. It knows functions by their names, for
 * references would keep the service stack from giving one up before this stack has.
 */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { settings, service, ...props }: OperationsStackProps) {
    super(scope, id, props);
    const { stage, alarmTopicArn } = settings;
    this.raiseAlarms(service);
    const widgets = dashboardWidgets(service);
    new Dashboard(this, 'Dashboard', { dashboardName: `lastcall-${stage}`, widgets });
    if (alarmTopicArn !== undefined) notifyOf(this, alarmTopicArn);
  }

  private raiseAlarms({ functionNames, http, sockets }: ServiceStack): void {
    for (const [file, name] of functionNames) {
      alarmAbove(this, `${file}-errors`, {
        metric: functionMetric(name, 'Errors', fiveMinutes),
        description: `${file} failed. Its log says why.`,
      });
    }
    // Functions have no concurrency reserved, so what throttles one is the limit that all of the account share.
    alarmAbove(this, 'throttles', {
      metric: Lambda.metricAllThrottles(fiveMinutes),
      description:
        'Functions are throttled: the account has reached its limit of concurrent executions in this region. The dashboard shows which functions of Lastcall were; have the limit raised, or find out what else uses it.',
    });
    alarmAbove(this, 'api-server-errors', {
      metric: http.metricServerError(fiveMinutes),
      description: 'The HTTP API answered 5xx. The access log says which route, the log of its function why.',
    });
    for (const [id, metric] of Object.entries({ integration: 'IntegrationError', execution: 'ExecutionError' })) {
      alarmAbove(this, `socket-${id}-errors`, {
        metric: sockets.metric(metric, fiveMinutes),
        description: `The WebSocket API failed (${metric}): participants and agents' desktops are not connected, or not answered. The logs of socket-authorize and socket-client say why.`,
      });
    }
  }
}
