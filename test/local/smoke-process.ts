import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { credentials, region } from '../../local/aws/account.ts';
import type { RunningApp } from '../app/running-app.ts';
import { aFolder } from '../support/a-folder.ts';

/** How a smoke test is run. */
interface Running {
  /** The app whose services stand for those of AWS. @default - there are none */
  readonly app?: RunningApp;
  readonly environment?: Readonly<Record<string, string>>;
  /** Interrupts it as soon as it has printed this. @default - it is left to its end */
  readonly interruptAfter?: string;
}

/** Runs `npm run smoke` as a pipeline does: by its own command, with what it gets from the stage. The stage is in fast time. */
export async function smokeByPipeline(command: string, variables: Readonly<Record<string, string>>, app: RunningApp) {
  // The pipeline has a role in the account of the stage, by the profile `smoke`.
  const config = join(aFolder(), 'config');
  const { accessKeyId, secretAccessKey } = credentials;
  const keys = `aws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}`;
  writeFileSync(config, `[profile smoke]\n${keys}\n`);
  const program = spawn('sh', ['-ec', `${command} --speed 60`], {
    env: {
      ...{ PATH: process.env.PATH, HOME: process.env.HOME, AWS_CONFIG_FILE: config, ...variables },
      AWS_ENDPOINT_URL_LAMBDA: app.addresses.lambda,
      AWS_ENDPOINT_URL_DYNAMODB: app.addresses.dynamodb,
    },
  });
  const status = new Promise<number | null>((resolve) => program.once('close', resolve));
  const [stdout, stderr] = await Promise.all([text(program.stdout), text(program.stderr)]);
  return { status: await status, stdout, stderr };
}

/** Runs `npm run smoke` with options, in a process of its own. Resolves with what it has printed, and how it has ended. */
export async function smoke(options: readonly string[], { app, environment, interruptAfter }: Running = {}) {
  const program = spawn(process.execPath, ['bin/smoke.ts', ...options], {
    env: {
      PATH: process.env.PATH,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_REGION: region,
      ...(app && { AWS_ENDPOINT_URL_LAMBDA: app.addresses.lambda, AWS_ENDPOINT_URL_DYNAMODB: app.addresses.dynamodb }),
      ...environment,
    },
  });
  const status = new Promise<number | null>((resolve) => program.once('close', resolve));
  if (interruptAfter !== undefined)
    program.stdout.on('data', (lines) => String(lines).includes(interruptAfter) && program.kill('SIGTERM'));
  const [stdout, stderr] = await Promise.all([text(program.stdout), text(program.stderr)]);
  return { status: await status, stdout, stderr };
}
