import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { ParticipantTokenKind } from '#core/access/tokens.ts';
import { minutes, toIso } from '#core/instant.ts';
import { participantRoutes } from '#dialects/connect-participant/routes.ts';
import { huaweiRoutes } from '#dialects/huawei/routes.ts';
import { desktopRoutes } from '#dialects/native/desktops.ts';
import { openRoutes } from '#dialects/open.ts';
import type { Route, RouteKey } from '#dialects/route.ts';
import { docsPage } from '#runtime/docs-page.ts';
import { type HttpHandler, http } from '#runtime/http.ts';
import { expectDeclared, routeOf } from '#test/dialects/call-route.ts';
import { anEvent } from '#test/runtime/http-events.ts';
import { ann, someDay } from '#test/support/agents.ts';
import { chatKey } from '#test/support/chats.ts';
import { password } from '#test/support/credentials.ts';
import { agentsApi } from '../../../functions/apis/agents.ts';
import { chatsApi } from '../../../functions/apis/chats.ts';
import { logoutsApi } from '../../../functions/apis/logouts.ts';
import { settingsApi } from '../../../functions/apis/settings.ts';
import { type Calls, contextIn, type Ending } from './calls.ts';
import type { StartedFunction, World } from './faulty-world.ts';
import { oldChat, secret } from './scene.ts';

/** The headers by which the sender of a request is known. */
type Sender = (world: World) => Promise<Readonly<Record<string, string>>>;

const caller: Sender = async () => ({ authorization: `Basic ${btoa('key:secret')}` });
const withKey =
  (key: string): Sender =>
  async (world) => ({ ...(await caller(world)), 'idempotency-key': key });
const nobody: Sender = async () => ({});
const participantOf =
  (key: typeof chatKey, kind: ParticipantTokenKind = 'connection'): Sender =>
  async (world) => {
    const { tokens } = world.startFunction();
    const claims = { kind, ...key, participantId: 'customer', expiresAt: world.time.now() + minutes(60) };
    return { 'x-amz-bearer': await tokens.issue(claims) };
  };

/** A request: its route, its path parameters, its body, and who sends it. */
type Request = readonly [
  key: RouteKey,
  path?: Readonly<Record<string, string>>,
  body?: object | undefined,
  sender?: Sender,
];

/** Invokes a function as its file makes it. */
async function answerTo(handler: HttpHandler, world: World, request: Request, sender: object) {
  const [key, pathParameters = {}, body] = request;
  const [method = '', path = ''] = key.split(' ');
  const event = anEvent(key, {
    headers: { 'content-type': 'application/json', guid: `${secret}.AgentGateway1`, ...sender },
    pathParameters,
    rawPath: path,
    ...(body && { body: JSON.stringify(body) }),
    requestContext: { http: { method, path, sourceIp: '192.0.2.1' } },
  });
  const answer = await handler(event, contextIn(world, 10_000), () => {});
  if (answer === undefined) throw new Error('No answer');
  return answer;
}

/** The status of an answer, which has to be one that the route declares; of Huawei's answers, the status that others would have. */
function statusOf({ key, answers, problems }: Route<never>, answer: APIGatewayProxyStructuredResultV2): number {
  const { statusCode: status = 0, body: text = '' } = answer;
  const body = text === '' ? undefined : JSON.parse(text);
  const isProblem = status >= 400 && !(status in answers);
  const declared = { key, answers: isProblem ? { [status]: problems.body } : answers };
  expectDeclared(declared, { status, ...(body !== undefined && { body }) });
  if (body?.retcode === undefined || body.retcode === '0') return status;
  return body.retcode === '100-007' ? 500 : 400;
}

const endingOf = (status: number): Ending => (status < 400 ? 'done' : status < 500 ? 'refused' : 'failed');

type Make<UseCases> = (started: StartedFunction) => UseCases;

