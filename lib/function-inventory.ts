import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { agentsTable } from '../functions/adapters/dynamodb/agents/keys.ts';
import { onTable, publishOn, queryIndex, sendTo } from './access.ts';
import type { FunctionGrants } from './lambda-function.ts';
import type { StateStack } from './state-stack.ts';
import type { WorkQueue } from './work-queue.ts';

interface Surroundings {
  readonly state: StateStack;
  readonly bus: EventBus;
  readonly logoutQueue: WorkQueue;
  readonly alarmQueue: WorkQueue;
  readonly deferredStatusCode: number;
  readonly connectInstanceArns: readonly string[];
}

export type FunctionName = keyof ReturnType<typeof functionInventory>;

/** Every function, named as its file, with all that it may do. */
export function functionInventory(surroundings: Surroundings) {
  const { state, bus, logoutQueue, alarmQueue, deferredStatusCode, connectInstanceArns } = surroundings;
  const agents = onTable(state.agents, 'AGENTS_TABLE');
  const jobs = onTable(state.jobs, 'JOBS_TABLE');
  const keys = onTable(state.keys, 'KEYS_TABLE');
  const chats = onTable(state.chats, 'CHATS_TABLE');
  const alarms = onTable(state.alarms, 'ALARMS_TABLE');
  const enqueueWork = sendTo(logoutQueue.queue, 'LOGOUT_QUEUE_URL');
  const sendAlarms = sendTo(alarmQueue.queue, 'ALARM_QUEUE_URL');

  const writeAgents = [agents('GetItem', 'PutItem', 'UpdateItem'), publishOn(bus), sendAlarms];
  const findAgents = [
    agents('Query', 'BatchGetItem'),
    queryIndex(state.agents, agentsTable.onlineByAddress.name, 'AGENTS_TABLE'),
  ];
  const forceLogouts = [...writeAgents, ...findAgents, jobs('GetItem', 'PutItem', 'UpdateItem'), enqueueWork];
  const readJobs = [jobs('GetItem', 'Query')];
  const workJobs = [jobs('GetItem', 'PutItem', 'UpdateItem', 'Query'), enqueueWork];
  const writeChats = [
    chats('GetItem', 'PutItem', 'UpdateItem'),
    alarms('PutItem', 'UpdateItem'),
    publishOn(bus),
    sendAlarms,
  ];

  return {
    'http-authorize': { access: [keys('GetItem')] },
    'http-health': {},
    'http-not-found': {},
    'http-put-agent': { access: [...writeAgents, agents('DeleteItem')] },
    'http-get-agent': { access: [agents('GetItem')] },
    'http-list-agents': { access: findAgents },
    'http-sign-in': { access: writeAgents },
    'http-change-status': { access: writeAgents },
    'http-sign-out': { access: writeAgents },
    'http-begin-contact': { access: writeAgents },
    'http-end-contact': { access: writeAgents },
    'http-force-logouts': { access: forceLogouts },
    'http-get-logout-job': { access: readJobs },
    'http-list-logout-results': { access: readJobs },
    'http-ccai-force-logout': {
      access: forceLogouts,
      environment: { CCAI_DEFERRED_STATUS_CODE: String(deferredStatusCode) },
    },
    'http-ccai-logout-job': { access: readJobs },
    'http-start-chat': { access: writeChats },
    'http-get-chat': { access: [chats('GetItem')] },
    'http-end-chat': { access: writeChats },
    'http-join-chat': { access: writeChats },
    'http-leave-chat': { access: writeChats },
    'http-record-activity': { access: writeChats },
    'http-configure-timers': { access: writeChats },
    'http-update-role-config': { access: writeChats },
    'flow-set-chat-timeouts': {
      access: writeChats,
      // A flow waits 8 seconds at the most.
      timeout: Duration.seconds(8),
      connectInstanceArns,
    },
    'schedule-sweep-alarms': {
      access: [alarms('GetItem', 'Query', 'UpdateItem'), sendAlarms],
      // Long enough to catch up after an outage; it notes how far it got, and the next sweep may overlap.
      timeout: Duration.minutes(1),
    },
    'queue-logout-work': {
      access: [...writeAgents, ...findAgents, ...workJobs],
      // One delivery is kept in reserve, should the worker be killed on the attempt that records what failed.
      environment: { LOGOUT_ATTEMPTS: String(logoutQueue.attempts - 1) },
      timeout: logoutQueue.workerTimeout,
      continuesItself: true,
    },
    'queue-alarm': {
      // Of agents and jobs it publishes what was left unpublished; it never changes them itself.
      access: [agents('GetItem', 'UpdateItem'), jobs('GetItem', 'UpdateItem'), enqueueWork, ...writeChats],
      timeout: alarmQueue.workerTimeout,
      continuesItself: true,
    },
  } satisfies Record<string, FunctionGrants>;
}
