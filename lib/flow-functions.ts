import { Duration } from 'aws-cdk-lib';
import { onTable, sendTo } from './access.ts';
import { writeChats } from './chat-functions.ts';
import type { FunctionGrants } from './lambda-function.ts';
import type { Surroundings } from './surroundings.ts';

/** The functions that flows of Amazon Connect invoke, named as their files. */
export function flowFunctions(surroundings: Surroundings) {
  const { settings: chosen, state, alarmQueue } = surroundings;
  const agents = onTable(state.agents, 'AGENTS_TABLE');
  const settings = onTable(state.settings, 'SETTINGS_TABLE');
  const signingKeys = onTable(state.signingKeys, 'SIGNING_KEYS_TABLE');
  const takeToken = onTable(state.limits, 'LIMITS_TABLE')('UpdateItem');

  // A flow waits 8 seconds at the most.
  const invokedByFlows = { timeout: Duration.seconds(8), connectInstanceArns: chosen.connectInstanceArns };

  return {
    'flow-set-chat-timeouts': { ...invokedByFlows, access: writeChats(surroundings) },
    'flow-set-security-user': {
      ...invokedByFlows,
      access: [agents('GetItem'), settings('GetItem'), signingKeys('GetItem', 'PutItem')],
    },
    'flow-terminate-agent-session': {
      ...invokedByFlows,
      // What happened is published by the alarm: a flow cannot wait for the bus.
      access: [
        agents('GetItem', 'PutItem'),
        sendTo(alarmQueue.queue, 'ALARM_QUEUE_URL'),
        signingKeys('GetItem'),
        takeToken,
      ],
    },
  } satisfies Record<string, FunctionGrants>;
}
