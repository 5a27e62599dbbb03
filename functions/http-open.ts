import { openRoutes } from '#dialects/open.ts';
import { http } from '#runtime/http.ts';

/** What anybody can call: health, preflights, and every path that is not there. Its role allows nothing but writing its log. */
export const handler = http(openRoutes, {});
