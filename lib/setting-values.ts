import * as z from 'zod';
import { readQuotas } from '../functions/backends/amazon-connect/operations.ts';
import { type ClaimNames, usualClaims } from '../functions/runtime/oidc-issuer.ts';

// What values of the context look like: text from the command line, or JSON from cdk.json.

/** Values of `cdk -c` are text, those of cdk.json may be numbers. */
export const integer = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);

/** A list in cdk.json, or from the command line: text with commas, or the list as JSON. */
export const texts = z
  .union([
    z.array(z.string()),
    z.string().transform((text): unknown => jsonList(text) ?? text.split(',').map((each) => each.trim())),
  ])
  .pipe(z.array(z.string()));

/** The value of a JSON text, or nothing for what is none. */
export function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function jsonList(text: string): unknown {
  return text.trimStart().startsWith('[') ? jsonValue(text) : undefined;
}

export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** Ten years at most, like CloudWatch Logs. */
export const days = integer.pipe(z.number().min(1).max(3653));

/** How many days CloudWatch Logs can keep a log (docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html). */
const logDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** The longest path in front of an API is 300 characters (docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html). */
export const basePath = z
  .string()
  .regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/)
  .max(300);

export type LogDays = (typeof logDays)[number];

export const logDaysOr = (byDefault: LogDays) =>
  integer
    .pipe(z.literal(logDays))
    .default(byDefault)
    .describe(`a number of days that CloudWatch Logs knows: ${logDays.join(', ')}`);

export const topicArn = z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/);

/**
 * The topics are in an environment variable, and all variables of a function may have 4 KB together
 * (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
 */
export const [mostTopics, longestTopics] = [20, 3000];

/** So are trusted proxies, in functions with more variables. */
export const longestProxies = 1800;

/** Whether a text is an origin. A URL may have an asterisk in its host, but API Gateway refuses such an origin. */
export const isOrigin = (text: string) =>
  /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;

/** The ARN of an instance of Amazon Connect. */
export const instanceArn = z.string().regex(/^arn:aws[a-z-]*:connect:[a-z0-9-]+:\d{12}:instance\/[0-9a-f-]{36}$/);

export const instanceArns = texts.pipe(z.array(instanceArn)).transform((arns) => [...new Set(arns)]);

/** Agents whose events are followed are looked at so often, in seconds, to mend what events have missed. */
export const withEvents = 300;

/** How often agents are looked at, in seconds. */
export const pollSeconds = z.union([z.number().min(15).max(60), z.literal(withEvents)]);

/** The ARN of a KMS key, not of an alias. */
export const keyArn = z.string().regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/(mrk-)?[0-9a-f-]{32,36}$/);

/** ARNs of Kinesis streams, one for each instance at most. */
export const streamArns = texts
  .pipe(z.array(z.string().regex(/^arn:aws[a-z-]*:kinesis:[a-z0-9-]+:\d{12}:stream\/[a-zA-Z0-9_.-]{1,128}$/)).max(5))
  .transform((arns) => [...new Set(arns)]);

/** Quotas of Amazon Connect: an object in cdk.json, or a list of `operation=rate/burst`. */
export const quotas = z
  .union([
    texts,
    z.record(z.string(), z.string()).transform((of) => Object.entries(of).map(([name, quota]) => `${name}=${quota}`)),
  ])
  .refine((entries) => {
    try {
      return Object.keys(readQuotas(entries.join())).length === entries.length;
    } catch {
      return false;
    }
  });

/** Those whose agents are driven are in an environment variable, like the topics. */
export const mostInstances = 5;

/** The languages under which Amazon Connect keeps notifications. */
export const notificationLocales = [
  'en_US',
  'de_DE',
  'es_ES',
  'fr_FR',
  'id_ID',
  'it_IT',
  'ja_JP',
  'ko_KR',
  'pt_BR',
  'zh_CN',
  'zh_TW',
] as const;

/** What CodeDeploy calls its configurations for Lambda, without their common beginning (docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html). */
export const gradualDeployments = [
  ...(['5', '10', '15', '30'] as const).map((minutes) => `Canary10Percent${minutes}Minutes` as const),
  ...(['1Minute', '2Minutes', '3Minutes', '10Minutes'] as const).map((each) => `Linear10PercentEvery${each}` as const),
  'AllAtOnce',
  'off',
] as const;

/** Where an issuer of OpenID Connect is. A plain address is for the local run and tests: clashesOf keeps it out of other stages. */
export const issuer = z
  .string()
  .max(500)
  .refine((text) => /^(https:\/\/[^\s?#]+|http:\/\/127\.0\.0\.1(:\d+)?[^\s?#]*)$/.test(text) && URL.canParse(text));

const claimName = z.string().regex(/^[\w:./-]{1,100}$/);
const claimsGiven = z.strictObject({
  instance: claimName.default(usualClaims.instance),
  scopes: claimName.default(usualClaims.scopes),
  teams: claimName.optional(),
});

/** An object in cdk.json, or text with `=` and commas from the command line. */
export const claimNames = z
  .union([
    z.record(z.string(), z.unknown()),
    z.string().transform((text, { addIssue }) => {
      const pairs = text.split(',').map((pair) => pair.split('='));
      const names = pairs.map(([name = '']) => name);
      if (pairs.some((pair) => pair.length !== 2) || new Set(names).size < names.length) addIssue('Not pairs');
      return Object.fromEntries(pairs);
    }),
  ])
  .pipe(claimsGiven)
  .transform(({ teams, ...names }): ClaimNames => ({ ...names, ...(teams !== undefined && { teams }) }));
