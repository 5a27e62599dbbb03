import { participantRoutes } from '#dialects/connect-participant/routes.ts';
import { huaweiRoutes } from '#dialects/huawei/routes.ts';
import { desktopRoutes } from '#dialects/native/desktops.ts';
import { openRoutes } from '#dialects/open.ts';
import type { Route } from '#dialects/route.ts';
import { agentsApi } from '../../functions/apis/agents.ts';
import { chatsApi } from '../../functions/apis/chats.ts';
import { logoutsApi } from '../../functions/apis/logouts.ts';
import { settingsApi } from '../../functions/apis/settings.ts';

const routesByFunction = {
  'http-agents': agentsApi,
  'http-logouts': logoutsApi,
  'http-chats': chatsApi,
  'http-settings': settingsApi({ topicArns: [], plainWebhooks: false }),
  'http-participants': participantRoutes,
  'http-desktops': desktopRoutes,
  'http-huawei': huaweiRoutes,
  'http-open': openRoutes,
};

/** Every route that is declared in functions/, by the function that answers it. */
export const declaredRoutes: Readonly<Record<string, readonly Route<never>[]>> = routesByFunction;

/** Every route of the HTTP API, with the use cases that it needs. */
export const allRoutes = Object.values(routesByFunction).flat();

/** Whether an audience proves who it is by a key or by IAM. All others are strangers, with a token or a password. */
export const isKnown = (audience: Route<never>['audience']) => audience === 'caller' || audience === 'signedCaller';
