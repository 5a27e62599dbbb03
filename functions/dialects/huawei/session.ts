import * as z from 'zod';
import type { PollOutcome } from '#core/agent-clients/poll.ts';
import type { AgentClientUseCases } from '#core/agent-clients/use-cases.ts';
import type { AgentKey } from '#core/agents/agent.ts';
import { instanceId } from '../fields.ts';
import type { HttpAnswer } from '../http.ts';
import { mustBe, sizeOf } from '../request-schema.ts';
import { huaweiAnswer, huaweiAnswers, huaweiRoute } from './problem.ts';

/** The beginning of every path. Without an instance in it, calls are for the one that the deployment is set to. */
export type BasePath = '/agentgateway/resource' | '/{instanceId}/agentgateway/resource';

const agentIdError = mustBe('the id of an agent, a number from 101 to 999999');

/** The id of an agent: digits, outside as inside. */
export const huaweiAgentId = z.string({ error: agentIdError }).regex(/^(?!100$)[1-9]\d{2,5}$/, { error: agentIdError });

/** The path of every call: the instance, the agent, and parameters of the call. */
export const pathOf = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.object({ instanceId, agentid: huaweiAgentId, ...shape });

/** The agent that a path names. */
export const agentKeyOf = (path: { readonly instanceId: string; readonly agentid: string }): AgentKey => ({
  instanceId: path.instanceId,
  agentId: path.agentid,
});

const guidSuffix = '.AgentGateway1';
const guidError = mustBe('the value of the header Guid that signing in has answered', sizeOf);

/** The Guid of a session, parsed to the secret in it. Some clients send the value of `Set-GUID` as they got it. */
const guid = z
  .string({ error: guidError })
  .trim()
  .regex(/^(JSESSIONID=)?[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\.AgentGateway1$/i, { error: guidError })
  .transform((text) =>
    text
      .replace(/^JSESSIONID=/i, '')
      .slice(0, -guidSuffix.length)
      .toLowerCase(),
  );

/**
 * The headers that tell a client its Guid. Clients read `Set-GUID` and split its value at `=`; several compare its name with
 * these very letters. The documentation names `Guid`.
 */
export function guidHeaders(secret: string) {
  const guid = `${secret}${guidSuffix}`;
  return { Guid: guid, 'Set-GUID': `JSESSIONID=${guid}` };
}

/** The headers of every call of a session. */
export const sessionHeaders = z.object({ guid });

const pollRequest = z.object({ path: pathOf({}), headers: sessionHeaders });

const event = z.strictObject({
  eventType: z.literal('AgentOther_ShutdownService'),
  workNo: z.string(),
  content: z.strictObject({ loginTime: z.string() }),
});

/** A client asks for events, which also keeps its session alive. */
export const pollRoute = (base: BasePath) =>
  huaweiRoute({
    key: `GET ${base}/agentevent/{agentid}`,
    throttleShare: 0.05,
    keepsAlive: true,
    request: pollRequest,
    answers: huaweiAnswers(['notSignedIn'], { event: event.exactOptional() }),
    run: ({ poll }: AgentClientUseCases, { path, headers }) => poll(agentKeyOf(path), headers.guid),
    render: (outcome, { path, headers }) => renderPoll(outcome, path.agentid, headers.guid),
  });

/**
 * There is one event: the session was ended by another agent, a supervisor or the system. Without it there is no member
 * `event`, not even `null`: the vendor's client for Windows knows an answer without an event by its very bytes, and takes
 * eight others in a row for the end of the session.
 */
function renderPoll(outcome: PollOutcome, agentId: string, secret: string): HttpAnswer {
  switch (outcome.type) {
    case 'nothingNew':
      // Under AUTHMODE 2 clients take the Guid from here.
      return huaweiAnswer('success', '', { headers: guidHeaders(secret) });
    case 'endedByOthers': {
      const content = { loginTime: String(outcome.signedInAt) };
      return huaweiAnswer('success', '', {
        event: { eventType: 'AgentOther_ShutdownService', workNo: agentId, content },
      });
    }
    case 'signedOut':
      return huaweiAnswer('notSignedIn', 'The session of this Guid is over: sign in again');
    case 'notYours':
      return {
        ...huaweiAnswer('noPermission', 'The Guid is of no session of this agent: sign in again'),
        isStrangers: true,
      };
  }
}
