import { expect } from '@jest/globals';
import type * as z from 'zod';
import { type Fault, type HttpAnswer, RefusedRequest } from '#dialects/http.ts';
import type { RouteKey } from '#dialects/route.ts';

/** The part of a route that is needed to call it, whatever its use cases and its audience. */
interface AnyRoute {
  readonly key: RouteKey;
  readonly answers: Readonly<Record<number, z.ZodType>>;
  readonly problems: { readonly body: z.ZodType };
  readonly handle: (useCases: never, request: never) => Promise<HttpAnswer>;
}

export interface UseCaseCall {
  readonly useCase: string;
  readonly args: readonly unknown[];
}

/** Thrown by a use case that is called, so that nothing is rendered. */
class Called extends Error {
  readonly call: UseCaseCall;

  constructor(call: UseCaseCall) {
    super(call.useCase);
    this.call = call;
  }
}

/** Use cases of any name; each does `work` when it is called. Rate limits admit everybody. */
const useCasesThat = (work: (call: UseCaseCall) => unknown, values: object = {}) =>
  new Proxy(values, {
    get(target, name, receiver) {
      if (name === 'admit') return async () => ({ type: 'admitted' });
      if (Reflect.has(target, name)) return Reflect.get(target, name, receiver);
      return async (...args: readonly unknown[]) => work({ useCase: String(name), args });
    },
  });

/** The route of a key. */
export function routeOf<Each extends { readonly key: RouteKey }>(routes: readonly Each[], key: RouteKey): Each {
  const found = routes.find((each) => each.key === key);
  if (!found) throw new Error(`There is no route ${key}`);
  return found;
}

/** The use case that a route calls for a request, and its arguments. @throws RefusedRequest as the route does */
export async function callOf(route: AnyRoute, request: object, values?: object): Promise<UseCaseCall> {
  try {
    await route.handle(
      useCasesThat((call) => {
        throw new Called(call);
      }, values) as never,
      request as never,
    );
  } catch (error) {
    if (error instanceof Called) return error.call;
    throw error;
  }
  throw new Error(`${route.key} has called no use case`);
}

/** The answer of a route when its use case has this outcome. It is checked against the schema that the route declares. */
export async function answerOf(route: AnyRoute, outcome: unknown, request: object, values?: object) {
  const answer = await route.handle(useCasesThat(() => outcome, values) as never, request as never);
  expectDeclared(route, answer);
  return answer;
}

/** Checks an answer against the schema that its route declares for the status. */
export function expectDeclared(route: Pick<AnyRoute, 'key' | 'answers'>, { status, body }: HttpAnswer): void {
  const declared = route.answers[status];
  if (!declared) throw new Error(`${route.key} declares no answer with status ${status}`);
  const sent: unknown = body === undefined ? undefined : JSON.parse(JSON.stringify(body));
  expect({ key: route.key, issues: declared.safeParse(sent).error?.issues }).toEqual({ key: route.key });
}

/** Why something was refused. Anything but a refusal is the test's failure. */
export async function refusalOf(work: Promise<unknown>): Promise<RefusedRequest['problem']> {
  try {
    await work;
  } catch (error) {
    if (error instanceof RefusedRequest) return error.problem;
    throw error;
  }
  throw new Error('The request was not refused');
}

/** The faults of bad input. */
export async function faultsOf(work: Promise<unknown>): Promise<readonly Fault[]> {
  const problem = await refusalOf(work);
  if (problem.type !== 'badInput') throw new Error(`Refused as ${problem.type}`);
  return problem.faults;
}
