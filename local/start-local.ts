import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type Addresses, openAddresses, type Undo } from './addresses.ts';
import { applySeed } from './apply-seed.ts';
import { readCloudAssembly } from './assembly/cloud-assembly.ts';
import { synthesize } from './assembly/synthesize.ts';
import { openVirtualTime } from './clock/kept-clock.ts';
import { provisionTables } from './dynamodb/provision-tables.ts';
import { type LocalApp, readApp } from './local-app.ts';
import { AccessControl, type PermissionUse } from './permissions/access-control.ts';
import { credentials, place } from './place.ts';
import { runApp } from './run-app.ts';
import type { Seed } from './seed.ts';
import { provisionQueues } from './sqs/provision-queues.ts';
import { provisionTopics } from './sqs/provision-topics.ts';
import { takeStateFolder } from './state-folder.ts';

/** How a local run is started. */
export interface LocalRunSettings {
  /** Port of the HTTP API; the others follow it. 0 picks free ones. @default 3000 */
  readonly port?: number;
  /** Minutes of the system in one minute of the clock on the wall. @default 1 */
  readonly speed?: number;
  /** Forgets the state of earlier runs. @default false */
  readonly fresh?: boolean;
  /** Put in at this start. @default nothing */
  readonly seed?: Seed;
  /** Put in if there is no state of an earlier run, and no other seed. @default nothing */
  readonly firstSeed?: Seed;
  /** Where the state is kept. @default `.lastcall` in the project */
  readonly folder?: string;
  /** The folder of a cloud assembly to run. @default the project's app, synthesized */
  readonly assembly?: string;
  /** How many invocations of one function run at the same time. @default 2 */
  readonly threadsPerFunction?: number;
  /** Takes one line for everything that fails while it runs. @default nowhere */
  readonly log?: (line: string) => void;
  /** Gives up while the app is still being synthesized. */
  readonly signal?: AbortSignal;
}

/** A local run under way. */
export interface LocalRun {
  readonly url: string;
  readonly addresses: Addresses;
  readonly functionNames: readonly string[];
  /** What runs, as its templates declare it. */
  readonly app: LocalApp;
  /** Whether there was no state of an earlier run. */
  readonly beganEmpty: boolean;
  /** What each function has asked of DynamoDB, SQS, SNS, EventBridge and WebSockets so far, and whether its role allowed it. */
  usedPermissions(): readonly PermissionUse[];
  stop(): Promise<void>;
}

const project = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a synthesized app on this machine. Everything listens, on 127.0.0.1 only, when the promise is kept.
 *
 * @throws StartFault for what the person who starts it can put right
 */
export async function startLocal(settings: LocalRunSettings = {}): Promise<LocalRun> {
  const undone: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const deed of undone.splice(0).reverse()) await deed();
  };
  try {
    return { ...(await start(settings, (deed) => undone.push(deed))), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(settings: LocalRunSettings, undo: Undo): Promise<Omit<LocalRun, 'stop'>> {
  const { port = 3000, speed = 1, fresh = false, threadsPerFunction = 2, log = () => {} } = settings;
  const folder = resolve(settings.folder ?? join(project, '.lastcall'));
  const state = takeStateFolder(folder, fresh);
  undo(state.release);
  const time = openVirtualTime(folder, speed, Date.now());
  const access = new AccessControl(log);
  const { addresses, http, webSocket, lambda, events } = await openAddresses(port, { folder, speed, access }, undo);

  const assembly = settings.assembly ?? (await synthesize(project, folder, settings.signal));
  const urls = { httpUrl: addresses.http, socketUrl: addresses.webSocket, sqsUrl: addresses.sqs };
  const app = readApp(readCloudAssembly(assembly), { ...place, ...urls });
  access.enforce(app.roles);
  const dynamodb = new DynamoDBClient({ region: place.region, credentials, endpoint: addresses.dynamodb });
  const sqs = new SQSClient({ region: place.region, credentials, endpoint: addresses.sqs });
  undo(() => sqs.destroy());
  await provisionTables(dynamodb, app.tables);
  dynamodb.destroy();
  await provisionQueues(sqs, app.queues);
  const sns = new SNSClient({ region: place.region, credentials, endpoint: addresses.sns });
  await provisionTopics(sns, app.roles, place);
  sns.destroy();

  const listeners = runApp({ app, time, sqs, addresses, access, folder, threadsPerFunction, log, undo });
  http.serve(listeners.http);
  lambda.serve(listeners.lambda);
  events.serve(listeners.events);
  if (listeners.webSocket === undefined) await webSocket.close();
  else webSocket.serve(listeners.webSocket);
  // First of all in the order of stopping: nothing more comes in, and what is under way may finish.
  undo(async () => void (await Promise.all([http.close(), lambda.close(), listeners.webSocket?.stop()])));
  const run = { url: addresses.http, addresses, functionNames: app.functions.map(({ name }) => name), app };
  const seed = settings.seed ?? (state.empty ? settings.firstSeed : undefined);
  if (seed !== undefined) await applySeed(run, seed);
  state.begin();
  return { ...run, beganEmpty: state.empty, usedPermissions: () => access.uses };
}
