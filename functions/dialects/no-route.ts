import * as z from 'zod';
import { ccaiProblems } from './ccai/problem.ts';
import { participantProblems } from './connect-participant/problem.ts';
import { connectProblems } from './connect-timers/problem.ts';
import type { HttpAnswer } from './http.ts';
import { huaweiProblems } from './huawei/problem.ts';
import { nativeProblems } from './native/problem.ts';
import { niceProblems } from './nice/problem.ts';
import type { OpenRequest, Problems } from './route.ts';

/** The beginnings of the paths of each dialect. In Huawei's an instance may come first. */
const dialects: readonly (readonly [RegExp, Problems])[] = [
  [/^\/apps\/api\//, ccaiProblems],
  [/^\/participant\//, participantProblems],
  [/^(\/iam)?\/contact\//, connectProblems],
  [/^(\/[^/]+)?\/agentgateway\/resource\//, huaweiProblems],
  [/^\/incontactapi\//i, niceProblems],
];

const problemsOf = (path: string): Problems =>
  dialects.find(([beginning]) => beginning.test(path))?.[1] ?? nativeProblems;

/** What the participant service of Amazon Connect has besides, and Lastcall has not. */
const notSupported: readonly (readonly [RegExp, string])[] = [
  [/^\/participant\/([a-z-]+-)?attachment(-|\/|$)/, ': attachments are not supported'],
  [/^\/participant\/views(\/|$)/, ': views are not supported'],
  [/^\/participant\/([a-z-]+-)?authentication(-|\/|$)/, ': the authentication of participants is not supported'],
];

/**
 * The answer to a path and method without a route, in the dialect of the path. For participants it is what is wrong with a
 * request, which every operation may answer: from a 403 a client would learn that its token has expired or its chat is over.
 */
export function answerNoRoute({ method, path, requestId }: OpenRequest): HttpAnswer {
  const problems = problemsOf(path);
  const why = notSupported.find(([beginning]) => beginning.test(path))?.[1] ?? '';
  const message = `There is no ${method} ${path}${why}`;
  const problem = { type: 'notFound', message } as const;
  const ofParticipant = { type: 'badInput', faults: [{ path: '', message }] } as const;
  return problems.render(problems === participantProblems ? ofParticipant : problem, requestId);
}

/** The bodies of that answer. */
export const noRouteAnswers = {
  200: huaweiProblems.body,
  400: participantProblems.body,
  404: z.union([nativeProblems.body, ccaiProblems.body, connectProblems.body, niceProblems.body]),
};
