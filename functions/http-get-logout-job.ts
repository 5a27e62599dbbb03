import { parseGetLogoutJob, renderLogoutJob } from '#dialects/native/logout-jobs.ts';
import { native } from '#dialects/native/problem.ts';
import { getLogoutJob } from '#runtime/compose/logout-jobs.ts';
import { http } from '#runtime/http.ts';

/** `GET /v1/force-logouts/{jobId}` */
export const handler = http(native, async (request) => renderLogoutJob(await getLogoutJob(parseGetLogoutJob(request))));
