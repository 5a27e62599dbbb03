import { parseLogoutJob, renderLogoutJob } from '#dialects/ccai/logout-job.ts';
import { ccai } from '#dialects/ccai/problem.ts';
import { getLogoutJob } from '#runtime/compose/logout-jobs.ts';
import { http } from '#runtime/http.ts';

/** `GET /apps/api/v1/agent_statuses/force_logout/jobs/{id}` */
export const handler = http(ccai, async (request) => renderLogoutJob(await getLogoutJob(parseLogoutJob(request))));
