import { agentsTable } from '../functions/adapters/dynamodb/agents/keys.ts';
import { onTable, publishOn, queryIndex, sendTo } from './access.ts';
import type { FunctionGrants } from './lambda-function.ts';
import type { Surroundings } from './surroundings.ts';

/** The functions of agents, their sessions and their forced logouts, named as their files. */
export function agentFunctions({ settings, state, bus, logoutQueue, alarmQueue }: Surroundings) {
  const agents = onTable(state.agents, 'AGENTS_TABLE');
  const jobs = onTable(state.jobs, 'JOBS_TABLE');
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
      environment: { CCAI_DEFERRED_STATUS_CODE: String(settings.deferredStatusCode) },
    },
    'http-ccai-logout-job': { access: readJobs },
    'queue-logout-work': {
      access: [...writeAgents, ...findAgents, ...workJobs],
      // One delivery is kept in reserve, should the worker be killed on the attempt that records what failed.
      environment: { LOGOUT_ATTEMPTS: String(logoutQueue.attempts - 1) },
      timeout: logoutQueue.workerTimeout,
      continuesItself: true,
    },
  } satisfies Record<string, FunctionGrants>;
}
