import { HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { FunctionName } from './function-inventory.ts';

const { GET, PUT, POST, PATCH, DELETE, OPTIONS } = HttpMethod;

/** A method, a path as it is declared, and the function that answers it. */
export type Route = readonly [HttpMethod, string, FunctionName];

/** A call of the agent gateway, by the path that clients know; its instance can be named before that. */
const gateway = (method: HttpMethod, path: string, name: FunctionName): readonly Route[] =>
  ['', '/{instanceId}'].map((instance) => [method, `${instance}/agentgateway/resource${path}`, name]);

/** Every route whose caller brings an API key or, at the agent gateway, a password or Guid, and the function behind it. */
export const routes: readonly Route[] = [
  [GET, '/v1/agents', 'http-list-agents'],
  [GET, '/v1/agents/{agentId}', 'http-get-agent'],
  [PUT, '/v1/agents/{agentId}', 'http-put-agent'],
  [PUT, '/v1/agents/{agentId}/password', 'http-put-password'],
  [PUT, '/v1/agents/{agentId}/session', 'http-sign-in'],
  [PATCH, '/v1/agents/{agentId}/session', 'http-change-status'],
  [DELETE, '/v1/agents/{agentId}/session', 'http-sign-out'],
  [POST, '/v1/agents/{agentId}/session/heartbeat', 'http-heartbeat'],
  [GET, '/v1/agent-settings', 'http-get-agent-settings'],
  [PUT, '/v1/agent-settings', 'http-put-agent-settings'],
  [PUT, '/v1/agents/{agentId}/contacts/{contactId}', 'http-begin-contact'],
  [DELETE, '/v1/agents/{agentId}/contacts/{contactId}', 'http-end-contact'],
  [POST, '/v1/force-logouts', 'http-force-logouts'],
  [GET, '/v1/force-logouts/{jobId}', 'http-get-logout-job'],
  [GET, '/v1/force-logouts/{jobId}/results', 'http-list-logout-results'],
  [GET, '/v1/security-profiles/{profileId}', 'http-get-security-profile'],
  [PUT, '/v1/security-profiles/{profileId}', 'http-put-security-profile'],
  [PUT, '/v1/chats/{contactId}', 'http-start-chat'],
  [GET, '/v1/chats/{contactId}', 'http-get-chat'],
  [DELETE, '/v1/chats/{contactId}', 'http-end-chat'],
  [POST, '/v1/chats/{contactId}/participants', 'http-join-chat'],
  [DELETE, '/v1/chats/{contactId}/participants/{participantId}', 'http-leave-chat'],
  [POST, '/v1/chats/{contactId}/activity', 'http-record-activity'],
  [PUT, '/v1/chats/{contactId}/timers', 'http-configure-timers'],
  [GET, '/v1/chat-settings', 'http-get-chat-settings'],
  [PUT, '/v1/chat-settings', 'http-put-chat-settings'],
  [GET, '/v1/streaming-endpoints', 'http-list-streaming-endpoints'],
  [PUT, '/v1/streaming-endpoints/{endpointId}', 'http-put-streaming-endpoint'],
  [DELETE, '/v1/streaming-endpoints/{endpointId}', 'http-delete-streaming-endpoint'],
  [PUT, '/contact/participant-role-config/{InstanceId}/{ContactId}', 'http-update-role-config'],
  [POST, '/apps/api/v1/agent_statuses/force_logout', 'http-ccai-force-logout'],
  [GET, '/apps/api/v1/agent_statuses/force_logout/jobs/{id}', 'http-ccai-logout-job'],
  [POST, '/incontactapi/services/{version}/agents/{agentId}/logout', 'http-nice-logout'],
  ...gateway(PUT, '/onlineagent/{agentid}', 'http-gateway-sign-in'),
  ...gateway(PUT, '/onlineagent/{agentid}/forcelogin', 'http-gateway-sign-in'),
  ...gateway(DELETE, '/onlineagent/{agentid}/logout', 'http-gateway-sign-out'),
  ...gateway(DELETE, '/onlineagent/{agentid}/forcelogout', 'http-gateway-sign-out'),
  ...gateway(DELETE, '/onlineagent/{agentid}/forcelogoutwithreason/{reason}', 'http-gateway-sign-out'),
  ...gateway(POST, '/qualitycontrol/{agentid}/forcelogout/{workNo}', 'http-gateway-supervise'),
  ...gateway(GET, '/agentevent/{agentid}', 'http-gateway-poll'),
];

/**
 * What participants of chats call, with the share of the stage's throttle that each route takes at the most. Whoever
 * opens a chat in a browser gets a participant's token, so these are routes that strangers can flood: together with those
 * of agents' desktops they take four fifths, and a fifth is always there for supervisors and the contact centre. Messages,
 * and the typing and receipts around them, are most of what clients send.
 */
export const participantRoutes: readonly (readonly [string, FunctionName, number])[] = [
  ['/participant/message', 'http-participant-message', 0.17],
  ['/participant/event', 'http-participant-event', 0.15],
  ['/participant/transcript', 'http-participant-transcript', 0.06],
  ['/participant/connection', 'http-participant-connection', 0.04],
  ['/participant/disconnect', 'http-participant-disconnect', 0.03],
];

/**
 * What the pages of agents' desktops call, with the share of the stage's throttle that each route takes at the most. The
 * token is in the body, where a beacon has it and no authorizer sees it: the functions check it before anything else.
 */
export const clientRoutes: readonly (readonly [string, FunctionName, number])[] = [
  ['/v1/session/heartbeat', 'http-session-heartbeat', 0.25],
  ['/v1/session/leave', 'http-session-leave', 0.06],
  ['/v1/session/connection', 'http-session-connection', 0.04],
];

/**
 * The one route whose callers sign with IAM, for service `execute-api`; API Gateway refuses the others by itself. A
 * caller's policy must allow `execute-api:Invoke` on the ARN that the stack puts out as `SignedRouteArn`; with the
 * instance id and `/*` in place of its last `*`, the caller is held to that instance.
 */
export const signedRoute = [
  PUT,
  '/iam/contact/participant-role-config/{InstanceId}/{ContactId}',
  'http-update-role-config',
] as const;

/**
 * The routes that anybody may ask. Browsers ask before they call: API Gateway adds the headers of the answer, but would
 * have the fallback make it, which is a 404, and a browser wants a success, whatever is in it
 * (docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html).
 */
export const openRoutes: readonly Route[] = [
  [GET, '/v1/health', 'http-health'],
  [OPTIONS, '/participant/{proxy+}', 'http-health'],
];

/** What answers a request that matches no route. */
export const fallback: FunctionName = 'http-not-found';
