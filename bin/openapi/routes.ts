import { agentsApi } from '../../functions/apis/agents.ts';
import { chatsApi } from '../../functions/apis/chats.ts';
import { logoutsApi } from '../../functions/apis/logouts.ts';
import { settingsApi } from '../../functions/apis/settings.ts';
import { participantRoutes } from '../../functions/dialects/connect-participant/routes.ts';
import { huaweiRoutes } from '../../functions/dialects/huawei/routes.ts';
import { desktopRoutes } from '../../functions/dialects/native/desktops.ts';
import { openRoutes } from '../../functions/dialects/open.ts';

/** Every route of the HTTP API, in the order of the document. */
export const documentedRoutes = [
  ...agentsApi,
  ...logoutsApi,
  ...chatsApi,
  ...settingsApi({ topicArns: [], plainWebhooks: false }),
  ...participantRoutes,
  ...desktopRoutes,
  ...huaweiRoutes,
  ...openRoutes,
];
