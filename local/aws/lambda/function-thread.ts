import { existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { installVirtualDate } from '../virtual-time.ts';
import { failure, type Invocation, type InvocationResult, type ThreadMessage, type ThreadStart } from './invocation.ts';

// The thread in which a bundled function runs: one invocation at a time, like a Lambda execution environment.

const start: ThreadStart = workerData;
installVirtualDate(start.time);
const handler = loadHandler(start);
const post = (message: ThreadMessage) => parentPort?.postMessage(message);

// A bundle that cannot be loaded fails every invocation, but must not end the thread.
await handler.catch(() => {});
// The next thread with this bundle finds it compiled (NODE_COMPILE_CACHE) and starts in half the memory and time.
flushCompileCache();
post('loaded');
parentPort?.on('message', async (invocation: Invocation) => post(await run(invocation)));

async function run({ requestId, payload, timeoutMillis }: Invocation): Promise<InvocationResult> {
  const deadline = performance.now() + timeoutMillis;
  try {
    const response: unknown = await (await handler)(JSON.parse(payload), {
      ...start.context,
      awsRequestId: requestId,
      functionVersion: '$LATEST',
      callbackWaitsForEmptyEventLoop: true,
      logGroupName: `/aws/lambda/${start.context.functionName}`,
      logStreamName: 'local',
      getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
    });
    return { failed: false, payload: JSON.stringify(response) ?? 'null' };
  } catch (error) {
    if (!(error instanceof Error)) return failure('Error', String(error));
    return failure(error.name, error.message, error.stack?.split('\n') ?? []);
  }
}

async function loadHandler({
  directory,
  handler: name,
}: ThreadStart): Promise<(event: unknown, context: object) => unknown> {
  const dot = name.lastIndexOf('.');
  const file = ['.mjs', '.js', '.cjs']
    .map((extension) => join(directory, name.slice(0, dot) + extension))
    .find(existsSync);
  if (file === undefined) throw new Error(`There is no file for the handler ${name} in ${directory}`);
  const bundle = await import(pathToFileURL(file).href);
  const exported: unknown = bundle[name.slice(dot + 1)] ?? bundle.default?.[name.slice(dot + 1)];
  if (typeof exported !== 'function') throw new Error(`${file} exports no function ${name.slice(dot + 1)}`);
  return (event, context) => exported(event, context);
}
