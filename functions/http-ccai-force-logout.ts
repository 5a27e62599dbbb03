import { parseForceLogout, renderForceLogout } from '#dialects/ccai/force-logout.ts';
import { ccai } from '#dialects/ccai/problem.ts';
import { ccaiDeferredStatusCode } from '#runtime/compose/ccai-settings.ts';
import { forceLogouts } from '#runtime/compose/force-logouts.ts';
import { limited } from '#runtime/compose/limited.ts';
import { http } from '#runtime/http.ts';

/** `POST /apps/api/v1/agent_statuses/force_logout` */
export const handler = http(
  ccai,
  limited(async (request) =>
    renderForceLogout(await forceLogouts(...parseForceLogout(request)), request, ccaiDeferredStatusCode),
  ),
);
