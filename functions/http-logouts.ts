import type { DeferredStatusCode } from '#dialects/ccai/force-logout.ts';
import { access } from '#runtime/compose/access.ts';
import { agents } from '#runtime/compose/agents.ts';
import { audit } from '#runtime/compose/audit.ts';
import { forcedLogouts } from '#runtime/compose/forced-logouts.ts';
import { answerOnce } from '#runtime/compose/idempotency.ts';
import { logoutSchedules } from '#runtime/compose/logout-schedules.ts';
import { env } from '#runtime/env.ts';
import { http } from '#runtime/http.ts';
import { logoutsApi } from './apis/logouts.ts';

/** The CDK app lets 400 and 200 pass, nothing else. */
const ccaiDeferredStatusCode: DeferredStatusCode = env('CCAI_DEFERRED_STATUS_CODE') === '200' ? 200 : 400;

/** Forced logouts and their jobs. */
export const handler = http(
  logoutsApi,
  {
    ...forcedLogouts,
    ...logoutSchedules,
    listAudit: audit.listAudit,
    getAgent: agents.getAgent,
    ...access,
    answerOnce,
    ccaiDeferredStatusCode,
  },
  access,
);
