import type { HttpAnswer, RenderProblem } from '#dialects/http.ts';
import type { ClientRequest } from '#dialects/native/session-client.ts';
import { type HttpHandler, openHttp, readJson } from './http.ts';
import { logger } from './observe.ts';

/** Several times what any of them has to say: strangers may call, and are to cost little. */
const bodyLimitBytes = 8 * 1024;

/** A Lambda behind a route of agents' desktops. A beacon has no headers, so no authorizer could say whom it is from. */
export const clientHttp = (
  renderProblem: RenderProblem,
  work: (request: ClientRequest) => Promise<HttpAnswer>,
): HttpHandler =>
  openHttp(withoutPrompt(renderProblem), async (event) => {
    // Whom the request before was from, which the log would go on to say.
    logger.resetKeys();
    return work({ body: readJson(event, bodyLimitBytes) });
  });

/** A browser that is asked for Basic credentials would ask the agent for them. */
const withoutPrompt =
  (render: RenderProblem): RenderProblem =>
  (problem, requestId) => {
    const answer = render(problem, requestId);
    if (problem.type !== 'unauthenticated') return answer;
    return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer' } };
  };
