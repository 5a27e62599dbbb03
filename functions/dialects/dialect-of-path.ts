import { ccai } from './ccai/problem.ts';
import { connectParticipant } from './connect-participant/problem.ts';
import { connect } from './connect-timers/problem.ts';
import type { RenderProblem } from './http.ts';
import { native } from './native/problem.ts';

const dialects: readonly (readonly [string, RenderProblem])[] = [
  ['/apps/api/', ccai],
  ['/participant/', connectParticipant],
  ['/contact/', connect],
  ['/iam/contact/', connect],
];

/** How to say what is wrong with a request of which nothing but the path is known: as the API there says it. */
export const dialectOf = (path: string): RenderProblem =>
  dialects.find(([below]) => path.startsWith(below))?.[1] ?? native;
