import { once } from 'node:events';
import { parseArgs } from 'node:util';
import type { LocalRun } from './aws/start-app.ts';
import { messageOf, StartError } from './aws/start-error.ts';
import { type Demo, startDemo } from './demo/demo-server.ts';
import { startDrivenDemo } from './demo/driven/start-driven-demo.ts';
import { type Driven, driveConnect } from './drive-connect.ts';
import { makeFeed } from './feed/feed.ts';
import { readSeed } from './seed.ts';
import { startLocal } from './start-local.ts';

const usage = `npm start -- [--port 3000] [--speed 1] [--fresh] [--seed FILE] [--backend standalone|amazonConnect]
             [--connect-endpoint URL]

  --port PORT    port of the HTTP API; the other services take the ports up to PORT + 7; 0 picks free ports (default 3000)
  --speed N      a minute of the system lasts 60/N seconds (default 1)
  --fresh        deletes the state of earlier runs
  --seed FILE    puts in these instances, keys and agents; without it a fresh run gets local/demo-seed.json
  --backend amazonConnect   drives the agents of a stand-in for Amazon Connect, on PORT + 7, or of the seed's instance
  --connect-endpoint URL    the functions call this server in place of the stand-in`;

interface Arguments {
  readonly port: number;
  readonly speed: number;
  readonly fresh: boolean;
  readonly seed: string | undefined;
  readonly backend: 'standalone' | 'amazonConnect';
  readonly connectEndpoint: string | undefined;
}

await main();

async function main(): Promise<void> {
  const arguments_ = readArguments();

  const interruption = new AbortController();
  // Whoever has read enough may close the output.
  process.stdout.on('error', () => {});
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => interruption.abort());
  try {
    const { port, speed, fresh, backend, connectEndpoint: endpoint } = arguments_;
    const seed = readSeed(arguments_.seed);
    const driven = backend === 'amazonConnect' ? await driveConnect({ seed, port, speed, endpoint }) : undefined;
    const seeds = arguments_.seed === undefined ? { firstSeed: seed } : { seed };
    const { signal } = interruption;
    const feed = makeFeed({ print: printUnlessFull, now: () => new Date(), after });
    const { onEvent, onRequest } = feed;
    const watched = { onEvent, onRequest, log: console.error };
    const run = await startLocal({ port, speed, fresh, ...seeds, ...driven?.settings, ...watched, signal });
    driven?.connect(run);
    await driven?.importAgents(run);
    const demo = await startDemoOf(run, arguments_, driven).catch(async (error) => {
      await run.stop();
      throw error;
    });
    const named = { ...namedAddresses(run), Demo: demo?.url, Connect: driven?.url };
    for (const [name, address] of Object.entries(named))
      if (address !== undefined) console.log(`${name.padEnd(13)}${address}`);
    if (run.app.routes.some(({ isSigned }) => isSigned))
      console.log('Routes for IAM callers take any signature: there is no account to verify it with.');
    console.log(`Lastcall is ready at ${run.url}`);
    feed.begin();
    if (!interruption.signal.aborted) await once(interruption.signal, 'abort');
    await demo?.stop();
    await run.stop();
    feed.end();
    await driven?.stop();
  } catch (error) {
    if (interruption.signal.aborted) process.exit(0);
    if (error instanceof StartError) fail(error.message);
    throw error;
  }
  process.exit(0);
}

function after(millis: number, then: () => void): void {
  setTimeout(then, millis).unref();
}

/** Prints a line, unless whoever reads the output has stopped reading: the run neither waits nor keeps what is not read. */
function printUnlessFull(line: string): void {
  if (process.stdout.writable && !process.stdout.writableNeedDrain) console.log(line);
}

/** Starts the demo of the backend. That of agents' pages needs minutes as long as in their browser. */
async function startDemoOf(
  { url }: LocalRun,
  { port, speed }: Arguments,
  driven: Driven | undefined,
): Promise<Demo | undefined> {
  const settings = { port: port === 0 ? 0 : port + 6, apiUrl: url, log: console.error };
  if (driven?.demonstrated) return startDrivenDemo({ ...settings, ...driven.demonstrated });
  return speed === 1 ? startDemo(settings) : undefined;
}

function namedAddresses({ addresses, app: { socketApi } }: LocalRun): Record<string, string | undefined> {
  return {
    'HTTP API': addresses.http,
    WebSocket: socketApi && `${addresses.webSocket}/${socketApi.stage}`,
    Lambda: addresses.lambda,
    DynamoDB: addresses.dynamodb,
    'SQS, SNS': addresses.sqs,
    EventBridge: addresses.events,
  };
}

function readArguments(): Arguments {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '3000' },
        speed: { type: 'string', default: '1' },
        fresh: { type: 'boolean', default: false },
        seed: { type: 'string' },
        backend: { type: 'string', default: 'standalone' },
        'connect-endpoint': { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_528) fail(`--port must be 0 to 65528, got ${values.port}`);
    const speed = Number(values.speed);
    if (!(speed > 0 && speed <= 3600)) fail(`--speed must be above 0 and at most 3600, got ${values.speed}`);
    const { fresh, seed, backend, 'connect-endpoint': connectEndpoint } = values;
    if (backend !== 'standalone' && backend !== 'amazonConnect')
      fail(`--backend must be standalone or amazonConnect, got ${backend}`);
    if (connectEndpoint !== undefined && backend === 'standalone')
      fail('--connect-endpoint is for --backend amazonConnect');
    if (connectEndpoint !== undefined && !URL.canParse(connectEndpoint))
      fail(`--connect-endpoint must be a URL such as http://127.0.0.1:4566, got ${connectEndpoint}`);
    return { port, speed, fresh, seed, backend, connectEndpoint };
  } catch (error) {
    fail(`${messageOf(error).split('\n')[0]}; npm start -- --help says what there is`);
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
