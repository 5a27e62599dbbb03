import type { Node } from 'constructs';
import * as z from 'zod';
import { chosenRetention } from '../functions/core/retention.ts';
import { clashesOf } from './clashing-settings.ts';
import { nearestName } from './nearest-name.ts';
import {
  basePath,
  days,
  flag,
  instanceArns,
  integer,
  isOrigin,
  type LogDays,
  logDaysOr,
  longestProxies,
  longestTopics,
  mostInstances,
  mostTopics,
  texts,
  topicArn,
} from './setting-values.ts';

const anInstance = 'arn:aws:connect:eu-central-1:123456789012:instance/11111111-2222-3333-4444-555555555555';

/** What CodeDeploy calls its configurations for Lambda, without their common beginning (docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html). */
const gradualDeployments = [
  ...(['5', '10', '15', '30'] as const).map((minutes) => `Canary10Percent${minutes}Minutes` as const),
  ...(['1Minute', '2Minutes', '3Minutes', '10Minutes'] as const).map((each) => `Linear10PercentEvery${each}` as const),
  'AllAtOnce',
  'off',
] as const;

const fields = z.object({
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/)
    .describe('a lower-case letter and up to 19 more letters, digits or hyphens, such as dev or prod'),
  deferredStatusCode: integer.pipe(z.union([z.literal(400), z.literal(200)])).describe('400 or 200'),
  throttle: integer
    .pipe(z.number().min(1).max(10_000))
    .describe('a whole number of requests per second from 1 to 10000'),
  alarmTopicArn: topicArn
    .optional()
    .describe('the ARN of an SNS topic, such as arn:aws:sns:eu-central-1:123456789012:on-call'),
  connectInstanceArns: instanceArns
    .default([])
    .describe(`a list of ARNs of Amazon Connect instances, such as ${anInstance}`),
  amazonConnectArns: instanceArns
    .refine((arns) => arns.length <= mostInstances)
    .default([])
    .describe(`a list of at most ${mostInstances} ARNs of Amazon Connect instances, such as ${anInstance}`),
  amazonConnectTeams: texts
    .pipe(z.array(z.enum(['hierarchyGroups', 'routingProfiles'])).min(1))
    .transform((teams) => [...new Set(teams)])
    .default(['hierarchyGroups', 'routingProfiles'])
    .describe('hierarchyGroups, routingProfiles or both'),
  amazonConnectPollSeconds: integer
    .pipe(z.number().min(15).max(60))
    .default(15)
    .describe('a whole number of seconds from 15 to 60'),
  allowedOrigins: texts
    .pipe(z.union([z.tuple([z.literal('*')]), z.array(z.string().refine(isOrigin)).min(1)]))
    .transform((origins) => [...new Set(origins)])
    .default(['*'])
    .describe('* alone, or a list of origins without a path, such as https://example.com'),
  streamingTopicArns: texts
    .transform((arns) => [...new Set(arns)])
    .pipe(z.array(topicArn).max(mostTopics))
    .refine((arns) => arns.join(',').length <= longestTopics)
    .default([])
    .describe(
      `a list of at most ${mostTopics} ARNs of SNS topics, ${longestTopics} characters together, such as arn:aws:sns:eu-central-1:123456789012:chat-events`,
    ),
  plainWebhooks: flag.default(false).describe('true or false, and in every stage but dev false'),
  huaweiInstanceId: z
    .string()
    .regex(/^(?!\.{1,2}$)[A-Za-z0-9._:-]{1,100}$/)
    .optional()
    .describe('the id of an instance, 1 to 100 characters of letters, digits and . _ : -'),
  chatDays: days.default(chosenRetention.chatDays.days).describe('a whole number of days from 1 to 3653'),
  huaweiHeldPolls: integer
    .pipe(z.number().max(10_000))
    .default(100)
    .describe('a whole number of polls from 0 to 10000'),
  trustedProxies: texts
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()])))
    .refine((proxies) => proxies.join(',').length <= longestProxies)
    .default([])
    .describe(`a list of IP addresses and networks, ${longestProxies} characters together, such as 192.0.2.0/24`),
  transcriptDays: days.default(chosenRetention.transcriptDays.days).describe('a whole number of days from 1 to 3653'),
  resultDays: days.default(chosenRetention.resultDays.days).describe('a whole number of days from 1 to 3653'),
  auditDays: logDaysOr(chosenRetention.auditDays.days),
  functionLogDays: logDaysOr(chosenRetention.functionLogDays.days),
  accessLogDays: logDaysOr(chosenRetention.accessLogDays.days),
  gradualDeployment: z
    .enum(gradualDeployments)
    .optional()
    .describe(`one of ${gradualDeployments.join(', ')}`),
  domainName: z
    .string()
    .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/)
    .optional()
    .describe('a domain name in lower case without a scheme, such as api.example.com'),
  certificateArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[0-9a-f-]{36}$/)
    .optional()
    .describe(
      'the ARN of a certificate of AWS Certificate Manager, such as arn:aws:acm:eu-central-1:123456789012:certificate/11111111-2222-3333-4444-555555555555',
    ),
  basePath: basePath
    .optional()
    .describe('a path without a slash at its ends, of letters, digits and . _ - between slashes, such as lastcall/v2'),
  kmsKeyArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-)?[0-9a-f-]{32,36}$/)
    .optional()
    .describe(
      'the ARN of a symmetric KMS key, not of an alias, such as arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555',
    ),
  tracing: flag.default(false).describe('true or false'),
});

