import type { Node } from 'constructs';
import * as z from 'zod';

/** Values of `cdk -c` are text, those of cdk.json may be numbers. */
const integer = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]);

/** A list in cdk.json, or from the command line text with commas between. */
const texts = z.union([z.array(z.string()), z.string().transform((text) => text.split(','))]);

/** Yes or no. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const topicArn = z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/);

/**
 * Topics are variables of functions, all of which may have 4 KB together
 * (docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
 */
const [mostTopics, longestTopics] = [20, 3000];

/** An origin by its name. A URL may have an asterisk in its host, but API Gateway takes no such origin. */
const isOrigin = (text: string) => /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;

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
  connectInstanceArns: texts
    .pipe(z.array(z.string().regex(/^arn:aws[a-z-]*:connect:[a-z0-9-]+:\d{12}:instance\/[0-9a-f-]{36}$/)))
    .transform((arns) => [...new Set(arns)])
    .default([])
    .describe(
      'a list of ARNs of Amazon Connect instances, such as arn:aws:connect:eu-central-1:123456789012:instance/11111111-2222-3333-4444-555555555555',
    ),
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
  gatewayInstanceId: z
    .string()
    .regex(/^(?!\.{1,2}$)[A-Za-z0-9._:-]{1,100}$/)
    .optional()
    .describe('the id of an instance, 1 to 100 characters of letters, digits and . _ : -'),
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
  /** Amazon Connect instances whose flows may invoke the functions for flows; no flow may while the list is empty. */
  readonly connectInstanceArns: readonly string[];
  /** Origins of the pages in which participants chat and agents work, or `*` for any. */
  readonly allowedOrigins: readonly string[];
  /** SNS topics that instances may have the events of their chats sent to; none while the list is empty. */
  readonly streamingTopicArns: readonly string[];
  /** Whether webhooks may be `http://`: for the local run and tests, where nothing leaves the machine. Only in `dev`. */
  readonly plainWebhooks: boolean;
  /** The instance of the agent gateway's calls whose path names none. @default - those calls are refused */
  readonly gatewayInstanceId?: string | undefined;
}

/** Reads the settings. @throws Error that names every wrong value and says what would be right. */
export function readSettings(node: Node): Settings {
  const context = Object.fromEntries(Object.keys(fields.shape).map((name) => [name, node.tryGetContext(name)]));
  const parsed = schema.safeParse(context);
  if (parsed.success) return parsed.data;
  const wrong = new Set(parsed.error.issues.map(({ path: [name] }) => name));
  const faults = Object.entries(fields.shape).flatMap(([name, { description }]) =>
    wrong.has(name)
      ? [`Context value ${name} must be ${description}, got ${JSON.stringify(context[name]) ?? 'nothing'}`]
      : [],
  );
  throw new Error(`${faults.join('\n')}\nSet it in cdk.json or with cdk -c name=value.`);
}

/** Whether tables and logs outlive their stack: in every stage but `dev`. */
export const keepsData = (stage: string) => stage !== 'dev';
