import type { ClaimNames } from '../functions/runtime/oidc-issuer.ts';
import type { DrivenInstance } from './driven-instances.ts';
import type { gradualDeployments, LogDays, notificationLocales } from './setting-values.ts';

/** What an operator chooses, in the context of cdk.json or with `cdk -c name=value`. */
export interface Settings {
  /** The name of this deployment; part of the names of stacks and functions. */
  readonly stage: string;
  /** HTTP status of a CCAI answer in which every agent is busy. */
  readonly deferredStatusCode: 400 | 200;
  /**
   * Requests per second that the HTTP API takes before it answers 429; as many may come in one burst. The WebSocket API
   * takes as many frames and new connections. The stock chat client sends two frames every 10 seconds.
   */
  readonly throttle: number;
  /** An SNS topic that every alarm notifies. @default - alarms only show on the dashboard */
  readonly alarmTopicArn?: string | undefined;
  /** Amazon Connect instances whose flows may invoke the functions for flows; those whose agents are driven are among them. @default - none */
  readonly connectInstanceArns: readonly string[];
  /** Amazon Connect instances whose agents Lastcall drives: it sees who is there, and signs them out there. @default - none */
  readonly amazonConnectArns: readonly string[];
  /** The same instances, each with its own values of the next two settings and of `amazonConnectAgentIds`. @default - none */
  readonly amazonConnectInstances: readonly DrivenInstance[];
  /** What the teams of their agents are. @default - the groups of the hierarchy, and the routing profiles */
  readonly amazonConnectTeams: readonly ('hierarchyGroups' | 'routingProfiles')[];
  /** How often all of their agents are looked at, in seconds. @default - 15, and 300 with agent events */
  readonly amazonConnectPollSeconds: number;
  /** The issuer of OpenID Connect whose tokens callers may show instead of a key, with the audience that they must be for. @default - none */
  readonly oidcIssuer?: string | undefined;
  readonly oidcAudience: readonly string[];
  /** The names of the claims for the instance, the scopes and the teams of a caller. @default `lastcall_instance`, `scope`, and no teams */
  readonly oidcClaims: ClaimNames;
  /**
   * Quotas of Amazon Connect that AWS has raised for the account, as `PutUserStatus=10/20`: requests a second, and at once. Four
   * fifths of them are used. @default - those of a new account
   */
  readonly amazonConnectQuotas: readonly string[];
  /** Kinesis streams that these instances publish agent events to already. @default - none: agents are only looked at */
  readonly amazonConnectAgentEventStreamArns: readonly string[];
  /** Customer-managed keys that encrypt these streams. @default - none: they are not encrypted, or with a key of AWS */
  readonly amazonConnectAgentEventStreamKeyArns: readonly string[];
  /** Those of the instances that get a stream of agent events, one for all of them. They must have none. @default - none */
  readonly amazonConnectNewAgentEventStream: readonly string[];
  /** Whether contacts of these instances are followed by the events on the default bus. @default false */
  readonly amazonConnectContactEvents: boolean;
  /** What the ids of their agents are: the ids of the users, or their usernames. @default userId */
  readonly amazonConnectAgentIds: 'userId' | 'username';
  /**
   * Whose timers run for chats of these instances. `lastcall`: Lastcall's own, for which Amazon Connect streams the chats to a
   * topic of the deployment. @default native
   */
  readonly amazonConnectChatTimers: 'native' | 'lastcall';
  /**
   * What Lastcall's auto-disconnect of an agent does there, where no call removes the agent alone: tells the bus, or ends the
   * chat for everybody. @default report
   */
  readonly amazonConnectSilentAgents: 'report' | 'end';
  /** Whether the message of a forced logout is shown to agents in Amazon Connect, too. @default true */
  readonly amazonConnectNotifications: boolean;
  /** The language under which it is kept there. @default en_US */
  readonly amazonConnectNotificationLocale: (typeof notificationLocales)[number];
  /** Origins of the pages in which participants chat and agents work, or `*` for any. */
  readonly allowedOrigins: readonly string[];
  /** SNS topics that can be streaming endpoints for the events of chats. @default - none */
  readonly streamingTopicArns: readonly string[];
  /** Whether webhooks may be `http://`, which is for the local run and tests. Only in `dev`. @default false */
  readonly plainWebhooks: boolean;
  /** The instance of Huawei's calls whose path names none. @default - those calls are refused */
  readonly huaweiInstanceId?: string | undefined;
  /** After how many days a chat ends that nobody has ended. @default 7 */
  readonly chatDays: number;
  /**
   * How many polls of Huawei's clients may be held at the same time. Each keeps a Lambda waiting, so an account with a quota
   * of 10 concurrent executions should choose 0. @default 100
   */
  readonly huaweiHeldPolls: number;
  /**
   * Proxies and firewalls in front of the HTTP API, which append the client's address to `X-Forwarded-For`.
   * @default - none: the address of a client is the one that API Gateway sees
   */
  readonly trustedProxies: readonly string[];
  /** How long the messages of a chat are kept. @default 8 */
  readonly transcriptDays: number;
  /** How long a logout job and the results of its agents are kept. @default 90 */
  readonly resultDays: number;
  /**
   * How calls move to the new code of a function. @default - `off` in `dev`, where it would only be slow, and in other stages
   * `Canary10Percent10Minutes`
   */
  readonly gradualDeployment?: (typeof gradualDeployments)[number] | undefined;
  /** How long the audit and the audit log keep an event. @default 400 */
  readonly auditDays: LogDays;
  /** How long the logs of functions and the access log are kept. @default 30 and 90 */
  readonly functionLogDays: LogDays;
  readonly accessLogDays: LogDays;
  /** The domain of the HTTP API, with a certificate of the same region. @default - the address that API Gateway gives it */
  readonly domainName?: string | undefined;
  readonly certificateArn?: string | undefined;
  /** What the paths of the HTTP API begin with at its domain, without slashes around it. @default - nothing */
  readonly basePath?: string | undefined;
  /** The key that encrypts tables, queues and logs. @default - keys of AWS */
  readonly kmsKeyArn?: string | undefined;
  /** Whether functions trace their requests with X-Ray. @default false */
  readonly tracing: boolean;
}
