import * as z from 'zod';
import { signOutCauses } from '#core/agents/agent.ts';
import { forCallers, forDesktops } from '../audiences.ts';
import { type Problem, problemStatus, type RenderProblem } from '../http.ts';
import { problemHeaders, problemSentence } from '../problem.ts';

/** The status phrases of RFC 9110: with the type `about:blank` a title says the same as the status (RFC 9457). */
const titles = {
  badInput: 'Bad Request',
  unauthenticated: 'Unauthorized',
  forbidden: 'Forbidden',
  notFound: 'Not Found',
  conflict: 'Conflict',
  tooLarge: 'Content Too Large',
  notJsonContent: 'Unsupported Media Type',
  tooManyRequests: 'Too Many Requests',
  contended: 'Service Unavailable',
  unavailable: 'Service Unavailable',
  internal: 'Internal Server Error',
} as const satisfies Record<Problem['type'], string>;

/** Problem details of RFC 9457; for bad input with every fault. */
export const native: RenderProblem = (problem, requestId) => ({
  status: problemStatus[problem.type],
  headers: { ...problemHeaders(problem), 'content-type': 'application/problem+json' },
  body: {
    type: 'about:blank',
    title: titles[problem.type],
    status: problemStatus[problem.type],
    detail: problem.type === 'badInput' ? 'Nothing was done; errors says what to correct' : problemSentence(problem),
    requestId,
    ...(problem.type === 'badInput' && { errors: problem.faults }),
    ...(problem.type === 'conflict' && problem.members),
  },
});

const endedSession = z.strictObject({
  cause: z.enum(signOutCauses),
  reason: z.string().optional(),
  message: z.string().optional(),
});

const body = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  /** Of a session that is over: how it ended. */
  ended: endedSession.optional(),
});

export const nativeProblems = { render: native, body };

/** Declares a route of the own API for callers with a key. */
export const nativeRoute = forCallers(nativeProblems);

/** Declares a route of the own API for the pages of desktops. */
export const nativeDesktopRoute = forDesktops(nativeProblems);
