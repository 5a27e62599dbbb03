import { agentsApi } from '../../functions/apis/agents.ts';
import { chatsApi } from '../../functions/apis/chats.ts';
import { logoutsApi } from '../../functions/apis/logouts.ts';
import { settingsApi } from '../../functions/apis/settings.ts';
import { participantRoutes } from '../../functions/dialects/connect-participant/routes.ts';
import { huaweiRoutes } from '../../functions/dialects/huawei/routes.ts';
import { desktopRoutes } from '../../functions/dialects/native/desktops.ts';
import { openRoutes } from '../../functions/dialects/open.ts';
import type { Route } from '../../functions/dialects/route.ts';

/** Every route that is declared in functions/, by the function that answers it. */
export const declaredRoutes: Readonly<Record<string, readonly Route<never>[]>> = {
  'http-agents': agentsApi,
  'http-logouts': logoutsApi,
  'http-chats': chatsApi,
  'http-settings': settingsApi({ topicArns: [], plainWebhooks: false }),
  'http-participants': participantRoutes,
  'http-desktops': desktopRoutes,
  'http-huawei': huaweiRoutes,
  'http-open': openRoutes,
};

/** Whether an audience proves who it is by a key or by IAM. All others are strangers, with a token or a password. */
export const isKnown = (audience: Route<never>['audience']) => audience === 'caller' || audience === 'signedCaller';
