import { minutes } from '#core/instant.ts';

/** After so many attempts at a password, none of them right, the agent is locked for so long since the latest. */
export const passwordLock = { attempts: 5, lasts: minutes(15) } as const;
