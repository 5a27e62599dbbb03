import { native } from '#dialects/native/problem.ts';
import { parseDeleteStreamingEndpoint, renderDeletedEndpoint } from '#dialects/native/streaming-endpoints.ts';
import { streamingEndpoints } from '#runtime/compose/streaming-endpoints.ts';
import { http } from '#runtime/http.ts';

/** `DELETE /v1/streaming-endpoints/{endpointId}` */
export const handler = http(native, async (request) => {
  await streamingEndpoints.remove(...parseDeleteStreamingEndpoint(request));
  return renderDeletedEndpoint();
});
