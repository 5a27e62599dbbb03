import type { Problem, RenderProblem } from '../http.ts';
import { problemSentence, retryHeaders } from '../problem.ts';
import { gatewayAnswer, type Retcode } from './retcodes.ts';

/** What a fault means by where it is, unless it is in a parameter of the call. */
const places: ReadonlyMap<string, Retcode> = new Map([
  ['', 'unreadable'],
  ['instanceId', 'wrongParameter'],
  ['guid', 'noPermission'],
  ['reason', 'wrongCause'],
]);

/** The retcode of a call whose parameters have their own; of several faults the first decides. */
function retcodeOf(problem: Problem, parameter: Retcode): Retcode {
  switch (problem.type) {
    case 'badInput':
      return places.get(problem.faults[0]?.path ?? '') ?? parameter;
    case 'tooLarge':
    case 'notJsonContent':
      return 'unreadable';
    case 'unauthenticated':
    case 'forbidden':
      return 'noPermission';
    case 'notFound':
      return 'wrongParameter';
    case 'conflict':
    case 'tooManyRequests':
    case 'contended':
    case 'unavailable':
    case 'internal':
      return 'failed';
  }
}

const gatewayProblems =
  (parameter: Retcode): RenderProblem =>
  (problem, requestId) =>
    gatewayAnswer(retcodeOf(problem, parameter), problemSentence(problem), {
      headers: { ...retryHeaders(problem), 'x-request-id': requestId },
    });

/** Errors as the agent gateway writes them, with status 200. */
export const gateway = gatewayProblems('wrongParameter');

/** The same for signing in, whose parameters have a retcode of their own. */
export const gatewaySignIn = gatewayProblems('wrongSignIn');
