import { onTable } from './access.ts';
import { writeAgents } from './agent-functions.ts';
import type { FunctionGrants } from './lambda-function.ts';
import type { Surroundings } from './surroundings.ts';

/** The functions of the agent gateway, and of what lets agents in there and do things to others, named as their files. */
export function gatewayFunctions(surroundings: Surroundings) {
  const { settings: chosen, state } = surroundings;
  const keys = onTable(state.keys, 'KEYS_TABLE');
  const settings = onTable(state.settings, 'SETTINGS_TABLE');
  const takeToken = onTable(state.limits, 'LIMITS_TABLE')('UpdateItem');

  const write = writeAgents(surroundings);
  const environment = { GATEWAY_INSTANCE_ID: chosen.gatewayInstanceId ?? '' };

  return {
    'http-gateway-sign-in': { access: [...write, keys('UpdateItem'), settings('GetItem')], environment },
    'http-gateway-sign-out': { access: write, environment },
    'http-gateway-supervise': { access: [...write, settings('GetItem'), takeToken], environment },
    'http-gateway-poll': { access: write, environment },
    'http-put-password': { access: [keys('PutItem')] },
    'http-get-security-profile': { access: [settings('GetItem')] },
    'http-put-security-profile': { access: [settings('PutItem')] },
  } satisfies Record<string, FunctionGrants>;
}
