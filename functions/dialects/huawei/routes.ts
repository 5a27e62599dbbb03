import { type BasePath, pollRoute } from './session.ts';
import { signInRoutes } from './sign-in.ts';
import { signOutRoutes, supervisorSignOutRoute } from './sign-out.ts';

const bases: readonly BasePath[] = ['/agentgateway/resource', '/{instanceId}/agentgateway/resource'];

/** The agent gateway of Huawei AICC. Every call has two paths: the one that clients know, and one with the instance. */
export const huaweiRoutes = bases.flatMap((base) => [
  ...signInRoutes(base),
  ...signOutRoutes(base),
  supervisorSignOutRoute(base),
  pollRoute(base),
]);
