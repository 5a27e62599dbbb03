import type { HttpAnswer, RenderProblem } from '#dialects/http.ts';
import { type HttpHandler, openHttp, readJson } from './http.ts';
import { logger } from './observe.ts';

/** What an agent's desktop sends: text that is JSON, with a token in it and nothing in its headers. */
export interface ClientRequest {
  readonly body: unknown;
}

/** A Lambda behind a route of agents' desktops. A beacon has no headers, so no authorizer could say whom it is from. */
export const clientHttp = (
  renderProblem: RenderProblem,
  work: (request: ClientRequest) => Promise<HttpAnswer>,
): HttpHandler =>
  openHttp(withoutPrompt(renderProblem), async (event) => {
    // Whom the request before was from, which the log would go on to say.
    logger.resetKeys();
    return work({ body: readJson(event) });
  });

/** A browser that is asked for Basic credentials would ask the agent for them. */
const withoutPrompt =
  (render: RenderProblem): RenderProblem =>
  (problem, requestId) => {
    const answer = render(problem, requestId);
    if (problem.type !== 'unauthenticated') return answer;
    return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Bearer' } };
  };
