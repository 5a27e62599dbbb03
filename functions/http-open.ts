import { openRoutes } from '#dialects/open.ts';
import { docsPage } from '#runtime/docs-page.ts';
import { http } from '#runtime/http.ts';

/** What anybody can call: health, pages and the document of the API, preflights, and every path that is not there. Its role allows nothing but writing its log. */
export const handler = http(openRoutes, { docsPage });
