import { huaweiRoutes } from '#dialects/huawei/routes.ts';
import type { AgentRequest, RouteKey } from '#dialects/route.ts';
import { routeOf } from '../call-route.ts';
import { type RefusingRoute, refusedAnswer } from '../refused-answers.ts';

export const secret = '0f8fad5b-d9cb-469f-a165-70867728950e';
export const guid = `${secret}.AgentGateway1`;

/** The route of a call: `PUT /onlineagent/{agentid}`. */
export const routeOfCall = (call: string) =>
  routeOf(huaweiRoutes, call.replace(' ', ' /agentgateway/resource') as RouteKey);

/** A call of agent 49999 of instance `demo`, with the Guid of the session. */
export const aCall = ({ path, ...overrides }: Partial<AgentRequest> = {}): AgentRequest => ({
  instanceId: 'demo',
  path: { agentid: '49999', ...path },
  headers: { guid, 'content-type': 'application/json; charset=UTF-8' },
  body: undefined,
  sourceIp: '203.0.113.9',
  ...overrides,
});

export const key = { instanceId: 'demo', agentId: '49999' };

/** The answer of a route when this work is refused: status and body. */
export async function answerTo(route: RefusingRoute, work: Promise<unknown>) {
  const { status, body } = await refusedAnswer(route, work);
  return [status, body];
}

/** The answer with this retcode and message. */
export const failure = (retcode: string, message: string) => [200, { message, retcode }];

export const agentIdRange = 'Must be the id of an agent, a number from 101 to 999999';
export const guidForm = 'Must be the value of the header Guid that signing in has answered';
