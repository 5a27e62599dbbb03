import { parseNiceLogout, renderNiceLogout } from '#dialects/nice/logout.ts';
import { nice } from '#dialects/nice/problem.ts';
import { forceLogouts } from '#runtime/compose/force-logouts.ts';
import { limited } from '#runtime/compose/limited.ts';
import { http } from '#runtime/http.ts';

/** `POST /incontactapi/services/{version}/agents/{agentId}/logout` */
export const handler = http(
  nice,
  limited(async (request) => renderNiceLogout(await forceLogouts(...parseNiceLogout(request)))),
);
