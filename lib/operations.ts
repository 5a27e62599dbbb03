import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmAbove } from './alarm-above.ts';
import { type DashboardProps, dashboardWidgets } from './dashboard-widgets.ts';

export interface OperationsProps extends DashboardProps {
  readonly dashboardName: string;
  /** Notified by every alarm of the stack, those of other constructs too. @default - alarms only show in the console */
  readonly alarmTopicArn?: string | undefined;
}

const fiveMinutes = { period: Duration.minutes(5), statistic: 'Sum' };

/** What whoever is on call needs: alarms for functions and the API, a dashboard, and the topic that rings. */
export class Operations extends Construct {
  constructor(scope: Construct, id: string, props: OperationsProps) {
    super(scope, id);
    this.raiseAlarms(props);
    new Dashboard(this, 'Dashboard', { dashboardName: props.dashboardName, widgets: dashboardWidgets(props) });
    if (props.alarmTopicArn !== undefined) this.notify(props.alarmTopicArn);
  }

  private raiseAlarms({ functions, stage, sockets }: OperationsProps): void {
    for (const [name, lambda] of functions) {
      alarmAbove(this, `${name}-errors`, {
        metric: lambda.metricErrors(fiveMinutes),
        description: `${name} failed. Its log says why.`,
      });
    }
    // Functions have no concurrency reserved, so what throttles one is the limit that all of the account share.
    alarmAbove(this, 'throttles', {
      metric: Lambda.metricAllThrottles(fiveMinutes),
      description:
        'Functions are throttled: the account has reached its limit of concurrent executions in this region. The dashboard shows which functions of this stack were; have the limit raised, or find out what else uses it.',
    });
    alarmAbove(this, 'api-server-errors', {
      metric: stage.metricServerError(fiveMinutes),
      description: 'The HTTP API answered 5xx. The access log says which route, the log of its function why.',
    });
    for (const [id, metric] of Object.entries({ integration: 'IntegrationError', execution: 'ExecutionError' })) {
      alarmAbove(this, `socket-${id}-errors`, {
        metric: sockets.metric(metric, fiveMinutes),
        description: `The WebSocket API failed (${metric}): participants are not connected, or not answered. The logs of socket-authorize and socket-participant say why.`,
      });
    }
  }

  private notify(alarmTopicArn: string): void {
    const action = new SnsAction(Topic.fromTopicArn(this, 'AlarmTopic', alarmTopicArn));
    for (const construct of Stack.of(this).node.findAll()) {
      if (construct instanceof Alarm) construct.addAlarmAction(action);
    }
  }
}
