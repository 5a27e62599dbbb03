import { dialectOf } from '#dialects/dialect-of-path.ts';
import { native } from '#dialects/native/problem.ts';
import { openHttp } from '#runtime/http.ts';

/** `$default`: every path and method that no route has, answered in the shape of the API that the path belongs to. */
export const handler = openHttp(native, async ({ rawPath, requestContext: { http, requestId } }) =>
  dialectOf(rawPath)({ type: 'notFound', message: `There is no ${http.method} ${rawPath}` }, requestId),
);
