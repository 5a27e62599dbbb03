import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { type Alarm, Dashboard, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { alarmAbove, alarmNamesIn, notifyOf } from './alarms.ts';
import { dashboardWidgets } from './dashboard-widgets.ts';
import { GradualDeployment, gradualDeploymentOf } from './gradual-deployment.ts';
import type { ServiceStack } from './service-stack.ts';
import type { Settings } from './settings.ts';
import { wellRow } from './well-row.ts';

export interface OperationsStackProps extends StackProps {
  readonly settings: Settings;
  readonly service: ServiceStack;
}

const fiveMinutes = { period: Duration.minutes(5), statistic: 'Sum' };

/**
 * Alarms for the APIs and the flow actions, a dashboard, and what moves calls to new code and back. The alarms of queues and of the sweep stand beside them in the
 * service stack. Functions have one alarm together, not one each; their logs and the dashboard say which failed. This stack refers to functions by name: a reference
 * would keep the service stack from removing a function before this stack is updated.
 */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { settings, service, ...props }: OperationsStackProps) {
    super(scope, id, props);
    const { stage, alarmTopicArn } = settings;
    const ofTheApi = this.addAlarms(service);
    this.deployGradually(service, gradualDeploymentOf(settings), ofTheApi);
    const alarms = [...alarmNamesIn(service), ...alarmNamesIn(this)];
    const widgets = [wellRow(this, service, alarms), ...dashboardWidgets(service)];
    // The dashboards of all regions of an account share their names.
    new Dashboard(this, 'Dashboard', { dashboardName: `lastcall-${stage}-${this.region}`, widgets });
    if (alarmTopicArn !== undefined) notifyOf(this, alarmTopicArn);
  }

  /** Functions are deployed gradually behind the HTTP API only, and each fault of theirs is a 5xx there. */
  private deployGradually({ functions }: ServiceStack, configuration: string, alarm: Alarm): void {
    const functionNames = functions.gradual.map((file) => functions.nameOf(file));
    if (functionNames.length === 0) return;
    const { prefix: application } = functions;
    new GradualDeployment(this, 'Gradual', { application, functionNames, configuration, alarms: [alarm] });
  }

  /** Returns the alarm that goes off when calls of the HTTP API fail. */
  private addAlarms({ http, sockets }: ServiceStack): Alarm {
    // CloudWatch sums these over all functions of the account and region, and alarms cannot name more than ten functions.
    alarmAbove(this, 'errors', {
      metric: Lambda.metricAllErrors(fiveMinutes),
      description:
        'A function failed. The dashboard shows whether it is one of Lastcall, and the log of that function says why. Timers do not fire while schedule-sweep-wake-ups fails.',
    });
    // No concurrency is reserved for any function, so what throttles one is the limit that the whole account shares.
    alarmAbove(this, 'throttles', {
      metric: Lambda.metricAllThrottles(fiveMinutes),
      description:
        'Functions are throttled: the account has reached its limit of concurrent executions in this region. The dashboard shows which functions of Lastcall were; have the limit raised, or find out what else uses it.',
    });
    const serverErrors = alarmAbove(this, 'api-server-errors', {
      metric: http.metricServerError(fiveMinutes),
      description: 'The HTTP API answered 5xx. The access log says which route, the log of its function why.',
    });
    for (const [id, metric] of Object.entries({ integration: 'IntegrationError', execution: 'ExecutionError' })) {
      alarmAbove(this, `socket-${id}-errors`, {
        metric: sockets.metric(metric, fiveMinutes),
        description: `The WebSocket API failed (${metric}): participants and agents' desktops are not connected, or not answered. The logs of socket-authorize and socket-client say why.`,
      });
    }
    alarmAbove(this, 'flow-action-failures', {
      metric: new Metric({
        namespace: 'Lastcall',
        metricName: 'FlowActionFailed',
        dimensionsMap: { service: 'lastcall' },
        ...fiveMinutes,
      }),
      description:
        'A function that a flow invoked failed or took too long, and the flow has taken its OnError branch. The log of the function, one of flow-*, says why.',
    });
    return serverErrors;
  }
}
