import { ccaiRoutes } from '#dialects/ccai/force-logout.ts';
import { auditRoutes } from '#dialects/native/audit.ts';
import { forceLogoutRoutes } from '#dialects/native/force-logouts.ts';
import { logoutJobRoutes } from '#dialects/native/logout-jobs.ts';
import { logoutScheduleRoutes } from '#dialects/native/logout-schedules.ts';
import { pendingLogoutRoutes } from '#dialects/native/pending-logouts.ts';
import { niceRoutes } from '#dialects/nice/logout.ts';

/** Forced logouts and their jobs, in every dialect that has them, for callers with a key. */
export const logoutsApi = [
  ...forceLogoutRoutes,
  ...logoutJobRoutes,
  ...logoutScheduleRoutes,
  ...pendingLogoutRoutes,
  ...auditRoutes,
  ...ccaiRoutes,
  ...niceRoutes,
];
