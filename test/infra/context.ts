import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** Values of the CDK context by name, as cdk.json and `cdk -c` set them. */
export type Context = Readonly<Record<string, unknown>>;

const cdkJson = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync('cdk.json', 'utf8')));

/** The context of cdk.json and, over it, what `cdk -c` would set. */
export const contextWith = (values: Context = {}): Record<string, unknown> => ({ ...cdkJson.context, ...values });

/** The ARN of an Amazon Connect instance whose id is made of one hex digit. */
export const instanceArn = (digit: string) =>
  `arn:aws:connect:eu-central-1:123456789012:instance/${'00000000-0000-0000-0000-000000000000'.replaceAll('0', digit)}`;

/** The ARN of an SNS topic. */
export const topicArn = (name: string) => `arn:aws:sns:eu-central-1:123456789012:${name}`;

const id = '11111111-2222-3333-4444-555555555555';

/** The ARN of a certificate, and of a key. */
export const certificateArn = (region = 'eu-central-1') => `arn:aws:acm:${region}:123456789012:certificate/${id}`;
export const keyArn = (region = 'eu-central-1') => `arn:aws:kms:${region}:123456789012:key/${id}`;
