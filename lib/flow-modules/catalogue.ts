import type { FlowContent } from './flow-language.ts';
import { setChatTimeouts } from './set-chat-timeouts.ts';
import { terminateAgentSession } from './terminate-agent-session.ts';

/** The functions that flow modules invoke, named as their files. */
export type FlowFunctionName = 'flow-set-chat-timeouts' | 'flow-set-security-user' | 'flow-terminate-agent-session';

/** A module, as an Amazon Connect instance gets it. */
interface FlowModule {
  readonly name: string;
  readonly description: string;
  /** The content, with the ARNs of the functions. */
  readonly contentOf: (arnOf: (name: FlowFunctionName) => string) => FlowContent;
}

/** All flow modules. */
export const flowModules: readonly FlowModule[] = [
  {
    name: 'set-chat-timeouts',
    description: 'Sets the idle and disconnect timeouts of the chat; the outcome is in the attribute lastcallOutcome.',
    contentOf: (arnOf) => setChatTimeouts(arnOf('flow-set-chat-timeouts')),
  },
  {
    name: 'terminate-agent-session',
    description: 'Ends the crashed session of an agent; which branch to take is in the attribute lastcallBranch.',
    contentOf: (arnOf) =>
      terminateAgentSession({
        setSecurityUserArn: arnOf('flow-set-security-user'),
        terminateAgentSessionArn: arnOf('flow-terminate-agent-session'),
      }),
  },
];
