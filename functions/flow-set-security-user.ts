import { parseSetSecurityUser, renderSetSecurityUser } from '#dialects/connect-flow/set-security-user.ts';
import { setSecurityUser } from '#runtime/compose/set-security-user.ts';
import { flow } from '#runtime/flow.ts';

/** A contact flow says in whose name it acts. */
export const handler = flow(
  async (event) => {
    const wanted = parseSetSecurityUser(event);
    return renderSetSecurityUser(wanted.type === 'setSecurityUser' ? await setSecurityUser(wanted) : wanted);
  },
  renderSetSecurityUser({ type: 'failed' }),
);
