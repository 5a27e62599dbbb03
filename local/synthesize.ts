import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { arn } from './aws/account.ts';
import { StartError } from './aws/start-error.ts';

const contextSchema = z.record(z.string(), z.unknown());

/**
 * How a local run differs from a deployment: resources may be deleted, webhooks may be on this machine, there is one
 * topic to stream to, and Huawei's paths without an instance belong to the demo.
 */
const localContext = {
  stage: 'dev',
  plainWebhooks: true,
  streamingTopicArns: [arn('sns', 'lastcall-chats')],
  huaweiInstanceId: 'demo',
};

interface SynthesisOptions {
  /** Besides that of the project and of every local run. @default none */
  readonly context?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
}

/**
 * Runs the CDK app and returns the folder of its cloud assembly. The first two environment variables are the protocol between
 * the CDK's command line and an app, so neither the command line nor an account is needed. The CDK's rules for templates
 * take about as long as the rest and are left to `npm run check`.
 *
 * @throws StartError with the app's error output
 */
export async function synthesize(
  project: string,
  folder: string,
  { context = {}, signal }: SynthesisOptions = {},
): Promise<string> {
  const assembly = join(folder, 'cdk.out');
  rmSync(assembly, { recursive: true, force: true });
  mkdirSync(assembly, { recursive: true });
  // Lambda loads a bundle's `.js` as CommonJS. Without this file the project's "type": "module" would apply.
  writeFileSync(join(assembly, 'package.json'), '{}');
  const app = spawn(process.execPath, ['bin/app.ts'], {
    cwd: project,
    env: {
      ...process.env,
      CDK_OUTDIR: assembly,
      CDK_CONTEXT_JSON: JSON.stringify({ ...readContext(project), ...context }),
      CDK_VALIDATION: 'false',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(signal === undefined ? {} : { signal }),
  });
  const exit = new Promise<number | null>((resolve, reject) => app.once('error', reject).once('close', resolve));
  const [errors, code] = await Promise.all([text(app.stderr), exit]);
  if (code !== 0) throw new StartError(`The CDK app cannot be synthesized:\n${errors.trim()}`);
  return assembly;
}

function readContext(project: string): Record<string, unknown> {
  const settings = readIfExists(join(project, 'cdk.json'), z.object({ context: contextSchema.default({}) }));
  return { ...settings?.context, ...readIfExists(join(project, 'cdk.context.json'), contextSchema), ...localContext };
}

function readIfExists<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> | undefined {
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}
