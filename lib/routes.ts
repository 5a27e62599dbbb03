import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { FunctionName } from './function-inventory.ts';

const { GET, PUT, POST, PATCH, DELETE } = HttpMethod;

/** Every route that has a caller, and the function that answers it. */
export const routes: readonly (readonly [HttpMethod, string, FunctionName])[] = [
  [GET, '/v1/agents', 'http-list-agents'],
  [GET, '/v1/agents/{agentId}', 'http-get-agent'],
  [PUT, '/v1/agents/{agentId}', 'http-put-agent'],
  [PUT, '/v1/agents/{agentId}/session', 'http-sign-in'],
  [PATCH, '/v1/agents/{agentId}/session', 'http-change-status'],
  [DELETE, '/v1/agents/{agentId}/session', 'http-sign-out'],
  [PUT, '/v1/agents/{agentId}/contacts/{contactId}', 'http-begin-contact'],
  [DELETE, '/v1/agents/{agentId}/contacts/{contactId}', 'http-end-contact'],
  [POST, '/v1/force-logouts', 'http-force-logouts'],
  [GET, '/v1/force-logouts/{jobId}', 'http-get-logout-job'],
  [GET, '/v1/force-logouts/{jobId}/results', 'http-list-logout-results'],
  [POST, '/apps/api/v1/agent_statuses/force_logout', 'http-ccai-force-logout'],
  [GET, '/apps/api/v1/agent_statuses/force_logout/jobs/{id}', 'http-ccai-logout-job'],
];

/** The one route that anybody may ask. */
export const openRoute = [GET, '/v1/health', 'http-health'] as const;

/** What answers a request that matches no route. */
export const fallback: FunctionName = 'http-not-found';
