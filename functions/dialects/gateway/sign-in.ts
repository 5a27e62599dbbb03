import * as z from 'zod';
import type { AgentKey } from '#core/sessions/agent.ts';
import type { PasswordSignIn, PasswordSignInOutcome } from '#core/sessions/password-sign-in.ts';
import { line } from '../fields.ts';
import { type HttpAnswer, RefusedRequest } from '../http.ts';
import { isFault, readIpAddress } from '../ip-text.ts';
import { mustBe, sizeOf } from '../must-be.ts';
import { password } from '../password.ts';
import { parseRequest } from '../request-schema.ts';
import { agentKeyOf, type GatewayRequest, pathOf, withInstance, writeGuid } from './request.ts';
import { gatewayAnswer } from './retcodes.ts';

/** Clients send a dozen more, for phones and media servers that are not here: nothing of it is heard. */
const signIn = z.object({
  path: pathOf({}),
  body: z.object(
    { password: password({ shortest: 1 }), phonenum: line(24, { got: sizeOf }) },
    { error: mustBe('an object with password and phonenum', sizeOf) },
  ),
});

/** `PUT /onlineagent/{agentid}`, and `…/forcelogin`, which ends a session that is there. */
export function parseGatewaySignIn(request: GatewayRequest): readonly [AgentKey, PasswordSignIn] {
  const { path, body } = parseRequest(signIn, { ...withInstance(request), body: request.body ?? {} });
  const ipAddress = readIpAddress(request.sourceIp);
  if (isFault(ipAddress)) {
    throw new RefusedRequest({ type: 'unavailable', message: 'The address of this call cannot be told: try again' });
  }
  const takeOver = request.route.endsWith('/forcelogin');
  return [agentKeyOf(path), { password: body.password, ipAddress, takeOver }];
}

/** The same for whoever does not exist, has another password or has tried too often: nothing can be told from it. */
const wrongPassword = gatewayAnswer(
  'wrongPassword',
  'There is no agent with this id and password; after too many attempts nobody is let in for some minutes',
);

const refusals = {
  wrongPassword,
  alreadySignedIn: gatewayAnswer('alreadySignedIn', 'This agent is already signed in: …/forcelogin ends that session'),
  beingSignedOut: gatewayAnswer(
    'overlapping',
    'This agent is being signed out when the contact in hand ends: wait until then',
  ),
  overlapping: gatewayAnswer('overlapping', 'Another sign-in or sign-out of this agent has no answer yet: wait for it'),
} satisfies Record<Exclude<PasswordSignInOutcome['type'], 'signedIn'>, HttpAnswer>;

/** Answers with the Guid in a header. `mediatype` is T for calls and for chats, F for e-mail. */
export function renderGatewaySignIn(outcome: PasswordSignInOutcome, { agentId }: AgentKey): HttpAnswer {
  if (outcome.type !== 'signedIn') return refusals[outcome.type];
  const headers = { guid: writeGuid(outcome.secret) };
  return gatewayAnswer('success', '', { headers, result: { workno: agentId, mediatype: 'TTF' } });
}