/** The requests to a function with these routes. Each is the first one after a start of the function. */
const requests =
  <UseCases>(routes: readonly Route<UseCases>[], make: Make<UseCases>, all: readonly Request[]): Calls =>
  async (world) =>
    Object.fromEntries(
      await Promise.all(
        all.map(async (request) => {
          const [key, path = {}, , sender = caller] = request;
          const known = await sender(world);
          const call = async () => {
            const started = world.startFunction();
            const answer = await answerTo(handlerOf(world, routes, make, started), world, request, known);
            return endingOf(statusOf(routeOf(routes, key), answer));
          };
          return [`${key} ${Object.values(path)}`, call] as const;
        }),
      ),
    );

const handlerOf = <UseCases>(
  { time }: World,
  routes: readonly Route<UseCases>[],
  make: Make<UseCases>,
  started: StartedFunction,
) => {
  const { access, tokens, noteRefusal } = started;
  return http(routes, make(started), {
    ...access,
    tokens,
    noteRefusal,
    pause: (milliseconds) => time.pause(milliseconds),
  });
};

const agentId = 'ann';
const huawei = '/{instanceId}/agentgateway/resource';
const atHuawei = { instanceId: 'demo', agentid: '107' };
const message = { ContentType: 'text/plain', Content: 'hello', ClientToken: 'one' };

const desktops: Calls = async (world) => {
  const { tokens } = world.startFunction();
  const expiresAt = world.time.now() + minutes(60);
  const token = await tokens.issue({ kind: 'session', ...ann, sessionId: 'session-1', expiresAt });
  const sentAt = world.time.now();
  const ofDesktops: Make<StartedFunction['agentClients']> = ({ agentClients }) => agentClients;
  const heartbeat = 'POST /v1/session/heartbeat';
  return {
    ...(await requests(desktopRoutes, ofDesktops, [
      [heartbeat, {}, { token, sentAt }, nobody],
      ['POST /v1/session/connection', {}, { token }, nobody],
      ['POST /v1/session/leave', {}, { token, sentAt: sentAt + 1, withinSeconds: 0 }, nobody],
    ])(world)),
    async 'fifty heartbeats with forged tokens'() {
      const handler = handlerOf(world, desktopRoutes, ofDesktops, world.startFunction());
      const forged = [heartbeat, {}, { token: 'forged', sentAt }] as const;
      const answers = await Promise.all(Array.from({ length: 50 }, () => answerTo(handler, world, forged, {})));
      const [status] = answers.slice(-1).map((last) => statusOf(routeOf(desktopRoutes, heartbeat), last));
      return status === 401 && answers.every(({ statusCode }) => statusCode === status) ? 'done' : 'failed';
    },
  };
};

