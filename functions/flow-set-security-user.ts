import { parseSetSecurityUser, renderSetSecurityUser } from '#dialects/connect-flow/set-security-user.ts';
import { sessionRights } from '#runtime/compose/agents.ts';
import { flow } from '#runtime/flow.ts';

/** A contact flow names the user in whose name it acts. */
export const handler = flow(
  async (event) => {
    const wanted = parseSetSecurityUser(event);
    return renderSetSecurityUser(
      wanted.type === 'setSecurityUser' ? await sessionRights.setSecurityUser(wanted) : wanted,
    );
  },
  renderSetSecurityUser({ type: 'failed' }),
);
