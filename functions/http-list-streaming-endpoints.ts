import { native } from '#dialects/native/problem.ts';
import { parseListStreamingEndpoints, renderStreamingEndpoints } from '#dialects/native/streaming-endpoints.ts';
import { streamingEndpoints } from '#runtime/compose/streaming-endpoints.ts';
import { http } from '#runtime/http.ts';

/** `GET /v1/streaming-endpoints` */
export const handler = http(native, async (request) =>
  renderStreamingEndpoints(await streamingEndpoints.list(parseListStreamingEndpoints(request))),
);
