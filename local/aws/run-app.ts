import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { functionCredentials, region } from './account.ts';
import type { App } from './app.ts';
import { makeDeliver } from './events/deliver.ts';
import { type BusEvent, openBuses, startSchedules } from './events/event-bus.ts';
import { putEventsEndpoint } from './events/put-events.ts';
import { httpApi, type WatchRequest } from './http/http-api.ts';
import type { Addresses } from './http-server.ts';
import { openInFlightFile } from './in-flight.ts';
import type { StreamRecord } from './kinesis/stream-mapping.ts';
import { StreamReader } from './kinesis/stream-reader.ts';
import { sendDeadLetter } from './lambda/dead-letter.ts';
import { invokeEndpoint } from './lambda/invoke-endpoint.ts';
import { asynchronousInvocation, LambdaService } from './lambda/lambda-service.ts';
import type { VersionChoice } from './lambda/versions.ts';
import { openFunctionLog } from './lambda/warm-thread.ts';
import type { AccessControl } from './permissions/access-control.ts';
import { QueuePoller } from './sqs/queue-poller.ts';
import { type VirtualTime, virtualAt } from './virtual-time.ts';
import { connectionFacts } from './websocket/socket-event.ts';
import { openSocketGateway, type SocketGateway } from './websocket/socket-gateway.ts';

/** An app and the services it runs on. */
export interface RunAppSettings {
  readonly app: App;
  readonly time: VirtualTime;
  readonly sqs: SQSClient;
  readonly addresses: Addresses;
  readonly access: AccessControl;
  readonly folder: string;
  readonly threadsPerFunction: number;
  readonly otherVersion: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: (line: string) => void;
  readonly onEvent: ((event: BusEvent) => void) | undefined;
  readonly onRequest: WatchRequest | undefined;
  readonly cleanup: AsyncDisposableStack;
}

/** What serves requests from outside. */
export interface AppListeners {
  readonly http: RequestListener;
  /** Undefined if the app has no WebSocket API. */
  readonly webSocket: SocketGateway | undefined;
  readonly lambda: RequestListener;
  readonly events: RequestListener;
  /** Puts a record into a stream of somebody else that functions of the app read. */
  putRecord(streamArn: string, record: StreamRecord): void;
  /** Which version of a function runs. */
  readonly versions: VersionChoice;
  /** Goes on with asynchronous invocations of an earlier run. */
  resume(): void;
}

/** Runs an app: starts to poll its queues and to fire its scheduled rules, and returns the listeners of its APIs. */
export function runApp(settings: RunAppSettings): AppListeners {
  const { app, time, sqs, addresses, access, folder, threadsPerFunction, otherVersion, log, cleanup } = settings;
  const now = () => virtualAt(time, Date.now());
  const logFolder = join(folder, 'logs');

  const functionLog = openFunctionLog(join(logFolder, 'functions.log'));
  cleanup.defer(functionLog.close);
  const inFlight = openInFlightFile(join(folder, 'in-flight.sqlite'));
  cleanup.defer(inFlight.close);
  const lambda = new LambdaService({
    functions: app.functions,
    environment: {
      ...commonEnvironment(addresses),
      ...settings.environment,
      NODE_COMPILE_CACHE: join(folder, 'compiled'),
    },
    time,
    threadsPerFunction,
    otherVersion,
    functionLog: functionLog.write,
    inFlight: inFlight.of('invocation', asynchronousInvocation),
    sendDeadLetter: (invocation) => sendDeadLetter(invocation, addresses.sqs),
    log,
  });
  cleanup.defer(() => lambda.stop());

  const deliver = makeDeliver({ lambda, sqs, logFolder, log });
  const buses = openBuses({ names: app.busNames, rules: app.rules, deliver, onEvent: settings.onEvent });
  const pollers = app.mappings.map((mapping) => {
    // Lambda reads a queue with the role of the function.
    const credentials = functionCredentials(mapping.functionName);
    const reader = new SQSClient({ region, credentials, endpoint: addresses.sqs });
    cleanup.defer(() => reader.destroy());
    return new QueuePoller({ mapping, sqs: reader, lambda, time, log });
  });
  cleanup.defer(async () => void (await Promise.all(pollers.map((poller) => poller.stop()))));
  cleanup.defer(startSchedules({ rules: app.rules, time, deliver }));

  const streams = app.streamMappings.map((mapping) => {
    const credentials = functionCredentials(mapping.functionName);
    const sender = new SQSClient({ region, credentials, endpoint: addresses.sqs });
    cleanup.defer(() => sender.destroy());
    return { streamArn: mapping.streamArn, reader: new StreamReader({ mapping, lambda, sqs: sender, time, log }) };
  });
  cleanup.defer(async () => void (await Promise.all(streams.map(({ reader }) => reader.stop()))));

  const invoke = (functionName: string, event: string, requestId?: string) =>
    lambda.invoke(functionName, event, requestId);
  const { routes, cors, socketApi: api } = app;
  const openConnections = inFlight.of('connection', connectionFacts);
  return {
    http: httpApi({ routes, cors, now, invoke, log, onRequest: settings.onRequest }),
    webSocket: api && openSocketGateway({ api, now, access, inFlight: openConnections, log, invoke }),
    lambda: invokeEndpoint(lambda),
    events: putEventsEndpoint({ buses, now, access }),
    versions: lambda.versions,
    resume: () => lambda.resume(),
    putRecord(streamArn, record) {
      for (const each of streams) if (each.streamArn === streamArn) each.reader.put(record);
    },
  };
}

/** The environment variables of every function, in addition to its own: the region, and where the services listen. */
function commonEnvironment(addresses: Addresses): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL_DYNAMODB: addresses.dynamodb,
    AWS_ENDPOINT_URL_SQS: addresses.sqs,
    AWS_ENDPOINT_URL_SNS: addresses.sns,
    AWS_ENDPOINT_URL_EVENTBRIDGE: addresses.events,
    TZ: ':UTC',
  };
}
