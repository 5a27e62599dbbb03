import type { HttpAnswer } from '#dialects/http.ts';
import { expectDeclared } from '#test/dialects/call-route.ts';
import { declaredRoutes } from '#test/support/declared-routes.ts';
import { matchRoute } from '../../local/aws/http/route-match.ts';

const routes = Object.values(declaredRoutes)
  .flat()
  .map((route) => ({ ...route, routeKey: route.key }));

/** Sends a request to the API, and checks that the route declares the answer: one of its own, or a problem of its dialect. */
export async function fetchDeclared(url: string, path: string, init: RequestInit & { method: string }) {
  const response = await fetch(`${url}${path}`, init);
  const text = await response.clone().text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  expectAnswerOf(`${init.method} ${path}`, { status: response.status, ...(body !== undefined && { body }) });
  return response;
}

/** Checks an answer to a request: `GET /v1/agents/11`. */
function expectAnswerOf(request: string, answer: HttpAnswer): void {
  const [method = '', path = ''] = request.split(/[ ?]/);
  const route = matchRoute(routes, method, path)?.route;
  if (route === undefined) throw new Error(`No route is declared for ${request}`);
  const { key, answers, problems } = route;
  const isProblem = answer.status >= 400 && !(answer.status in answers);
  expectDeclared({ key, answers: isProblem ? { [answer.status]: problems.body } : answers }, answer);
}
