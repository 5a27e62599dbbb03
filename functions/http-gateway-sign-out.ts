import { signOutOwn } from '#core/sessions/own-session.ts';
import { gateway } from '#dialects/gateway/problem.ts';
import { parseGatewaySignOut, renderGatewaySignOut } from '#dialects/gateway/sign-out.ts';
import { sessionSecrets } from '#runtime/compose/session-secrets.ts';
import { takeTurn } from '#runtime/compose/take-turn.ts';
import { gatewayHttp } from '#runtime/gateway-http.ts';

/** `DELETE /agentgateway/resource/onlineagent/{agentid}/logout`, `…/forcelogout`, `…/forcelogoutwithreason/{reason}`. */
export const handler = gatewayHttp(gateway, async (request) => {
  const [key, secret, how] = parseGatewaySignOut(request);
  const command = { ...how, secretHash: sessionSecrets.hash(secret) };
  return renderGatewaySignOut(await takeTurn(key, (endTurn) => endTurn((agent) => signOutOwn(agent, command))));
});
