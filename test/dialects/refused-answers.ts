import { expect } from '@jest/globals';
import type * as z from 'zod';
import { type HttpAnswer, RefusedRequest } from '#dialects/http.ts';
import type { Problems, RouteKey } from '#dialects/route.ts';
import { callOf, refusalOf } from './call-route.ts';

/** A route that can refuse requests, whatever its use cases and its audience. */
export interface RefusingRoute {
  readonly key: RouteKey;
  readonly answers: Readonly<Record<number, z.ZodType>>;
  readonly problems: Problems;
  readonly handle: (useCases: never, request: never) => Promise<HttpAnswer>;
}

/** The answer of a route when this work is refused. Its body fits the schema of the dialect. */
export async function refusedAnswer({ problems }: Pick<RefusingRoute, 'problems'>, work: Promise<unknown>) {
  return rendered(problems, await refusalOf(work));
}

function rendered(problems: Problems, problem: RefusedRequest['problem']): HttpAnswer {
  const answer = problems.render(problem, 'request-1');
  expect(problems.body.safeParse(JSON.parse(JSON.stringify(answer.body))).error?.issues).toBeUndefined();
  return answer;
}

interface Expected {
  /** The arguments of the use case. */
  readonly args: z.ZodType;
  /** The answer when the request is refused. */
  readonly refused: z.ZodType;
}

/** Whether a route calls its use case for a request. If it refuses the request, the answer is one of its dialect. */
export async function isUnderstood(route: RefusingRoute, request: object, { args, refused }: Expected) {
  try {
    args.parse((await callOf(route, request)).args);
    return true;
  } catch (refusal) {
    if (!(refusal instanceof RefusedRequest)) throw refusal;
    refused.parse(JSON.parse(JSON.stringify(rendered(route.problems, refusal.problem))));
    return false;
  }
}
