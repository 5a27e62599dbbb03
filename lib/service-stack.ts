import { CfnOutput, RemovalPolicies, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import type { HttpStage, WebSocketStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { openRoutes } from '../functions/dialects/open.ts';
import { onTable } from './access.ts';
import { AgentChats } from './agent-chats.ts';
import { AgentEvents, agentEventStreams, agentEventsFile } from './agent-events.ts';
import { Agents, changeAgents, lookAtEverybody } from './agents.ts';
import { notifyOf } from './alarms.ts';
import { acknowledgeInstances, driveAgents, followChats, importAgents, instancesOf } from './amazon-connect.ts';
import { Audit } from './audit.ts';
import type { Bundles } from './bundles.ts';
import { ChatNotifications, chatNotificationsFile, chatTopic } from './chat-notifications.ts';
import { Chats, changeChats } from './chats.ts';
import { ContactEvents, contactEventsFile } from './contact-events.ts';
import { CustomDomain, domainUrl } from './custom-domain.ts';
import { encryptWith } from './encryption.ts';
import { EventBusWithAuditTrail } from './event-bus-with-audit-trail.ts';
import { EventStreaming } from './event-streaming.ts';
import { FlowFunctions } from './flow-functions.ts';
import { ForcedLogouts } from './forced-logouts.ts';
import { type Foundation, Functions } from './foundation.ts';
import { HttpApi } from './http-api.ts';
import { InstanceSettings } from './instance-settings.ts';
import { requireTls } from './queue-policies.ts';
import { keepsData, type Settings } from './settings.ts';
import { SocketApi } from './socket-api.ts';
import type { StateStack } from './state-stack.ts';
import { Supervisors, subscribeSupervisors } from './supervisors.ts';
import { WakeUps } from './wake-ups.ts';
import type { WorkQueue } from './work-queue.ts';

export interface ServiceStackProps extends StackProps {
  readonly settings: Settings;
  readonly bundles: Bundles;
  readonly state: StateStack;
}

/** What can be deleted and deployed again: functions, APIs, queues and the bus. */
export class ServiceStack extends Stack {
  readonly functions: Functions;
  readonly http: HttpStage;
  readonly sockets: WebSocketStage;
  readonly logoutQueue: WorkQueue;
  readonly wakeUpQueue: WorkQueue;
  readonly streaming: EventStreaming;
  /** Where the HTTP API answers. */
  readonly apiUrl: CfnOutput;

  constructor(scope: Construct, id: string, { settings, bundles, state, ...props }: ServiceStackProps) {
    // Its deletion loses no data, but the addresses that callers and pages know.
    super(scope, id, { terminationProtection: keepsData(settings.stage), ...props });
    const { stage, throttle, alarmTopicArn, allowedOrigins } = settings;
    const functions = new Functions(settings, bundles);
    const { bus } = new EventBusWithAuditTrail(this, 'Events', { auditLog: state.auditLog });
    const sockets = new SocketApi(this, 'Sockets', { name: `lastcall-${stage}-sockets`, throttle });
    const wakeUps = new WakeUps(this, 'WakeUps', { state, functions, instances: instancesOf(settings) });
    const isFollowing = settings.amazonConnectChatTimers === 'lastcall';
    const topic = isFollowing ? chatTopic(this, settings.amazonConnectArns) : undefined;
    const wakeUpQueue = wakeUps.queue.queue;
    const foundation: Foundation = { settings, state, functions, bus, sockets, wakeUpQueue, chatTopic: topic };

    const agents = new Agents(this, 'Agents', foundation);
    const forcedLogouts = new ForcedLogouts(this, 'ForcedLogouts', foundation);
    const chats = new Chats(this, 'Chats', foundation);
    const instanceSettings = new InstanceSettings(this, 'Settings', foundation);
    new FlowFunctions(this, 'Flows', foundation);
    if (topic) new ChatNotifications(this, 'ChatNotifications', foundation, topic);
    else functions.leaveOut(chatNotificationsFile);

    const streamArns = agentEventStreams(foundation);
    if (streamArns.length > 0) new AgentEvents(this, 'AgentEvents', foundation, streamArns);
    else functions.leaveOut(agentEventsFile);
    if (settings.amazonConnectContactEvents) {
      new ContactEvents(this, 'ContactEvents', foundation);
    } else functions.leaveOut(contactEventsFile);

    const ofAgentsAndChats = [...changeAgents(foundation), ...changeChats(foundation)];
    const readFloodMark = onTable(state.limits, 'LIMITS_TABLE')('GetItem');
    wakeUps.handledWith(
      [
        ...ofAgentsAndChats,
        ...driveAgents(foundation),
        ...importAgents(foundation),
        ...lookAtEverybody(foundation),
        followChats(foundation),
        ...forcedLogouts.wakeJobs,
        readFloodMark,
      ],
      { RESULT_DAYS: String(settings.resultDays) },
    );
    const readSigningKeys = onTable(state.signingKeys, 'SIGNING_KEYS_TABLE')('GetItem');
    sockets.answeredBy({
      authorizer: functions.make(sockets, 'socket-authorize', { access: [readSigningKeys] }),
      client: functions.make(sockets, 'socket-client', {
        access: [...ofAgentsAndChats, ...subscribeSupervisors(foundation)],
      }),
    });
    const api = new HttpApi(this, 'Http', {
      name: `lastcall-${stage}-http`,
      functions: [
        ...agents.http,
        forcedLogouts.http,
        ...chats.http,
        instanceSettings.http,
        { lambda: functions.make(this, 'http-open', { environment: instancesOf(settings) }), routes: openRoutes },
      ],
      throttle,
      allowedOrigins,
      accessLogDays: settings.accessLogDays,
    });
    const streaming = new EventStreaming(this, 'Streaming', foundation, domainUrl(settings) ?? api.url);
    new AgentChats(this, 'AgentChats', { ...foundation, deadLetters: streaming.unqueued });
    new Audit(this, 'Audit', { ...foundation, deadLetters: streaming.unqueued });
    new Supervisors(this, 'Supervisors', { ...foundation, deadLetters: streaming.unqueued });
    const { domainName, certificateArn, basePath, kmsKeyArn } = settings;
    if (domainName !== undefined && certificateArn !== undefined) {
      new CustomDomain(this, 'Domain', { stage: api.stage, domainName, certificateArn, basePath });
    }
    functions.requireAll();
    requireTls(this);
    acknowledgeInstances(this, settings);
    if (kmsKeyArn !== undefined) encryptWith(this, kmsKeyArn);
    if (alarmTopicArn !== undefined) notifyOf(this, alarmTopicArn);

    this.functions = functions;
    this.http = api.stage;
    this.sockets = sockets.stage;
    this.logoutQueue = forcedLogouts.queue;
    this.wakeUpQueue = wakeUps.queue;
    this.streaming = streaming;

    const removalPolicy = keepsData(stage) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    RemovalPolicies.of(this).apply(removalPolicy, { applyToResourceTypes: [CfnLogGroup.CFN_RESOURCE_TYPE_NAME] });

    this.apiUrl = new CfnOutput(this, 'ApiUrl', { value: api.stage.url, description: 'Where the HTTP API answers' });
    const signed = 'What callers who sign with IAM need execute-api:Invoke on';
    new CfnOutput(this, 'SignedRouteArn', { value: api.signedRouteArn, description: signed });
    new CfnOutput(this, 'EventBusName', { value: bus.eventBusName, description: 'Where events are published' });
  }
}
