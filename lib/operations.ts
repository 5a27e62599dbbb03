import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { Alarm, Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmAbove } from './alarm-above.ts';
import type { WorkQueue } from './work-queue.ts';

export interface OperationsProps {
  readonly dashboardName: string;
  /** By file name. */
  readonly functions: ReadonlyMap<string, Lambda>;
  readonly queues: readonly WorkQueue[];
  readonly stage: HttpStage;
  /** Notified by every alarm of the stack, those of other constructs too. @default - alarms only show in the console */
  readonly alarmTopicArn?: string | undefined;
}

const fiveMinutes = { period: Duration.minutes(5), statistic: 'Sum' };
const percentile99 = { statistic: 'p99' };
const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 8 });

/** What whoever is on call needs: alarms for functions and the API, a dashboard, and the topic that rings. */
export class Operations extends Construct {
  constructor(scope: Construct, id: string, props: OperationsProps) {
    super(scope, id);
    this.raiseAlarms(props);
    new Dashboard(this, 'Dashboard', { dashboardName: props.dashboardName, widgets: dashboard(props) });
    if (props.alarmTopicArn !== undefined) this.notify(props.alarmTopicArn);
  }

  private raiseAlarms({ functions, stage }: OperationsProps): void {
    for (const [name, lambda] of functions) {
      alarmAbove(this, `${name}-errors`, {
        metric: lambda.metricErrors(fiveMinutes),
        description: `${name} failed. Its log says why.`,
      });
      alarmAbove(this, `${name}-throttles`, {
        metric: lambda.metricThrottles(fiveMinutes),
        description: `${name} was throttled: the account has reached its limit of concurrent executions.`,
      });
    }
    alarmAbove(this, 'api-server-errors', {
      metric: stage.metricServerError(fiveMinutes),
      description: 'The HTTP API answered 5xx. The access log says which route, the log of its function why.',
    });
  }

  private notify(alarmTopicArn: string): void {
    const action = new SnsAction(Topic.fromTopicArn(this, 'AlarmTopic', alarmTopicArn));
    for (const construct of Stack.of(this).node.findAll()) {
      if (construct instanceof Alarm) construct.addAlarmAction(action);
    }
  }
}

function dashboard({ functions, queues, stage }: OperationsProps) {
  const lambdas = [...functions.values()];
  return [
    [
      graph('Requests', [stage.metricCount(), stage.metricClientError(), stage.metricServerError()]),
      graph('Latency, 99th percentile', [stage.metricLatency(percentile99)]),
    ],
    [
      graph(
        'Function errors',
        lambdas.map((lambda) => lambda.metricErrors()),
      ),
      graph(
        'Function throttles',
        lambdas.map((lambda) => lambda.metricThrottles()),
      ),
      graph(
        'Function duration, 99th percentile',
        lambdas.map((lambda) => lambda.metricDuration(percentile99)),
      ),
    ],
    [
      graph(
        'Messages waiting',
        queues.map(({ queue }) => queue.metricApproximateNumberOfMessagesVisible()),
      ),
      graph(
        'Oldest message',
        queues.map(({ queue }) => queue.metricApproximateAgeOfOldestMessage()),
      ),
      graph(
        'Dead letters',
        queues.map((each) => each.deadLetters.metricApproximateNumberOfMessagesVisible()),
      ),
    ],
  ];
}
