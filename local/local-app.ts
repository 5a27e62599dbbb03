import type { SynthesizedStack } from './assembly/cloud-assembly.ts';
import type { Table } from './dynamodb/provision-tables.ts';
import { type BusRule, readRules } from './events/rules.ts';
import type { Cors } from './http/cors.ts';
import { type RouteDefinition, readCors, readRoutes } from './http/routes.ts';
import { type FunctionDefinition, readFunctions } from './lambda/functions.ts';
import { type FunctionRole, readFunctionRoles } from './permissions/function-role.ts';
import { makeToLocalAddress } from './resources/api-address.ts';
import { readDeclarations } from './resources/declared.ts';
import { eventBusType } from './resources/event-bus.ts';
import { queueType } from './resources/queue.ts';
import type { Place } from './resources/resource-type.ts';
import { tableType } from './resources/table.ts';
import { type QueueMapping, readMappings } from './sqs/mappings.ts';
import type { Queue } from './sqs/queues.ts';
import { readSocketApi, type SocketApi } from './websocket/socket-api.ts';

/** The app to run, as its templates say it: everything is checked and every connection leads somewhere. */
export interface LocalApp {
  readonly tables: readonly Table[];
  readonly queues: readonly Queue[];
  readonly functions: readonly FunctionDefinition[];
  readonly roles: readonly FunctionRole[];
  readonly mappings: readonly QueueMapping[];
  readonly routes: readonly RouteDefinition[];
  readonly cors: Cors | undefined;
  readonly socketApi: SocketApi | undefined;
  readonly busNames: readonly string[];
  readonly rules: readonly BusRule[];
}

/** @throws StartFault for the first thing in the templates that the local run would not do as AWS does. */
export function readApp(stacks: readonly SynthesizedStack[], place: Place): LocalApp {
  const declared = readDeclarations(stacks, place);
  const queues = declared(queueType);
  const functions = readFunctions(declared, queues, makeToLocalAddress(declared, place));
  return {
    tables: declared(tableType),
    queues,
    functions,
    roles: readFunctionRoles(declared),
    mappings: readMappings(declared, queues, functions),
    routes: readRoutes(declared, functions),
    cors: readCors(declared),
    socketApi: readSocketApi(declared, functions),
    busNames: ['default', ...declared(eventBusType).map(({ name }) => name)],
    rules: readRules(declared, queues, functions),
  };
}
