import { agentsTable } from '../functions/adapters/dynamodb/agents/keys.ts';
import { type Access, onTable, publishOn, queryIndex, sendFrames, sendTo } from './access.ts';
import type { FunctionGrants } from './lambda-function.ts';
import type { Surroundings } from './surroundings.ts';

/** Changing agents: what happened is published and told to their desktops, and an alarm guards it until it is. */
export const writeAgents = ({ state, bus, alarmQueue, sockets }: Surroundings): readonly Access[] => [
  onTable(state.agents, 'AGENTS_TABLE')('GetItem', 'PutItem', 'UpdateItem'),
  publishOn(bus),
  sendTo(alarmQueue.queue, 'ALARM_QUEUE_URL'),
  sendFrames(sockets),
];

/** The functions of agents, their sessions and their forced logouts, named as their files. */
export function agentFunctions(surroundings: Surroundings) {
  const { settings: chosen, state, logoutQueue, sockets } = surroundings;
  const agents = onTable(state.agents, 'AGENTS_TABLE');
  const jobs = onTable(state.jobs, 'JOBS_TABLE');
  const enqueueWork = sendTo(logoutQueue.queue, 'LOGOUT_QUEUE_URL');
  const settings = onTable(state.settings, 'SETTINGS_TABLE');
  const signingKeys = onTable(state.signingKeys, 'SIGNING_KEYS_TABLE');
  const takeToken = onTable(state.limits, 'LIMITS_TABLE')('UpdateItem');

  const write = writeAgents(surroundings);
  const findAgents = [
    agents('Query', 'BatchGetItem'),
    queryIndex(state.agents, agentsTable.onlineByAddress.name, 'AGENTS_TABLE'),
  ];
  const forceLogouts = [...write, ...findAgents, jobs('GetItem', 'PutItem', 'UpdateItem'), enqueueWork, takeToken];
  const readJobs = [jobs('GetItem', 'Query')];
  const workJobs = [jobs('GetItem', 'PutItem', 'UpdateItem', 'Query'), enqueueWork];

  return {
    'http-put-agent': { access: [...write, agents('DeleteItem')] },
    'http-get-agent': { access: [agents('GetItem')] },
    'http-list-agents': { access: findAgents },
    // The first token of an instance makes the key that its tokens are signed with.
    'http-sign-in': { access: [...write, settings('GetItem'), signingKeys('GetItem', 'PutItem')] },
    'http-change-status': { access: write },
    'http-sign-out': { access: write },
    'http-heartbeat': { access: write },
    'http-session-heartbeat': { access: [...write, signingKeys('GetItem', 'PutItem')] },
    'http-session-leave': { access: [...write, signingKeys('GetItem')] },
    'http-session-connection': {
      access: [agents('GetItem'), signingKeys('GetItem', 'PutItem')],
      environment: { SOCKET_URL: sockets.url },
    },
    'http-get-agent-settings': { access: [settings('GetItem')] },
    'http-put-agent-settings': { access: [settings('PutItem')] },
    'http-begin-contact': { access: write },
    'http-end-contact': { access: write },
    'http-force-logouts': { access: forceLogouts },
    'http-get-logout-job': { access: readJobs },
    'http-list-logout-results': { access: readJobs },
    'http-ccai-force-logout': {
      access: forceLogouts,
      environment: { CCAI_DEFERRED_STATUS_CODE: String(chosen.deferredStatusCode) },
    },
    'http-ccai-logout-job': { access: readJobs },
    'http-nice-logout': {
      access: [...write, agents('BatchGetItem'), takeToken],
      // One agent is logged out at once: the jobs that its use case knows besides are never begun.
      environment: { JOBS_TABLE: state.jobs.tableName, LOGOUT_QUEUE_URL: logoutQueue.queue.queueUrl },
    },
    'queue-logout-work': {
      access: [...write, ...findAgents, ...workJobs],
      // One delivery is kept in reserve, should the worker be killed on the attempt that records what failed.
      environment: { LOGOUT_ATTEMPTS: String(logoutQueue.attempts - 1) },
      timeout: logoutQueue.workerTimeout,
      continuesItself: true,
    },
  } satisfies Record<string, FunctionGrants>;
}
