import type { SetSecurityUserOutcome } from '#core/session-rights/flow-actions.ts';
import type { SessionRightsUseCases } from '#core/session-rights/use-cases.ts';
import { problemSentence } from '../problem.ts';
import { closedObject } from '../request-schema.ts';
import { agentParameter, readParameters } from './parameters.ts';

const parameters = closedObject({ agent: agentParameter });

/** The agent that becomes the security user of a flow, or why there is none. */
type SetSecurityUser =
  | {
      readonly type: 'setSecurityUser';
      readonly instanceId: string;
      /** The contact that the flow handles. The security user is valid for no other. */
      readonly contactId: string;
      readonly agentId: string;
    }
  | NotTried;

type NotTried = { readonly type: 'invalidParameter'; readonly message: string } | { readonly type: 'failed' };

/** Reads the event of `flow-set-security-user`. Never throws, whatever the event is. */
export function parseSetSecurityUser(event: unknown): SetSecurityUser {
  const given = readParameters(event, parameters);
  if (given.type === 'invalid') {
    return { type: 'invalidParameter', message: problemSentence({ type: 'badInput', faults: given.faults }) };
  }
  return { type: 'setSecurityUser', ...given.key, agentId: given.parameters.agent };
}

type Outcome = SetSecurityUserOutcome | NotTried;

const messages = {
  unknownAgent: 'There is no agent with this id: create one with PUT /v1/agents/{agentId}',
  noSecurityProfile:
    'This agent has no security profile: give one by the key securityProfileId of PUT /v1/agents/{agentId}',
  failed: 'Something went wrong here, not with the parameters: try again',
} as const satisfies Record<Exclude<Outcome['type'], 'set' | 'invalidParameter'>, string>;

/** Answers with texts by name (`STRING_MAP`). The flow branches on `$.External.branch`. */
export function renderSetSecurityUser(outcome: Outcome): Readonly<Record<string, string>> {
  if (outcome.type === 'set') return { branch: 'Default', securityUser: outcome.securityUser, errorArgList: '' };
  const message = outcome.type === 'invalidParameter' ? outcome.message : messages[outcome.type];
  return { branch: 'OnError', securityUser: '', errorArgList: message };
}

/** Sets the user on whose behalf a flow acts. */
export async function setSecurityUser(useCases: Pick<SessionRightsUseCases, 'setSecurityUser'>, event: unknown) {
  const wanted = parseSetSecurityUser(event);
  if (wanted.type !== 'setSecurityUser') return renderSetSecurityUser(wanted);
  return renderSetSecurityUser(await useCases.setSecurityUser(wanted));
}

export const setSecurityUserFailed = renderSetSecurityUser({ type: 'failed' });
