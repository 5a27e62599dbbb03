import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { credentials, region } from '../../local/aws/account.ts';
import type { ServedApp } from '../../local/aws/start-app.ts';

/** Runs one of the commands of operators, such as `bin/redrive.ts`, on a local run, with more variables if need be. */
export async function runCommand(
  { addresses }: Pick<ServedApp, 'addresses'>,
  file: string,
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
) {
  const command = spawn(process.execPath, [file, ...options], {
    env: {
      ...process.env,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_ENDPOINT_URL_SQS: addresses.sqs,
      AWS_ENDPOINT_URL_LAMBDA: addresses.lambda,
      AWS_ENDPOINT_URL_DYNAMODB: addresses.dynamodb,
      ...environment,
    },
  });
  const [stdout, stderr, [status]] = await Promise.all([
    text(command.stdout),
    text(command.stderr),
    once(command, 'close'),
  ]);
  return { status, stdout, stderr };
}
