import { gatewaySignIn } from '#dialects/gateway/problem.ts';
import { parseGatewaySignIn, renderGatewaySignIn } from '#dialects/gateway/sign-in.ts';
import { passwordSignIn } from '#runtime/compose/password-sign-in.ts';
import { gatewayHttp } from '#runtime/gateway-http.ts';

/** `PUT /agentgateway/resource/onlineagent/{agentid}`, and `…/forcelogin`. */
export const handler = gatewayHttp(gatewaySignIn, async (request) => {
  const [key, command] = parseGatewaySignIn(request);
  return renderGatewaySignIn(await passwordSignIn(key, command), key);
});
