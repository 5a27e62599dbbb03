import { native } from '#dialects/native/problem.ts';
import { parseHeartbeat, renderHeartbeat } from '#dialects/native/session-client.ts';
import { heartbeat } from '#runtime/compose/heartbeat.ts';
import { http } from '#runtime/http.ts';

/** `POST /v1/agents/{agentId}/session/heartbeat` */
export const handler = http(native, async (request) => renderHeartbeat(await heartbeat(...parseHeartbeat(request))));
