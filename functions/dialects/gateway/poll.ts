import * as z from 'zod';
import type { AgentKey } from '#core/sessions/agent.ts';
import type { PollOutcome } from '#core/sessions/poll.ts';
import type { HttpAnswer } from '../http.ts';
import { parseRequest } from '../request-schema.ts';
import { agentKeyOf, type GatewayRequest, pathOf, sessionHeaders, withInstance } from './request.ts';
import { gatewayAnswer } from './retcodes.ts';

const poll = z.object({ path: pathOf({}), headers: sessionHeaders });

/** `GET /agentevent/{agentid}` */
export function parseGatewayPoll(request: GatewayRequest): readonly [agent: AgentKey, secret: string] {
  const { path, headers } = parseRequest(poll, withInstance(request));
  return [agentKeyOf(path), headers.guid];
}

/** Answers at once, with the one event there is: that somebody or something else has signed the agent out. */
export function renderGatewayPoll(outcome: PollOutcome, { agentId }: AgentKey): HttpAnswer {
  switch (outcome.type) {
    case 'nothingNew':
      return gatewayAnswer('success', '', { event: null });
    case 'endedByOthers': {
      const content = { loginTime: String(outcome.signedInAt) };
      return gatewayAnswer('success', '', {
        event: { eventType: 'AgentOther_ShutdownService', workNo: agentId, content },
      });
    }
    case 'signedOut':
      return gatewayAnswer('notSignedIn', 'The session of this Guid is over: sign in again');
    case 'notYours':
      return gatewayAnswer('noPermission', 'The Guid is of no session of this agent: sign in again');
  }
}
