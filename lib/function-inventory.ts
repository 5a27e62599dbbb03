import { Duration } from 'aws-cdk-lib';
import { onTable, sendTo } from './access.ts';
import { agentFunctions, writeAgents } from './agent-functions.ts';
import { chatFunctions, writeChats } from './chat-functions.ts';
import { flowFunctions } from './flow-functions.ts';
import { gatewayFunctions } from './gateway-functions.ts';
import type { FunctionGrants } from './lambda-function.ts';
import type { Surroundings } from './surroundings.ts';

export type FunctionName = keyof ReturnType<typeof functionInventory>;

/** Every function, named as its file, with all that it may do. */
export function functionInventory(surroundings: Surroundings) {
  const { state, logoutQueue, alarmQueue } = surroundings;
  const jobs = onTable(state.jobs, 'JOBS_TABLE');
  const keys = onTable(state.keys, 'KEYS_TABLE');
  const alarms = onTable(state.alarms, 'ALARMS_TABLE');
  const signingKeys = onTable(state.signingKeys, 'SIGNING_KEYS_TABLE');
  const enqueueWork = sendTo(logoutQueue.queue, 'LOGOUT_QUEUE_URL');

  return {
    'http-authorize': { access: [keys('GetItem'), signingKeys('GetItem')] },
    'http-health': {},
    'http-not-found': {},
    ...agentFunctions(surroundings),
    ...chatFunctions(surroundings),
    ...flowFunctions(surroundings),
    ...gatewayFunctions(surroundings),
    'schedule-sweep-alarms': {
      access: [alarms('GetItem', 'Query', 'UpdateItem'), sendTo(alarmQueue.queue, 'ALARM_QUEUE_URL')],
      // Long enough to catch up after an outage; it notes how far it got, and the next sweep may overlap.
      timeout: Duration.minutes(1),
    },
    'queue-alarm': {
      // Of jobs it publishes what was left unpublished; it never changes them itself.
      access: [...writeAgents(surroundings), jobs('GetItem', 'UpdateItem'), enqueueWork, ...writeChats(surroundings)],
      timeout: alarmQueue.workerTimeout,
      continuesItself: true,
    },
  } satisfies Record<string, FunctionGrants>;
}
