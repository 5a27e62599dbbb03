import { ccai } from './ccai/problem.ts';
import { connectParticipant } from './connect-participant/problem.ts';
import { connect } from './connect-timers/problem.ts';
import { gateway } from './gateway/problem.ts';
import type { RenderProblem } from './http.ts';
import { native } from './native/problem.ts';
import { nice } from './nice/problem.ts';

/** What a path begins with, and how its API says what is wrong; an instance may stand before the agent gateway's. */
const dialects: readonly (readonly [RegExp, RenderProblem])[] = [
  [/^\/apps\/api\//, ccai],
  [/^\/participant\//, connectParticipant],
  [/^(\/iam)?\/contact\//, connect],
  [/^(\/[^/]+)?\/agentgateway\/resource\//, gateway],
  [/^\/incontactapi\//, nice],
];

/** How to say what is wrong with a request of which nothing but the path is known: as the API there says it. */
export const dialectOf = (path: string): RenderProblem =>
  dialects.find(([beginning]) => beginning.test(path))?.[1] ?? native;
