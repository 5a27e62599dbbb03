import { setTimeout as wait } from 'node:timers/promises';
import type { GatewayRequest } from '#dialects/gateway/request.ts';
import { type HttpAnswer, RefusedRequest, type RenderProblem } from '#dialects/http.ts';
import { envOrEmpty } from './env.ts';
import { defined, type Event, type HttpHandler, openHttp, readBody } from './http.ts';

/** A Lambda behind a route of the agent gateway, which nobody calls with a key: the dialect says who it is. */
export const gatewayHttp = (
  renderProblem: RenderProblem,
  work: (request: GatewayRequest) => Promise<HttpAnswer>,
): HttpHandler => openHttp(renderProblem, async (event) => inTime(work(readRequest(event))));

/** Below the ten seconds of the function, after which the answer would be the gateway's own, without a retcode. */
const answersWithin = 8_000;

/** @throws RefusedRequest when the work takes too long; what it has begun may still take effect. */
async function inTime(work: Promise<HttpAnswer>): Promise<HttpAnswer> {
  const stop = new AbortController();
  const late = wait(answersWithin, undefined, { signal: stop.signal }).then((): never => {
    throw new RefusedRequest({ type: 'unavailable', message: 'This takes too long at this moment: try again' });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.abort();
  }
}

function readRequest(event: Event): GatewayRequest {
  const { instanceId = envOrEmpty('GATEWAY_INSTANCE_ID'), ...path } = defined(event.pathParameters);
  return {
    instanceId: instanceId === '' ? undefined : instanceId,
    route: event.routeKey,
    path,
    headers: defined(event.headers),
    body: readBody(event),
    sourceIp: event.requestContext.http.sourceIp,
  };
}
