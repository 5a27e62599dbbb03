import { region } from './account.ts';
import type { SynthesizedStack } from './assembly/cloud-assembly.ts';
import type { Table } from './dynamodb/tables.ts';
import { type BusRule, readRules } from './events/rules.ts';
import type { Cors } from './http/cors.ts';
import { type RouteDefinition, readCors, readRoutes } from './http/routes.ts';
import { readStreamMappings, type StreamMapping } from './kinesis/stream-mapping.ts';
import { type FunctionDefinition, readFunctions } from './lambda/functions.ts';
import { type FunctionRole, readFunctionRoles } from './permissions/policies.ts';
import { type Declarations, readDeclarations } from './resources/declared.ts';
import { eventBusType } from './resources/events.ts';
import { apiType } from './resources/http-api.ts';
import { queueType } from './resources/queue.ts';
import type { AppAddresses } from './resources/resource-type.ts';
import { tableType } from './resources/table.ts';
import { subscriptionType, topicType } from './resources/topic.ts';
import { socketApiType } from './resources/websocket-api.ts';
import { type QueueMapping, readMappings } from './sqs/queue-mapping.ts';
import type { Queue, Subscription, Topic } from './sqs/queues-and-topics.ts';
import { readSocketApi, type SocketApi } from './websocket/socket-api.ts';

/** An app as its templates declare it, checked: every property is supported and every reference leads to a resource. */
export interface App {
  readonly tables: readonly Table[];
  readonly queues: readonly Queue[];
  readonly topics: readonly Topic[];
  readonly subscriptions: readonly Subscription[];
  readonly functions: readonly FunctionDefinition[];
  readonly roles: readonly FunctionRole[];
  readonly mappings: readonly QueueMapping[];
  readonly streamMappings: readonly StreamMapping[];
  readonly routes: readonly RouteDefinition[];
  readonly cors: Cors | undefined;
  readonly socketApi: SocketApi | undefined;
  readonly busNames: readonly string[];
  readonly rules: readonly BusRule[];
}

/** @throws StartError for the first thing in the templates that the local run would not do as AWS does */
export function readApp(stacks: readonly SynthesizedStack[], addresses: AppAddresses): App {
  const declared = readDeclarations(stacks, addresses);
  const queues = declared(queueType);
  const functions = readFunctions(declared, queues, makeToLocalAddress(declared, addresses));
  return {
    tables: declared(tableType),
    queues,
    topics: declared(topicType),
    subscriptions: declared(subscriptionType),
    functions,
    roles: readFunctionRoles(declared),
    mappings: readMappings(declared, queues, functions),
    streamMappings: readStreamMappings(declared, queues, functions),
    routes: readRoutes(declared, functions),
    cors: readCors(declared),
    socketApi: readSocketApi(declared, functions),
    busNames: ['default', ...declared(eventBusType).map(({ name }) => name)],
    rules: readRules(declared, queues, functions),
  };
}

/** Replaces the addresses that AWS derives from the ids of the app's APIs by their addresses here. */
function makeToLocalAddress(declared: Declarations, addresses: AppAddresses): (text: string) => string {
  const suffix = `.execute-api.${region}.amazonaws.com`;
  const replacements = [
    ...declared(apiType).map(({ ref }) => [`https://${ref}${suffix}`, addresses.http] as const),
    ...declared(socketApiType).map(({ ref }) => [`wss://${ref}${suffix}`, addresses.webSocket] as const),
  ];
  return (text) => replacements.reduce((changed, [remote, local]) => changed.replaceAll(remote, local), text);
}
