import { parseListLogoutResults, renderLogoutResults } from '#dialects/native/logout-jobs.ts';
import { native } from '#dialects/native/problem.ts';
import { listLogoutResults } from '#runtime/compose/logout-jobs.ts';
import { http } from '#runtime/http.ts';

/** `GET /v1/force-logouts/{jobId}/results` */
export const handler = http(native, async (request) =>
  renderLogoutResults(await listLogoutResults(...parseListLogoutResults(request))),
);
