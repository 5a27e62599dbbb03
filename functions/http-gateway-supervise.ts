import { gateway } from '#dialects/gateway/problem.ts';
import { parseGatewaySupervise, renderGatewaySupervise } from '#dialects/gateway/supervise.ts';
import { sessionSecrets } from '#runtime/compose/session-secrets.ts';
import { supervisorSignOut } from '#runtime/compose/supervisor-sign-out.ts';
import { gatewayHttp } from '#runtime/gateway-http.ts';

/** `POST /agentgateway/resource/qualitycontrol/{agentid}/forcelogout/{workNo}` */
export const handler = gatewayHttp(gateway, async (request) => {
  const [supervisor, secret, targetId] = parseGatewaySupervise(request);
  return renderGatewaySupervise(await supervisorSignOut(supervisor, sessionSecrets.hash(secret), targetId));
});
