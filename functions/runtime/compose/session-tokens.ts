import { makeSessionTokens } from '../session-tokens.ts';
import { clock } from './clock.ts';
import { passes } from './passes.ts';

export const sessionTokens = makeSessionTokens({ passes, clock });
