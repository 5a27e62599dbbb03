import { gateway, gatewaySignIn } from '#dialects/gateway/problem.ts';
import type { GatewayRequest } from '#dialects/gateway/request.ts';
import type { RenderProblem } from '#dialects/http.ts';
import { refusalOf } from '../requests.ts';

export const secret = '0f8fad5b-d9cb-469f-a165-70867728950e';
export const guid = `${secret}.AgentGateway1`;

/** What a call says: its route below the base, and what differs from a call of agent 49999 in session. */
type Says = Partial<GatewayRequest> & { readonly route: string };

/** A call of agent 49999, of instance `demo`, with the Guid of the session. */
export const aCall = ({ route, path, ...says }: Says): GatewayRequest => ({
  instanceId: 'demo',
  route: route.replace(' ', ' /agentgateway/resource'),
  path: { agentid: '49999', ...path },
  headers: { guid, 'content-type': 'application/json; charset=UTF-8' },
  body: undefined,
  sourceIp: '203.0.113.9',
  ...says,
});

export const key = { instanceId: 'demo', agentId: '49999' };

const answerBy = (render: RenderProblem) => (work: () => unknown) => {
  const { status, body } = render(refusalOf(work), 'request-1');
  return [status, body];
};

/** The answer to work that is refused: status and body. */
export const answerTo = answerBy(gateway);
export const signInAnswerTo = answerBy(gatewaySignIn);

/** The answer with this retcode and message. */
export const failure = (retcode: string, message: string) => [200, { message, retcode }];

export const agentIdRange = 'Must be the id of an agent, a number from 101 to 999999';
export const guidForm = 'Must be the value of the header Guid that signing in has answered';
