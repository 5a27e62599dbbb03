import { branchOn, invoke, leave } from './actions.ts';
import type { FlowContent } from './flow-language.ts';
import { moduleContent } from './module-content.ts';

/** The branches that `flow-terminate-agent-session` answers, except `OnSuccess`. */
const failures = ['OnInvalidAgentId', 'OnUnauthorized', 'OnInvalidSecurityUser', 'OnTooManyRequests', 'Default'];

/** The functions that the module invokes. */
export interface TerminationFunctions {
  readonly setSecurityUserArn: string;
  readonly terminateAgentSessionArn: string;
}

/**
 * Ends the crashed session of an agent, on behalf of another agent. Attributes of the contact name both. The flow finds
 * in `lastcallBranch` which of the six branches to take. The security user is passed from one function to the other and
 * is stored nowhere.
 */
export function terminateAgentSession(functions: TerminationFunctions): FlowContent {
  const failed = (identifier: string, branch: string, errorArgList: string) =>
    leave(identifier, { lastcallBranch: branch, lastcallErrorArgList: errorArgList });
  return moduleContent(
    invoke('Set security user', {
      functionArn: functions.setSecurityUserArn,
      parameters: { agent: '$.Attributes.lastcallSecurityAgent' },
      answered: 'Check security user',
      unanswered: 'No answer about the user',
    }),
    branchOn('Check security user', '$.External.branch', {
      to: { Default: 'Terminate agent session' },
      otherwise: 'No security user',
    }),
    invoke('Terminate agent session', {
      functionArn: functions.terminateAgentSessionArn,
      parameters: { securityUser: '$.External.securityUser', agentId: '$.Attributes.lastcallAgentId' },
      answered: 'Check branch',
      unanswered: 'No answer about the session',
    }),
    branchOn('Check branch', '$.External.branch', {
      to: Object.fromEntries(['OnSuccess', ...failures].map((branch) => [branch, branch])),
      otherwise: 'Default',
    }),
    failed('No answer about the user', 'Default', 'Set security user gave no answer in time'),
    failed('No security user', 'OnInvalidSecurityUser', '$.External.errorArgList'),
    failed('No answer about the session', 'Default', 'Terminate agent session gave no answer in time'),
    leave('OnSuccess', { lastcallBranch: 'OnSuccess', lastcallAlreadySignedOut: '$.External.alreadySignedOut' }),
    ...failures.map((branch) => failed(branch, branch, '$.External.errorArgList')),
  );
}