/** Requests to each function of the HTTP API. */
export const httpCalls: Readonly<Record<string, Calls>> = {
  'http-agents': requests(
    agentsApi,
    ({ agents, agentClients, agentImports, agentReconciliations, supervisors }: StartedFunction) => ({
      ...agents,
      ...agentClients,
      ...agentImports,
      ...agentReconciliations,
      ...supervisors,
    }),
    [
      ['GET /v1/agents/{agentId}', { agentId: 'amy' }],
      ['PUT /v1/agents/{agentId}/session', { agentId }, { leaseSeconds: 120, takeOver: true }],
      ['DELETE /v1/agents/{agentId}/session', { agentId: 'sue' }],
      ['DELETE /v1/agents/{agentId}', { agentId: 'nobody' }],
      ['POST /v1/supervisor-connections'],
    ],
  ),
  'http-logouts': requests(
    logoutsApi,
    ({ agents, forcedLogouts, logoutSchedules, audit, access }: StartedFunction) => ({
      ...forcedLogouts,
      ...logoutSchedules,
      ...audit,
      getAgent: agents.getAgent,
      ...access,
      ccaiDeferredStatusCode: 400 as const,
    }),
    [
      ['POST /v1/force-logouts', {}, { select: { agentIds: ['ann'] }, timing: 'immediate' }],
      [
        'POST /v1/force-logouts',
        { of: 'many' },
        { select: { teamIds: ['crowd'] }, timing: 'immediate', confirmEveryone: true },
      ],
      [
        'POST /v1/force-logouts',
        { at: 'a later time' },
        { select: { agentIds: ['ann'] }, startAt: toIso(someDay + minutes(120)) },
      ],
      ['POST /v1/force-logouts', { with: 'key' }, { select: { agentIds: ['ann'] } }, withKey('one')],
      ['POST /apps/api/v1/agent_statuses/force_logout', {}, { agent_ids: [107] }],
      ['GET /v1/force-logouts/{jobId}', { jobId: '1' }],
      ['DELETE /v1/force-logouts/{jobId}', { jobId: '1' }],
      [
        'PUT /v1/logout-schedules/{scheduleId}',
        { scheduleId: 'nightly' },
        { request: { select: { teamIds: ['crowd'] } }, days: ['MON'], at: '22:00', timeZone: 'Europe/Berlin' },
      ],
      ['GET /v1/logout-schedules'],
      ['DELETE /v1/logout-schedules/{scheduleId}', { scheduleId: 'nightly' }],
      ['GET /v1/audit'],
    ],
  ),
  'http-chats': requests(
    chatsApi,
    ({ chats, agentChats, access }: StartedFunction) => ({
      ...chats,
      joinChat: agentChats.joinChat,
      isChatOfTeams: agentChats.isChatOfTeams,
      ...access,
    }),
    [
      ['PUT /v1/chats/{contactId}', { contactId: 'new' }, { customer: { displayName: 'N' } }],
      ['PATCH /v1/chats/{contactId}', { contactId: oldChat.contactId }, { disconnectFlow: 'Bye' }],
      [
        'POST /v1/chats/{contactId}/participants',
        { contactId: oldChat.contactId },
        { role: 'AGENT', displayName: 'A', agentId: 'ann' },
      ],
      [
        'PUT /v1/chats/{contactId}/timers',
        { contactId: 'c1' },
        { timers: [{ role: 'AGENT', type: 'IDLE', minutes: 9 }] },
      ],
      ['DELETE /v1/chats/{contactId}', { contactId: 'c1' }],
    ],
  ),
  'http-settings': requests(
    settingsApi({ topicArns: [], plainWebhooks: false }),
    (started: StartedFunction) => ({
      ...started.agents,
      ...started.agentClients,
      ...started.sessionRights,
      ...started.chats,
      ...started.endpoints,
      ...started.apiKeys,
      ...started.access,
    }),
    [
      ['PUT /v1/chat-settings', {}, { language: 'en' }],
      ['PUT /v1/agents/{agentId}/password', { agentId }, { password }],
      ['PUT /v1/streaming-endpoints/{endpointId}', { endpointId: 'new' }, { url: 'https://crm.example.com/chats' }],
      ['GET /v1/streaming-endpoints'],
      ['POST /v1/api-keys', {}, { name: 'new', scopes: ['logout:bulk'] }],
      ['GET /v1/api-keys'],
      ['POST /v1/api-keys/{keyId}/rotate', { keyId: 'spare' }],
      ['DELETE /v1/api-keys/{keyId}', { keyId: 'spare' }],
    ],
  ),
  'http-participants': requests(participantRoutes, ({ chats }: StartedFunction) => chats, [
    ['POST /participant/message', {}, message, participantOf(chatKey)],
    ['POST /participant/transcript', {}, {}, participantOf(chatKey)],
    [
      'POST /participant/connection',
      {},
      { Type: ['WEBSOCKET', 'CONNECTION_CREDENTIALS'] },
      participantOf(chatKey, 'participant'),
    ],
    ['POST /participant/connection', { of: 'old' }, { Type: ['WEBSOCKET'] }, participantOf(oldChat, 'participant')],
    ['POST /participant/disconnect', {}, {}, participantOf(chatKey)],
  ]),
  'http-desktops': desktops,
  'http-huawei': requests(huaweiRoutes, ({ agentClients }: StartedFunction) => agentClients, [
    [`GET ${huawei}/agentevent/{agentid}`, atHuawei, undefined, nobody],
    [`PUT ${huawei}/onlineagent/{agentid}/forcelogin`, atHuawei, { password, phonenum: '1' }, nobody],
    [`DELETE ${huawei}/onlineagent/{agentid}/forcelogout`, { ...atHuawei, agentid: '108' }, undefined, nobody],
  ]),
  'http-open': requests(openRoutes, () => ({ docsPage }), [['GET /v1/health', {}, undefined, nobody]]),
};
