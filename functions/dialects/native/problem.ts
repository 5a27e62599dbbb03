import * as z from 'zod';
import { signOutCauses } from '#core/agents/agent.ts';
import { forCallers, forDesktops } from '../audiences.ts';
import { instant } from '../fields.ts';
import { problemStatus, type RenderProblem } from '../http.ts';
import { problemHeaders, problemSentence } from '../problem.ts';
import { problemTypes, problemUri, problemUris } from './problem-types.ts';

/** Problem details of RFC 9457; for bad input with every fault. */
export const native: RenderProblem = (problem, requestId) => ({
  status: problemStatus[problem.type],
  headers: { ...problemHeaders(problem), 'content-type': 'application/problem+json' },
  body: {
    type: problemUri((problem.type === 'conflict' && problem.kind) || problem.type),
    title: problemTypes[problem.type].title,
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

/** Of a forced logout that a guard refuses: how many agents it would log out, or what it would leave of teams. */
export const guardCounts = {
  found: z.int().optional(),
  maximumAgents: z.int().optional(),
  teams: z
    .array(z.strictObject({ teamId: z.string(), signedIn: z.int(), remaining: z.int(), minimum: z.int() }))
    .optional(),
};

const body = z.strictObject({
  type: z.enum(problemUris),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  /** Of a session that is over: how it ended. */
  ended: endedSession.optional(),
  ...guardCounts,
  /** Of an agent who cannot sign in after a forced logout: until when. */
  heldUntil: instant.optional(),
});

export const nativeProblems = { render: native, body };

/** Declares a route of the own API for callers with a key. */
export const nativeRoute = forCallers(nativeProblems);

/** Declares a route of the own API for the pages of desktops. */
export const nativeDesktopRoute = forDesktops(nativeProblems);
