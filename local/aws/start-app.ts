import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { credentials, region } from './account.ts';
import { openAddresses } from './addresses.ts';
import { type App, readApp } from './app.ts';
import { readCloudAssembly } from './assembly/cloud-assembly.ts';
import { provisionTables } from './dynamodb/tables.ts';
import type { BusEvent } from './events/event-bus.ts';
import type { WatchRequest } from './http/http-api.ts';
import type { Addresses } from './http-server.ts';
import type { StreamRecord } from './kinesis/stream-mapping.ts';
import type { Runs, Turns } from './lambda/versions.ts';
import { AccessControl, type PermissionUse } from './permissions/access-control.ts';
import type { Permission } from './permissions/policies.ts';
import { runApp } from './run-app.ts';
import { provisionQueues, provisionTopics } from './sqs/queues-and-topics.ts';
import { lockStateFolder, openVirtualTime } from './state-folder.ts';

/** How a local run is started. */
export interface LocalRunSettings {
  /** The folder of a cloud assembly (`cdk.out`), or what synthesizes one, which is called once all ports are taken. */
  readonly assembly: string | (() => Promise<string>);
  /** Where the state is kept: items, messages, the clock and the logs. */
  readonly folder: string;
  /** The name of the app in messages. @default 'The app' */
  readonly appName?: string;
  /** Port of the HTTP API; the other services take the five ports after it. 0 picks free ports. @default 3000 */
  readonly port?: number;
  /** Minutes of the app's clock in one real minute. @default 1 */
  readonly speed?: number;
  /** Deletes the state of earlier runs. @default false */
  readonly fresh?: boolean;
  /** How late global secondary indexes of DynamoDB are, in milliseconds of the machine's clock. @default 0 */
  readonly indexLag?: number;
  /** Invocations of one function that run at the same time. @default 2 */
  readonly threadsPerFunction?: number;
  /**
   * Folders with the bundles of another version, by the names of functions. They run when `takeTurns` says so, with the
   * roles and the variables of the assembly, as while a deployment rolls out. @default none
   */
  readonly otherVersion?: Readonly<Record<string, string>>;
  /** Variables of every function besides its own. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Puts data into the app once it is served. If it is interrupted, the next run begins empty. @default no data */
  readonly populate?: (app: ServedApp) => Promise<void>;
  /** Receives one line for everything that fails during the run. @default ignores it */
  readonly log?: (line: string) => void;
  /** Receives every event that is put on a bus. @default nobody does */
  readonly onEvent?: (event: BusEvent) => void;
  /** Receives requests of the HTTP API and their answers. @default nobody does */
  readonly onRequest?: WatchRequest;
}

/** An app that is served. */
export interface ServedApp {
  readonly addresses: Addresses;
  /** What runs, as its templates declare it. */
  readonly app: App;
  /** Whether there was no state of an earlier run. */
  readonly beganEmpty: boolean;
}

/** A local run in progress. */
export interface LocalRun extends ServedApp {
  /** The URL of the HTTP API. */
  readonly url: string;
  readonly functionNames: readonly string[];
  /**
   * What each function has requested so far from DynamoDB, SQS, SNS, EventBridge and WebSocket connections, and whether
   * its role allows it.
   */
  usedPermissions(): readonly PermissionUse[];
  /** Whether the caller with this access key may do something. It counts as requested. */
  allows(accessKey: string, permission: Permission): boolean;
  /** Sets which versions of functions run from now on. Functions that are not named run the assembly's code. */
  takeTurns(turns: Turns): void;
  /** How often each version of each function has run so far. */
  runs(): Runs;
  /** Puts a record into a Kinesis stream of somebody else, which functions of the app read. */
  putRecord(streamArn: string, record: StreamRecord): void;
  stop(): Promise<void>;
}

/**
 * Runs a synthesized app on this machine. When the promise resolves, all services listen, on 127.0.0.1 only.
 *
 * @throws StartError for what the person who starts the run can fix
 */
export async function startApp(settings: LocalRunSettings): Promise<LocalRun> {
  const cleanup = new AsyncDisposableStack();
  try {
    return { ...(await start(settings, cleanup)), stop: () => cleanup.disposeAsync() };
  } catch (error) {
    await cleanup.disposeAsync();
    throw error;
  }
}

async function start(settings: LocalRunSettings, cleanup: AsyncDisposableStack): Promise<Omit<LocalRun, 'stop'>> {
  const { folder, appName = 'The app', port = 3000, speed = 1, fresh = false } = settings;
  const { threadsPerFunction = 2, indexLag = 0, otherVersion = {}, environment = {}, log = () => {} } = settings;
  const { onEvent, onRequest } = settings;
  const state = lockStateFolder(folder, { fresh, appName });
  cleanup.defer(state.release);
  const time = openVirtualTime(folder, speed, Date.now());
  const access = new AccessControl(log);
  const open = await openAddresses(port, { folder, speed, access, indexLag }, cleanup);
  const { addresses } = open;

  const assembly = typeof settings.assembly === 'string' ? settings.assembly : await settings.assembly();
  const app = readApp(readCloudAssembly(assembly), addresses);
  access.enforce(app.roles);
  const sqs = new SQSClient({ region, credentials, endpoint: addresses.sqs });
  cleanup.defer(() => sqs.destroy());
  await provision(app, addresses, sqs);

  const lambda = { threadsPerFunction, otherVersion, environment };
  const listeners = runApp({ app, time, sqs, addresses, access, folder, ...lambda, log, onEvent, onRequest, cleanup });
  open.http.serve(listeners.http);
  open.lambda.serve(listeners.lambda);
  open.events.serve(listeners.events);
  if (listeners.webSocket === undefined) await open.webSocket.close();
  else open.webSocket.serve(listeners.webSocket);
  listeners.webSocket?.resume();
  listeners.resume();
  // Deferred last, so it runs first: no new requests arrive, and those in progress may finish.
  cleanup.defer(
    async () => void (await Promise.all([open.http.close(), open.lambda.close(), listeners.webSocket?.stop()])),
  );

  const served = { addresses, app, beganEmpty: state.empty };
  await settings.populate?.(served);
  state.begin();
  return {
    ...served,
    url: addresses.http,
    functionNames: app.functions.map(({ name }) => name),
    usedPermissions: () => access.uses,
    allows: (accessKey, permission) => access.allows(accessKey, permission),
    takeTurns: (turns) => listeners.versions.takeTurns(turns),
    runs: () => listeners.versions.runs,
    putRecord: listeners.putRecord,
  };
}

async function provision({ tables, queues, ...topics }: App, addresses: Addresses, sqs: SQSClient): Promise<void> {
  const dynamodb = new DynamoDBClient({ region, credentials, endpoint: addresses.dynamodb });
  await provisionTables(dynamodb, tables);
  dynamodb.destroy();
  await provisionQueues(sqs, queues);
  const sns = new SNSClient({ region, credentials, endpoint: addresses.sns });
  await provisionTopics(sns, topics);
  sns.destroy();
}
