import { makeTakeTurn } from '#core/sessions/turn.ts';
import { report } from '../observe.ts';
import { commitAgent } from './commit-agent.ts';
import { ids } from './ids.ts';

export const takeTurn = makeTakeTurn({ commitAgent, ids, report });
