import { huaweiRoutes } from '#dialects/huawei/routes.ts';
import { noteRefusal } from '#runtime/compose/access.ts';
import { agentClients } from '#runtime/compose/agents.ts';
import { http } from '#runtime/http.ts';

/** Agents who sign in with a password: the agent gateway of Huawei AICC. */
export const handler = http(huaweiRoutes, agentClients, { noteRefusal });
