import { setSecurityUser, setSecurityUserFailed } from '#dialects/connect-flow/set-security-user.ts';
import { sessionRights } from '#runtime/compose/agents.ts';
import { flow } from '#runtime/flow.ts';

/** A contact flow names the user in whose name it acts. */
export const handler = flow((event) => setSecurityUser(sessionRights, event), setSecurityUserFailed);
