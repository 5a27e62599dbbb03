import { makeLimited, makeTakeToken } from '../limited.ts';
import { report } from '../observe.ts';
import { clock } from './clock.ts';
import { rateLimits as limits } from './rate-limits.ts';

/** Each caller may call only so often. */
export const takeToken = makeTakeToken({ limits, clock, report });

/** For routes on which that holds. */
export const limited = makeLimited(takeToken);