const schema = fields.refine(({ stage, plainWebhooks }) => !(plainWebhooks && keepsData(stage)), {
  path: ['plainWebhooks'],
});

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
  /** What the teams of their agents are. @default - the groups of the hierarchy, and the routing profiles */
  readonly amazonConnectTeams: readonly ('hierarchyGroups' | 'routingProfiles')[];
  /** How often all of their agents are looked at. @default 15 */
  readonly amazonConnectPollSeconds: number;
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
  /** How long the audit log keeps an event. @default 365 */
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

/** Settings that cannot be deployed. The message is for the operator. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Reads the settings.
 *
 * @param region - the region of the deployment, if it is known
 * @throws SettingsError that names every unknown key and wrong value, and says what would be right.
 */
export function readSettings(node: Node, region?: string): Settings {
  const unknown = unknownKeys(node);
  const context = Object.fromEntries(names.map((name) => [name, node.tryGetContext(name)]));
  const parsed = schema.safeParse(context);
  const clashes = parsed.success ? clashesOf(parsed.data, region) : [];
  if (parsed.success && unknown.length + clashes.length === 0) {
    const { connectInstanceArns, amazonConnectArns } = parsed.data;
    return { ...parsed.data, connectInstanceArns: [...new Set([...connectInstanceArns, ...amazonConnectArns])] };
  }
  const wrong = new Set(parsed.error?.issues.map(({ path: [name] }) => name));
  const faults = Object.entries(fields.shape).flatMap(([name, { description }]) =>
    wrong.has(name)
      ? [`Context value ${name} must be ${description}, got ${JSON.stringify(context[name]) ?? 'nothing'}`]
      : [],
  );
  const misspelt = unknown.map(
    (name) => `There is no context key ${name}: did you mean ${nearestName(name, allNames)}?`,
  );
  throw new SettingsError(
    `${[...misspelt, ...faults, ...clashes].join('\n')}\nSet it in cdk.json or with cdk -c name=value.`,
  );
}

const names = Object.keys(fields.shape);

/** Names in the context that only the pipeline reads. It deploys this app, and reads the same cdk.json. */
export const pipelineNames = [
  'pipelineConnectionArn',
  'pipelineRepository',
  'pipelineBranch',
  'pipelineStaging',
  'pipelineProduction',
] as const;

const allNames: readonly string[] = [...names, ...pipelineNames];

/** Names in the context that only the CDK reads. Its others are made of several parts: `@aws-cdk/…`, `aws:cdk:…`. */
const ofTheCdk = new Set(['cli-telemetry', 'acknowledged-issue-numbers', 'notices']);

/** A misspelt key would be without effect: `stagee=prod` would deploy `dev`, whose data is deleted with its stack. */
const unknownKeys = (node: Node): readonly string[] =>
  Object.keys(z.record(z.string(), z.unknown()).parse(node.getAllContext())).filter(
    (name) => !allNames.includes(name) && !ofTheCdk.has(name) && !/[@:/]/.test(name),
  );

/** Whether tables and logs outlive their stack: in every stage but `dev`. */
export const keepsData = (stage: string) => stage !== 'dev';
