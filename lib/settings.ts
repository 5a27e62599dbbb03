import type { Node } from 'constructs';
import * as z from 'zod';
import { operations } from '../functions/backends/amazon-connect/operations.ts';
import { chosenRetention } from '../functions/core/retention.ts';
import { usualClaims } from '../functions/runtime/oidc-issuer.ts';
import { clashesOf } from './clashing-settings.ts';
import { agentIds, drivenInstances, namedInstances, teamsOf } from './driven-instances.ts';
import { type Home, instancesElsewhere } from './instances-elsewhere.ts';
import { nearestName } from './nearest-name.ts';
import {
  basePath,
  claimNames,
  days,
  flag,
  gradualDeployments,
  instanceArns,
  integer,
  isOrigin,
  issuer,
  keyArn,
  logDaysOr,
  longestProxies,
  longestTopics,
  mostInstances,
  mostTopics,
  notificationLocales,
  pollSeconds,
  quotas,
  streamArns,
  texts,
  topicArn,
  withEvents,
} from './setting-values.ts';
import type { Settings } from './stage-settings.ts';

export type { Settings };

const aKey = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';
const anInstance = 'arn:aws:connect:eu-central-1:123456789012:instance/11111111-2222-3333-4444-555555555555';

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
  amazonConnectInstances: namedInstances,
  amazonConnectTeams: texts
    .pipe(teamsOf)
    .transform((teams) => [...new Set(teams)])
    .default(['hierarchyGroups', 'routingProfiles'])
    .describe('hierarchyGroups, routingProfiles or both'),
  amazonConnectPollSeconds: integer
    .pipe(pollSeconds)
    .optional()
    .describe(`a whole number of seconds from 15 to 60, or ${withEvents} with agent events`),
  oidcIssuer: issuer
    .optional()
    .describe('the URL of an issuer of OpenID Connect as its tokens have it, such as https://login.example.com'),
  oidcAudience: texts
    .pipe(z.array(z.string().regex(/^[\x21-\x7e]{1,200}$/)).max(5))
    .transform((audience) => [...new Set(audience)])
    .default([])
    .describe('a list of at most 5 audiences without blanks and commas, such as lastcall'),
  oidcClaims: claimNames
    .default(usualClaims)
    .describe(
      'instance=NAME, scopes=NAME and teams=NAME, each once at most, such as instance=custom:centre,teams=groups',
    ),
  amazonConnectQuotas: quotas
    .default([])
    .describe(
      `a list of quotas, each of one operation with its requests a second and at once, such as PutUserStatus=10/20; the operations are ${operations.join(', ')}`,
    ),
  amazonConnectAgentIds: agentIds.default('userId').describe('userId or username'),
  amazonConnectAgentEventStreamArns: streamArns
    .default([])
    .describe(
      `a list of at most ${mostInstances} ARNs of Kinesis streams, such as arn:aws:kinesis:eu-central-1:123456789012:stream/agent-events`,
    ),
  amazonConnectAgentEventStreamKeyArns: texts
    .transform((arns) => [...new Set(arns)])
    .pipe(z.array(keyArn).max(mostInstances))
    .default([])
    .describe(`a list of at most ${mostInstances} ARNs of KMS keys, not of aliases, such as ${aKey}`),
  amazonConnectNewAgentEventStream: instanceArns
    .refine((arns) => arns.length <= mostInstances)
    .default([])
    .describe(`a list of at most ${mostInstances} ARNs of Amazon Connect instances, such as ${anInstance}`),
  amazonConnectContactEvents: flag.default(false).describe('true or false'),
  amazonConnectChatTimers: z.enum(['native', 'lastcall']).default('native').describe('native or lastcall'),
  amazonConnectSilentAgents: z.enum(['report', 'end']).default('report').describe('report or end'),
  amazonConnectNotifications: flag.default(true).describe('true or false'),
  amazonConnectNotificationLocale: z
    .enum(notificationLocales)
    .default('en_US')
    .describe(`one of ${notificationLocales.join(', ')}`),
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
  kmsKeyArn: keyArn.optional().describe(`the ARN of a symmetric KMS key, not of an alias, such as ${aKey}`),
  tracing: flag.default(false).describe('true or false'),
});

const schema = fields.refine(({ stage, plainWebhooks }) => !(plainWebhooks && keepsData(stage)), {
  path: ['plainWebhooks'],
});

/** Settings that cannot be deployed. The message is for the operator. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Reads the settings.
 *
 * @param home - the account and region of the deployment, as far as they are known
 * @throws SettingsError that names every unknown key and wrong value, and says what would be right.
 */
export function readSettings(node: Node, home: Home = {}): Settings {
  const unknown = unknownKeys(node);
  const context = Object.fromEntries(names.map((name) => [name, node.tryGetContext(name)]));
  const parsed = schema.safeParse(context);
  const clashes = parsed.success
    ? [...clashesOf(parsed.data, home.region), ...instancesElsewhere(parsed.data, home)]
    : [];
  if (parsed.success && unknown.length + clashes.length === 0) {
    const { amazonConnectAgentEventStreamArns: streams, amazonConnectNewAgentEventStream: made } = parsed.data;
    const { amazonConnectPollSeconds = streams.length + made.length > 0 ? withEvents : 15 } = parsed.data;
    const amazonConnectInstances = drivenInstances(parsed.data, { ...parsed.data, amazonConnectPollSeconds });
    const amazonConnectArns = amazonConnectInstances.map(({ arn }) => arn);
    return {
      ...parsed.data,
      amazonConnectInstances,
      amazonConnectArns,
      amazonConnectPollSeconds,
      connectInstanceArns: [...new Set([...parsed.data.connectInstanceArns, ...amazonConnectArns])],
    };
  }
  const wrong = new Set(parsed.error?.issues.map(({ path: [name] }) => name));
  const faults = Object.entries(fields.shape).flatMap(([name, { description }]) =>
    wrong.has(name)
      ? [
          `Context value ${name} must be ${description}, got ${JSON.stringify(context[name]) ?? 'nothing'}${placesIn(name, parsed.error?.issues ?? [])}`,
        ]
      : [],
  );
  const misspelt = unknown.map(
    (name) => `There is no context key ${name}: did you mean ${nearestName(name, allNames)}?`,
  );
  throw new SettingsError(
    `${[...misspelt, ...faults, ...clashes].join('\n')}\nSet it in cdk.json or with cdk -c name=value.`,
  );
}

/** Where in a value of several parts something is wrong. */
function placesIn(of: string, issues: readonly z.core.$ZodIssue[]): string {
  const places = issues.flatMap(({ path: [name, ...inside], ...issue }) => {
    if (name !== of || typeof inside[0] !== 'number') return [];
    return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...inside, key]) : [inside];
  });
  return places.some((place) => place.length > 1)
    ? `; look at ${places.map((place) => place.join('.')).join(', ')}`
    : '';
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
