import { terminateAgentSession, terminateAgentSessionFailed } from '#dialects/connect-flow/terminate-agent-session.ts';
import { sessionRights } from '#runtime/compose/agents.ts';
import { flow } from '#runtime/flow.ts';

/** A contact flow ends the session of an agent, such as one that hangs after a crash. */
export const handler = flow((event) => terminateAgentSession(sessionRights, event), terminateAgentSessionFailed);
