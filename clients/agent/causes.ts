import type { Ending } from './session.ts';

/** The causes that this page acts on. */
export const causes = { forced: 257, signedOut: 258, nothingHeard: 263, signedInElsewhere: 264 } as const;

/** Whether a page whose session ended like this may sign in anew: nobody meant to send the agent away. */
export const mayReturn = ({ cause }: Ending): boolean =>
  cause === undefined || cause === causes.signedOut || cause === causes.nothingHeard;
