import { branchOn, invoke, leave } from './actions.ts';
import type { FlowContent } from './flow-language.ts';
import { moduleContent } from './module-content.ts';

/** The outcomes that `flow-set-chat-timeouts` answers. */
const outcomes = ['configured', 'invalidParameter', 'nothingToDo', 'chatNotFound', 'chatEnded', 'failed'];

/**
 * Sets the timeouts of the chat from attributes of the contact. The flow finds the outcome in `lastcallOutcome`, and its
 * meaning in `lastcallMessage`.
 */
export function setChatTimeouts(functionArn: string): FlowContent {
  const answered = (outcome: string) =>
    leave(outcome, { lastcallOutcome: outcome, lastcallMessage: '$.External.message' });
  return moduleContent(
    invoke('Set chat timeouts', {
      functionArn,
      parameters: {
        customerIdleMinutes: '$.Attributes.lastcallCustomerIdleMinutes',
        customerDisconnectMinutes: '$.Attributes.lastcallCustomerDisconnectMinutes',
        agentIdleMinutes: '$.Attributes.lastcallAgentIdleMinutes',
        agentDisconnectMinutes: '$.Attributes.lastcallAgentDisconnectMinutes',
      },
      answered: 'Check outcome',
      unanswered: 'No answer',
    }),
    branchOn('Check outcome', '$.External.outcome', {
      to: Object.fromEntries(outcomes.map((outcome) => [outcome, outcome])),
      otherwise: 'failed',
    }),
    leave('No answer', { lastcallOutcome: 'failed', lastcallMessage: 'Set chat timeouts gave no answer in time' }),
    ...outcomes.map(answered),
  );
}
