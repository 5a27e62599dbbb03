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
}

export type FunctionName = keyof ReturnType<typeof functionInventory>;

/** Every function, named as its file, with all that it may do. */
export function functionInventory({ state, bus, logoutQueue, alarmQueue, deferredStatusCode }: Surroundings) {
  const agents = onTable(state.agents, 'AGENTS_TABLE');
  const jobs = onTable(state.jobs, 'JOBS_TABLE');
  const keys = onTable(state.keys, 'KEYS_TABLE');
  const enqueueWork = sendTo(logoutQueue.queue, 'LOGOUT_QUEUE_URL');

  const writeAgents = [
    agents('GetItem', 'PutItem', 'UpdateItem'),
    publishOn(bus),
    sendTo(alarmQueue.queue, 'ALARM_QUEUE_URL'),
  ];
  const findAgents = [
    agents('Query', 'BatchGetItem'),
    queryIndex(state.agents, agentsTable.onlineByAddress.name, 'AGENTS_TABLE'),
  ];
  const forceLogouts = [...writeAgents, ...findAgents, jobs('GetItem', 'PutItem', 'UpdateItem'), enqueueWork];
  const readJobs = [jobs('GetItem', 'Query')];
  const workJobs = [jobs('GetItem', 'PutItem', 'UpdateItem', 'Query'), enqueueWork];

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
    'queue-logout-work': {
      access: [...writeAgents, ...findAgents, ...workJobs],
      // One delivery is kept in reserve, should the worker be killed on the attempt that records what failed.
      environment: { LOGOUT_ATTEMPTS: String(logoutQueue.attempts - 1) },
      timeout: logoutQueue.workerTimeout,
      continuesItself: true,
    },
    'queue-alarm': {
      // It publishes what was left unpublished and sends jobs off; it never changes an agent or a job itself.
      access: [agents('GetItem', 'UpdateItem'), jobs('GetItem', 'UpdateItem'), publishOn(bus), enqueueWork],
      environment: { ALARM_QUEUE_URL: alarmQueue.queue.queueUrl },
      timeout: alarmQueue.workerTimeout,
      continuesItself: true,
    },
  } satisfies Record<string, FunctionGrants>;
}
