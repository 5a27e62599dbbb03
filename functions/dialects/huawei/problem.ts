import * as z from 'zod';
import { forAgents } from '../audiences.ts';
import type { HttpAnswer, Problem, RenderProblem } from '../http.ts';
import { problemSentence, retryHeaders } from '../problem.ts';
import type { Answers } from '../route.ts';

/** The retcodes of the contract that Lastcall answers. Every retcode but `success` is a failure. */
const retcodes = {
  success: '0',
  wrongParameter: '000-002',
  noPermission: '000-003',
  oneself: '000-005',
  unreadable: '000-006',
  overlapping: '000-007',
  wrongSignIn: '100-001',
  alreadySignedIn: '100-002',
  wrongPassword: '100-004',
  wrongCause: '100-005',
  notSignedIn: '100-006',
  failed: '100-007',
  alreadySignedOut: '100-008',
  busy: '100-010',
} as const;

type Retcode = keyof typeof retcodes;
type Failure = Exclude<Retcode, 'success'>;

/** An answer. The status is always 200: clients look at the retcode. */
export const huaweiAnswer = (
  retcode: Retcode,
  message: string,
  { headers, ...more }: { readonly headers?: HttpAnswer['headers']; readonly [key: string]: unknown } = {},
): HttpAnswer => ({
  status: 200,
  ...(headers && { headers }),
  body: { message, retcode: retcodes[retcode], ...more },
});

const failureBody = (failures: readonly Failure[]) =>
  z.strictObject({ message: z.string(), retcode: z.enum(failures.map((failure) => retcodes[failure])) });

/** The failures that a problem can become on every route. */
const problemFailures = ['unreadable', 'wrongParameter', 'noPermission', 'failed'] as const;

/** The answers of a route: a success that has these members besides, or one of the failures. */
export const huaweiAnswers = (
  failures: readonly Failure[],
  members: Readonly<Record<string, z.ZodType>> = {},
): Answers => ({
  200: z.union([
    z.strictObject({ message: z.string(), retcode: z.literal(retcodes.success), ...members }),
    failureBody([...problemFailures, ...failures]),
  ]),
});

/** The failure that a fault in one of these places becomes. A fault elsewhere is in a parameter of the call. */
const failureByPlace: ReadonlyMap<string, Failure> = new Map([
  ['', 'unreadable'],
  ['instanceId', 'wrongParameter'],
  ['guid', 'noPermission'],
  ['reason', 'wrongCause'],
]);

/** The failure that a problem becomes. The first of several faults decides. */
function failureOf(problem: Problem, wrongParameter: Failure): Failure {
  switch (problem.type) {
    case 'badInput':
      if (problem.isUnreadable === true) return 'unreadable';
      return failureByPlace.get(problem.faults[0]?.path ?? '') ?? wrongParameter;
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

const renderWith =
  (wrongParameter: Failure): RenderProblem =>
  (problem, requestId) =>
    huaweiAnswer(failureOf(problem, wrongParameter), problemSentence(problem), {
      headers: { ...retryHeaders(problem), 'x-request-id': requestId },
    });

/** Errors as Huawei AICC writes them. */
export const huawei = renderWith('wrongParameter');

/** The same for signing in, where a wrong parameter has a retcode of its own. */
export const huaweiSignIn = renderWith('wrongSignIn');

const body = failureBody([...problemFailures, 'wrongSignIn', 'wrongCause']);

export const huaweiProblems = { render: huawei, body };

/** Declares a route of Huawei AICC's agent gateway. */
export const huaweiRoute = forAgents(huaweiProblems);

/** Declares a route that signs an agent in. */
export const huaweiSignInRoute = forAgents({ render: huaweiSignIn, body });
