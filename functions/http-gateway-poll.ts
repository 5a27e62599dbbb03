import { parseGatewayPoll, renderGatewayPoll } from '#dialects/gateway/poll.ts';
import { gateway } from '#dialects/gateway/problem.ts';
import { poll } from '#runtime/compose/poll.ts';
import { sessionSecrets } from '#runtime/compose/session-secrets.ts';
import { gatewayHttp } from '#runtime/gateway-http.ts';

/** `GET /agentgateway/resource/agentevent/{agentid}` */
export const handler = gatewayHttp(gateway, async (request) => {
  const [key, secret] = parseGatewayPoll(request);
  return renderGatewayPoll(await poll(key, sessionSecrets.hash(secret)), key);
});
