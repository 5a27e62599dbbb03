import { parseForceLogouts, renderForceLogouts } from '#dialects/native/force-logouts.ts';
import { native } from '#dialects/native/problem.ts';
import { forceLogouts } from '#runtime/compose/force-logouts.ts';
import { limited } from '#runtime/compose/limited.ts';
import { http } from '#runtime/http.ts';

/** `POST /v1/force-logouts` */
export const handler = http(
  native,
  limited(async (request) => renderForceLogouts(await forceLogouts(...parseForceLogouts(request)), request)),
);
