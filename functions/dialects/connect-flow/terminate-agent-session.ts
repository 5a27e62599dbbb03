import * as z from 'zod';
import type { TerminateByFlowOutcome } from '#core/session-rights/flow-actions.ts';
import type { SessionRightsUseCases } from '#core/session-rights/use-cases.ts';
import type { Fault } from '../http.ts';
import { problemSentence } from '../problem.ts';
import { closedObject, mustBe, sizeOf } from '../request-schema.ts';
import { agentParameter, plainText, readParameters } from './parameters.ts';

/** The branches of the action in Studio. */
type Branch =
  | 'OnSuccess'
  | 'OnInvalidAgentId'
  | 'OnUnauthorized'
  | 'OnInvalidSecurityUser'
  | 'OnTooManyRequests'
  | 'Default';

const securityUserError = mustBe('the securityUser that Set Security User has answered', sizeOf);

const parameters = closedObject({
  securityUser: z
    .unknown()
    .transform(plainText)
    .pipe(z.string({ error: securityUserError }).regex(/^[\x21-\x7e]{1,4096}$/, { error: securityUserError })),
  agentId: agentParameter,
});

/** The session that a flow terminates, or why none is. */
type Terminate =
  | {
      readonly type: 'terminate';
      readonly instanceId: string;
      readonly contactId: string;
      readonly agentId: string;
      readonly securityUser: string;
    }
  | NotTried;

type NotTried =
  | { readonly type: 'invalidParameter'; readonly branch: Branch; readonly message: string }
  | { readonly type: 'failed' };

/** Reads the event of `flow-terminate-agent-session`. Never throws, whatever the event is. */
export function parseTerminateAgentSession(event: unknown): Terminate {
  const given = readParameters(event, parameters);
  if (given.type === 'given') return { type: 'terminate', ...given.key, ...given.parameters };
  const message = problemSentence({ type: 'badInput', faults: given.faults });
  return { type: 'invalidParameter', branch: branchOfFaults(given.faults), message };
}

/** A fault in the security user takes precedence over one in the agent. */
function branchOfFaults(faults: readonly Fault[]): Branch {
  const isWrong = (name: string) => faults.some(({ path }) => path === name);
  if (isWrong('securityUser')) return 'OnInvalidSecurityUser';
  return isWrong('agentId') ? 'OnInvalidAgentId' : 'Default';
}

type Outcome = TerminateByFlowOutcome | NotTried;

const branches = {
  terminated: 'OnSuccess',
  alreadySignedOut: 'OnSuccess',
  unknownAgent: 'OnInvalidAgentId',
  unauthorized: 'OnUnauthorized',
  forgedSecurityUser: 'OnInvalidSecurityUser',
  expiredSecurityUser: 'OnInvalidSecurityUser',
  foreignSecurityUser: 'OnInvalidSecurityUser',
  tooManyRequests: 'OnTooManyRequests',
  failed: 'Default',
} as const satisfies Record<Exclude<Outcome['type'], 'invalidParameter'>, Branch>;

/** Answers with texts by name (`STRING_MAP`). The flow branches on `$.External.branch`. */
export function renderTerminateAgentSession(outcome: Outcome): Readonly<Record<string, string>> {
  if (outcome.type === 'invalidParameter') return { branch: outcome.branch, errorArgList: outcome.message };
  const answer = { branch: branches[outcome.type], errorArgList: messageOf(outcome) };
  if (answer.branch !== 'OnSuccess') return answer;
  return { ...answer, alreadySignedOut: String(outcome.type === 'alreadySignedOut') };
}

function messageOf(outcome: Exclude<Outcome, { type: 'invalidParameter' }>): string {
  switch (outcome.type) {
    case 'terminated':
    case 'alreadySignedOut':
      return '';
    case 'unknownAgent':
      return 'agentId: There is no agent with this id in this instance';
    case 'unauthorized':
      return 'The security profile of the security user does not allow to end the session of this agent';
    case 'forgedSecurityUser':
      return 'securityUser: Was not issued here: take what Set Security User has answered as it is';
    case 'expiredSecurityUser':
      return 'securityUser: Has expired: set the security user again';
    case 'foreignSecurityUser':
      return 'securityUser: Is of another contact or instance: set the security user in this flow';
    case 'tooManyRequests':
      return problemSentence(outcome);
    case 'failed':
      return 'Something went wrong here, not with the parameters: try again';
  }
}

/** Ends the session of an agent on behalf of the security user of a flow. */
export async function terminateAgentSession(
  { terminateByFlow }: Pick<SessionRightsUseCases, 'terminateByFlow'>,
  event: unknown,
) {
  const wanted = parseTerminateAgentSession(event);
  if (wanted.type !== 'terminate') return renderTerminateAgentSession(wanted);
  return renderTerminateAgentSession(await terminateByFlow(wanted));
}

export const terminateAgentSessionFailed = renderTerminateAgentSession({ type: 'failed' });
