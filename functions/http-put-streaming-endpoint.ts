import { native } from '#dialects/native/problem.ts';
import { parsePutStreamingEndpoint, renderPutEndpoint } from '#dialects/native/streaming-endpoints.ts';
import { endpointRules, newSecret, putEndpoint } from '#runtime/compose/put-endpoint.ts';
import { http } from '#runtime/http.ts';

/** `PUT /v1/streaming-endpoints/{endpointId}` */
export const handler = http(native, async (request) => {
  const endpoint = parsePutStreamingEndpoint(request, endpointRules);
  return renderPutEndpoint(await putEndpoint({ ...endpoint, secret: newSecret() }));
});
