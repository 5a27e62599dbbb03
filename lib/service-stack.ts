import { CfnOutput, Duration, RemovalPolicies, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { HttpStage, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { AlarmSweep } from './alarm-sweep.ts';
import type { Bundles } from './bundles.ts';
import { EventBusWithAuditTrail } from './event-bus-with-audit-trail.ts';
import { EventStreaming } from './event-streaming.ts';
import { functionInventory } from './function-inventory.ts';
import { Functions } from './functions.ts';
import { HttpRoutes } from './http-routes.ts';
import { notifyOf } from './notify.ts';
import { keepsData, type Settings } from './settings.ts';
import { SocketRoutes } from './socket-routes.ts';
import type { StateStack } from './state-stack.ts';
import { WorkQueue } from './work-queue.ts';

export interface ServiceStackProps extends StackProps {
  readonly settings: Settings;
  readonly bundles: Bundles;
  readonly state: StateStack;
}

/** What can be thrown away and deployed again: functions, APIs, queues, bus. */
export class ServiceStack extends Stack {
  /** What the function of each file is called. */
  readonly functionNames: ReadonlyMap<string, string>;
  readonly http: HttpStage;
  readonly sockets: WebSocketStage;
  readonly logoutQueue: WorkQueue;
  readonly alarmQueue: WorkQueue;
  readonly streaming: EventStreaming;

  constructor(scope: Construct, id: string, { settings, bundles, state, ...props }: ServiceStackProps) {
    super(scope, id, props);
    const { stage, throttle, alarmTopicArn, allowedOrigins } = settings;
    const { bus } = new EventBusWithAuditTrail(this, 'Events', { auditLog: state.auditLog });
    // A worker paces itself at 200 agents a second, so two of them bound the writes on any one key to 400 a second,
    // however much is queued.
    const logoutQueue = new WorkQueue(this, 'LogoutQueue', {
      workerTimeout: Duration.seconds(30),
      batchingWindow: Duration.seconds(1),
      maxConcurrency: 2,
      oldestMessage: Duration.minutes(15),
    });
    // A ring that fails is tried again after six times the worker's timeout: with 10 seconds after one minute, so that
    // a timer is still less than two minutes late. More attempts, so that an outage of less than an hour loses none.
    // An alarm may lie here for 15 minutes by its own delay, the longest that SQS knows.
    const alarmQueue = new WorkQueue(this, 'AlarmQueue', {
      workerTimeout: Duration.seconds(10),
      attempts: 60,
      oldestMessage: Duration.minutes(20),
    });

    const streaming = new EventStreaming(this, 'Streaming');
    const sockets = new SocketRoutes(this, 'Sockets', { throttle });

    const prefix = `lastcall-${stage}`;
    const inventory = functionInventory({ settings, state, bus, logoutQueue, alarmQueue, streaming, sockets });
    const functions = new Functions(this, 'Functions', { prefix, bundles, inventory });
    logoutQueue.workedBy(functions.get('queue-logout-work'));
    alarmQueue.workedBy(functions.get('queue-alarm'));
    new AlarmSweep(this, 'AlarmSweep', { sweeper: functions.get('schedule-sweep-alarms') });
    streaming.workedBy({
      bus,
      streamer: functions.get('event-stream-chat'),
      deliverer: functions.get('queue-deliver-stream'),
    });
    sockets.answeredBy({
      authorizer: functions.get('socket-authorize'),
      client: functions.get('socket-client'),
    });

    const api = new HttpRoutes(this, 'Http', { functions, throttle, allowedOrigins });
    if (alarmTopicArn !== undefined) notifyOf(this, alarmTopicArn);

    this.functionNames = new Map([...functions.byName.keys()].map((file) => [file, `${prefix}-${file}`]));
    this.http = api.stage;
    this.sockets = sockets.stage;
    this.logoutQueue = logoutQueue;
    this.alarmQueue = alarmQueue;
    this.streaming = streaming;

    const removalPolicy = keepsData(stage) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    RemovalPolicies.of(this).apply(removalPolicy, { applyToResourceTypes: [CfnLogGroup.CFN_RESOURCE_TYPE_NAME] });

    new CfnOutput(this, 'ApiUrl', { value: api.stage.url, description: 'Where the HTTP API answers' });
    const signed = 'What callers who sign with IAM need execute-api:Invoke on';
    new CfnOutput(this, 'SignedRouteArn', { value: api.signedRouteArn, description: signed });
    new CfnOutput(this, 'EventBusName', { value: bus.eventBusName, description: 'Where events are published' });
  }
}
