import { Construct } from 'constructs';
import { limitsTable } from '../functions/adapters/dynamodb/access-tables.ts';
import { agentsTable } from '../functions/adapters/dynamodb/agents-table.ts';
import { agentsApi } from '../functions/apis/agents.ts';
import { huaweiRoutes } from '../functions/dialects/huawei/routes.ts';
import { desktopRoutes } from '../functions/dialects/native/desktops.ts';
import { type Access, makeSigningKeys, onTable, publishOn, queryIndex, sendFrames, sendTo } from './access.ts';
import { nameInstances } from './amazon-connect.ts';
import { identifyCallers } from './callers.ts';
import type { Foundation, HttpFunction } from './foundation.ts';
import { offerWatches } from './supervisors.ts';

/**
 * Changing agents: events are published, desktops notified, and a wake-up guards both. A function that only does this knows
 * which agents are those of an instance of Amazon Connect, and may not call it: the wake-up does.
 */
export const changeAgents = ({ settings, state, bus, wakeUpQueue, sockets }: Foundation): readonly Access[] => [
  onTable(state.agents, 'AGENTS_TABLE')('GetItem', 'PutItem', 'UpdateItem'),
  publishOn(bus),
  sendTo(wakeUpQueue, 'WAKE_UP_QUEUE_URL'),
  sendFrames(sockets),
  nameInstances(settings),
];

/** Finding agents by id, team and IP range. */
export const findAgents = ({ state }: Foundation): readonly Access[] => [
  onTable(state.agents, 'AGENTS_TABLE')('Query', 'BatchGetItem'),
  queryIndex(state.agents, agentsTable.onlineByAddress.name, 'AGENTS_TABLE'),
];

/** Following what the backend of an instance shows of agents, if there is one: rules of their teams are about that. */
export const followAgents = ({ settings, state }: Foundation): readonly Access[] =>
  settings.amazonConnectArns.length > 0 ? [onTable(state.settings, 'SETTINGS_TABLE')('Query')] : [];

/** Comparing all agents of an instance with its backend, if there is one. */
export const lookAtEverybody = (foundation: Foundation): readonly Access[] =>
  foundation.settings.amazonConnectArns.length > 0 ? [...findAgents(foundation), ...followAgents(foundation)] : [];

/** Agents and their sessions: for callers with a key, for the pages of desktops, and for agents with a password. */
export class Agents extends Construct {
  readonly http: readonly HttpFunction[];

  constructor(scope: Construct, id: string, foundation: Foundation) {
    super(scope, id);
    const { settings: chosen, state, functions } = foundation;
    const agents = onTable(state.agents, 'AGENTS_TABLE');
    const settings = onTable(state.settings, 'SETTINGS_TABLE');
    const change = changeAgents(foundation);
    const signingKeys = onTable(state.signingKeys, 'SIGNING_KEYS_TABLE');

    this.http = [
      {
        lambda: functions.make(this, 'http-agents', {
          access: [
            ...change,
            ...findAgents(foundation),
            queryIndex(state.agents, agentsTable.bySortKey, 'AGENTS_TABLE'),
            agents('DeleteItem'),
            onTable(state.keys, 'KEYS_TABLE')('DeleteItem'),
            onTable(state.limits, 'LIMITS_TABLE')('DeleteItem'),
            queryIndex(state.limits, limitsTable.byGuessed.name, 'LIMITS_TABLE'),
            settings('GetItem'),
            identifyCallers(foundation),
            makeSigningKeys(state.signingKeys),
            offerWatches(foundation),
          ],
          environment: { TRUSTED_PROXIES: chosen.trustedProxies.join(',') },
        }),
        routes: agentsApi,
      },
      {
        lambda: functions.make(this, 'http-desktops', {
          access: [...change, signingKeys('GetItem'), onTable(state.limits, 'LIMITS_TABLE')('UpdateItem')],
          environment: { TRUSTED_PROXIES: chosen.trustedProxies.join(','), THROTTLE: String(chosen.throttle) },
        }),
        routes: desktopRoutes,
      },
      {
        lambda: functions.make(this, 'http-huawei', {
          access: [
            ...change,
            onTable(state.keys, 'KEYS_TABLE')('GetItem'),
            settings('GetItem'),
            onTable(state.limits, 'LIMITS_TABLE')('GetItem', 'UpdateItem'),
          ],
          environment: {
            HUAWEI_INSTANCE_ID: chosen.huaweiInstanceId ?? '',
            TRUSTED_PROXIES: chosen.trustedProxies.join(','),
            HUAWEI_HELD_POLLS: String(chosen.huaweiHeldPolls),
            THROTTLE: String(chosen.throttle),
          },
        }),
        routes: huaweiRoutes,
      },
    ];
  }
}
