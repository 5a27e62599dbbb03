import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Addresses, Undo } from './addresses.ts';
import { type VirtualTime, virtualAt } from './clock/virtual-time.ts';
import { makeDeliver } from './events/deliver.ts';
import { openBuses } from './events/event-bus.ts';
import { putEventsEndpoint } from './events/put-events.ts';
import { startSchedules } from './events/scheduler.ts';
import { openFunctionLog } from './function-log.ts';
import { httpApi } from './http/http-api.ts';
import { sendDeadLetter } from './lambda/dead-letter.ts';
import { invokeEndpoint } from './lambda/invoke-endpoint.ts';
import { LambdaService } from './lambda/lambda-service.ts';
import type { LocalApp } from './local-app.ts';
import type { AccessControl } from './permissions/access-control.ts';
import { functionCredentials } from './permissions/caller.ts';
import { place } from './place.ts';
import { QueuePoller } from './sqs/queue-poller.ts';
import { openSocketGateway, type SocketGateway } from './websocket/socket-gateway.ts';

/** An app, and what it runs on. */
export interface Surroundings {
  readonly app: LocalApp;
  readonly time: VirtualTime;
  readonly sqs: SQSClient;
  readonly addresses: Addresses;
  readonly access: AccessControl;
  readonly folder: string;
  readonly threadsPerFunction: number;
  readonly log: (line: string) => void;
  readonly undo: Undo;
}

/** Sets the app going: queues are polled, rules fire, and the listeners it answers serve what comes from outside. */
export function runApp({ app, time, sqs, addresses, access, folder, threadsPerFunction, log, undo }: Surroundings): {
  readonly http: RequestListener;
  /** Nothing if the app has no WebSocket API. */
  readonly webSocket: SocketGateway | undefined;
  readonly lambda: RequestListener;
  readonly events: RequestListener;
} {
  const { account, region } = place;
  const now = () => virtualAt(time, Date.now());
  const logFolder = join(folder, 'logs');

  const functionLog = openFunctionLog(join(logFolder, 'functions.log'));
  undo(functionLog.close);
  const lambda = new LambdaService({
    functions: app.functions,
    surroundings: { ...functionEnvironment(addresses), NODE_COMPILE_CACHE: join(folder, 'compiled') },
    time,
    threadsPerFunction,
    functionLog: functionLog.write,
    giveUp: (lost) => sendDeadLetter(lost, addresses.sqs),
    log,
  });
  undo(() => lambda.stop());

  const deliver = makeDeliver({ lambda, sqs, logFolder, log });
  const buses = openBuses({ names: app.busNames, rules: app.rules, account, region, deliver });
  const pollers = app.mappings.map((mapping) => {
    // A mapping reads its queue with the role of its function.
    const reader = new SQSClient({
      region,
      credentials: functionCredentials(mapping.functionName),
      endpoint: addresses.sqs,
    });
    undo(() => reader.destroy());
    return new QueuePoller({ mapping, sqs: reader, lambda, region, time, log });
  });
  undo(async () => void (await Promise.all(pollers.map((poller) => poller.stop()))));
  undo(startSchedules({ rules: app.rules, time, account, region, deliver }));

  const invoke = (functionName: string, event: string, requestId: string) =>
    lambda.invoke(functionName, event, requestId);
  const { routes, cors, socketApi: api } = app;
  return {
    http: httpApi({ routes, cors, account, now, invoke, log }),
    webSocket: api && openSocketGateway({ api, now, access, log, invoke: (name, event) => lambda.invoke(name, event) }),
    lambda: invokeEndpoint(lambda),
    events: putEventsEndpoint({ buses, now, access }),
  };
}

/** The variables that every function finds beside its own: where it is, and where the services are. */
function functionEnvironment(addresses: Addresses): Record<string, string> {
  return {
    AWS_REGION: place.region,
    AWS_DEFAULT_REGION: place.region,
    AWS_ENDPOINT_URL_DYNAMODB: addresses.dynamodb,
    AWS_ENDPOINT_URL_SQS: addresses.sqs,
    AWS_ENDPOINT_URL_SNS: addresses.sns,
    AWS_ENDPOINT_URL_EVENTBRIDGE: addresses.events,
    TZ: ':UTC',
  };
}
