import type { GatewayRequest } from '#dialects/gateway/request.ts';
import type { HttpAnswer, RenderProblem } from '#dialects/http.ts';
import { envOrEmpty } from './env.ts';
import { defined, type Event, type HttpHandler, openHttp, readBody } from './http.ts';

/** A Lambda behind a route of the agent gateway, which nobody calls with a key: the dialect says who it is. */
export const gatewayHttp = (
  renderProblem: RenderProblem,
  work: (request: GatewayRequest) => Promise<HttpAnswer>,
): HttpHandler => openHttp(renderProblem, async (event) => work(readRequest(event)));

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
