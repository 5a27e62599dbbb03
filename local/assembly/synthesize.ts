import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { place } from '../place.ts';
import { arn } from '../resources/resource-type.ts';
import { StartFault } from '../start-fault.ts';

const contextSchema = z.record(z.string(), z.unknown());

/**
 * What is otherwise than in a deployment: nothing is kept from deletion, webhooks may be on this machine, there is one
 * topic to stream to, and the agent gateway is that of the demo.
 */
const localContext = {
  stage: 'dev',
  plainWebhooks: true,
  streamingTopicArns: [arn(place, 'sns', 'lastcall-chats')],
  gatewayInstanceId: 'demo',
};

/**
 * Runs the CDK app and answers the folder of its cloud assembly. The two variables are the protocol between the CDK's
 * command line and an app, so neither the command line nor an account is needed.
 */
export async function synthesize(project: string, folder: string, signal?: AbortSignal): Promise<string> {
  const assembly = join(folder, 'cdk.out');
  rmSync(assembly, { recursive: true, force: true });
  mkdirSync(assembly, { recursive: true });
  // Lambda reads a bundle's `.js` as CommonJS; without this file the project's own "type": "module" would decide here.
  writeFileSync(join(assembly, 'package.json'), '{}');
  const app = spawn(process.execPath, ['bin/app.ts'], {
    cwd: project,
    env: { ...process.env, CDK_OUTDIR: assembly, CDK_CONTEXT_JSON: JSON.stringify(readContext(project)) },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(signal === undefined ? {} : { signal }),
  });
  const exit = new Promise<number | null>((resolve, reject) => app.once('error', reject).once('close', resolve));
  const [complaints, code] = await Promise.all([text(app.stderr), exit]);
  if (code !== 0) throw new StartFault(`The CDK app cannot be synthesized:\n${complaints.trim()}`);
  return assembly;
}

function readContext(project: string): Record<string, unknown> {
  const settings = readIfThere(join(project, 'cdk.json'), z.object({ context: contextSchema.default({}) }));
  return { ...settings?.context, ...readIfThere(join(project, 'cdk.context.json'), contextSchema), ...localContext };
}

function readIfThere<Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> | undefined {
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}
