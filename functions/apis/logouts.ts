import { ccaiRoutes } from '#dialects/ccai/force-logout.ts';
import { forceLogoutRoutes } from '#dialects/native/force-logouts.ts';
import { logoutJobRoutes } from '#dialects/native/logout-jobs.ts';
import { pendingLogoutRoutes } from '#dialects/native/pending-logouts.ts';
import { niceRoutes } from '#dialects/nice/logout.ts';

/** Forced logouts and their jobs, in every dialect that has them, for callers with a key. */
export const logoutsApi = [
  ...forceLogoutRoutes,
  ...logoutJobRoutes,
  ...pendingLogoutRoutes,
  ...ccaiRoutes,
  ...niceRoutes,
];
