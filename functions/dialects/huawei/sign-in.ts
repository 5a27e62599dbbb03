import * as z from 'zod';
import type { PasswordSignInOutcome } from '#core/agent-clients/password-sign-in.ts';
import type { AgentClientUseCases } from '#core/agent-clients/use-cases.ts';
import type { IpAddress } from '#core/agents/ip-range.ts';
import { type Instant, toIso } from '#core/instant.ts';
import { line, password } from '../fields.ts';
import { type HttpAnswer, RefusedRequest } from '../http.ts';
import { isFault, readIpAddress } from '../ip-text.ts';
import { mustBe, sizeOf } from '../request-schema.ts';
import type { RouteKey } from '../route.ts';
import { huaweiAnswer, huaweiAnswers, huaweiSignInRoute } from './problem.ts';
import { agentKeyOf, type BasePath, guidHeaders, pathOf } from './session.ts';

/** Clients send a dozen more members, for phones and media servers that Lastcall does not have; they are ignored. */
const credentials = z.object(
  { password: password({ shortest: 1 }), phonenum: line(24, { got: sizeOf }) },
  { error: mustBe('an object with password and phonenum', sizeOf) },
);

const request = z.object({ path: pathOf({}), body: z.preprocess((body) => body ?? {}, credentials) });

/** The same for an agent who does not exist, for a wrong password and during a pause, so that it reveals nothing. */
const wrongPassword = huaweiAnswer(
  'wrongPassword',
  'There is no agent with this id and password; after several wrong ones, wait some minutes before the next',
);

const refusals = {
  wrongPassword,
  alreadySignedIn: huaweiAnswer('alreadySignedIn', 'This agent is already signed in: …/forcelogin ends that session'),
  beingSignedOut: huaweiAnswer(
    'overlapping',
    'This agent is being signed out when the contact in hand ends: wait until then',
  ),
  overlapping: huaweiAnswer('overlapping', 'Another sign-in or sign-out of this agent has no answer yet: wait for it'),
} satisfies Record<Exclude<PasswordSignInOutcome['type'], 'signedIn' | 'tooManyRequests' | 'held'>, HttpAnswer>;

const held = (until: Instant) =>
  huaweiAnswer('failed', `This agent was signed out by force and cannot sign in before ${toIso(until)}`);

const signIn = (key: RouteKey, { takeOver }: { readonly takeOver: boolean }) =>
  huaweiSignInRoute({
    key,
    // Ten comparisons of a password a second for each of the four paths, in a stage that takes a thousand requests.
    throttleShare: 0.01,
    request,
    answers: huaweiAnswers(['wrongSignIn', 'wrongPassword', 'alreadySignedIn', 'overlapping'], {
      result: z.strictObject({ workno: z.string(), mediatype: z.literal('TTF') }),
    }),
    run: async ({ passwordSignIn }: AgentClientUseCases, { path, body }, { sourceIp }) =>
      passwordSignIn(agentKeyOf(path), { password: body.password, ipAddress: addressOf(sourceIp), takeOver }),
    render(outcome, { path }) {
      if (outcome.type === 'tooManyRequests') throw new RefusedRequest(outcome);
      if (outcome.type === 'held') return held(outcome.heldUntil);
      if (outcome.type !== 'signedIn') return refusals[outcome.type];
      return huaweiAnswer('success', '', {
        headers: guidHeaders(outcome.secret),
        // Can take calls (T) and chats (T), but no e-mails (F).
        result: { workno: path.agentid, mediatype: 'TTF' },
      });
    },
  });

/** @throws RefusedRequest `unavailable` when API Gateway names no address. */
function addressOf(sourceIp: string): IpAddress {
  const address = readIpAddress(sourceIp);
  if (!isFault(address)) return address;
  throw new RefusedRequest({ type: 'unavailable', message: 'The address of this call cannot be told: try again' });
}

/** Signing in, and signing in by force, which ends the session that is there. */
export const signInRoutes = (base: BasePath) => [
  signIn(`PUT ${base}/onlineagent/{agentid}`, { takeOver: false }),
  signIn(`PUT ${base}/onlineagent/{agentid}/forcelogin`, { takeOver: true }),
];
