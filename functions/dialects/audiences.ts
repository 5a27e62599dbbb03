import * as z from 'zod';
import type { Caller, Scope } from '#core/access/access.ts';
import type { ParticipantTokenKind, SessionClaims } from '#core/access/tokens.ts';
import { type Agent, isOfTeams } from '#core/agents/agent.ts';
import { type HttpAnswer, type HttpRequest, type Problem, RefusedRequest } from './http.ts';
import { parseRequest } from './request-schema.ts';
import type {
  AgentRequest,
  AgentRoute,
  Answers,
  CallerRoute,
  DesktopRequest,
  DesktopRoute,
  OpenRequest,
  OpenRoute,
  ParticipantRequest,
  ParticipantRoute,
  Problems,
  RouteKey,
} from './route.ts';

/** What a route of any audience says of itself. `run` calls one use case, and `render` answers with its outcome. */
interface Spec<Input, Outcome, UseCases, Context> {
  readonly key: RouteKey;
  readonly throttleShare?: number;
  readonly keepsAlive?: boolean;
  readonly isFrequent?: boolean;
  readonly ignoresBody?: boolean;
  /** Reads the request. Every fault goes into one answer. */
  readonly request: z.ZodType<Input>;
  readonly answers: Answers;
  readonly run: (useCases: UseCases, input: Input, context: Context) => Promise<Outcome>;
  /** @throws RefusedRequest when the outcome is a refusal */
  readonly render: (outcome: Outcome, input: Input, context: Context) => HttpAnswer;
}

/** What a route for callers says of itself. */
export interface CallerSpec<Input, Outcome, UseCases> extends Spec<Input, Outcome, UseCases, HttpRequest> {
  /** What the caller must be allowed to do: the scope, or one of several. Checked before the request is read. */
  readonly scope?: Scope | readonly Scope[];
  /** A scope that this very request needs besides. */
  readonly scopeFor?: (input: Input, caller: Caller) => Scope | undefined;
  /** @default 'caller' */
  readonly audience?: 'caller' | 'signedCaller';
  /** The agent that the request is about: a caller who is limited to teams reaches no other. @default - it is about no single agent */
  readonly agentOf?: (useCases: UseCases, input: Input, caller: Caller) => Promise<Agent | undefined>;
  /** Whether `run` itself heeds the teams that a caller is limited to. @default false */
  readonly heedsTeams?: boolean;
}

/** Declares routes of a dialect for callers. A route's input and outcome are known where it is declared and nowhere else. */
export const forCallers =
  (problems: Problems) =>
  <Input, Outcome, UseCases>({
    run,
    render,
    scope = [],
    scopeFor,
    audience = 'caller',
    agentOf,
    heedsTeams = agentOf !== undefined,
    ...declared
  }: CallerSpec<Input, Outcome, UseCases>): CallerRoute<UseCases> => {
    const scopes = typeof scope === 'string' ? [scope] : scope;
    return {
      ...declared,
      audience,
      scopes,
      isRateLimited: false,
      heedsTeams,
      problems,
      async handle(useCases, request) {
        const { caller } = request;
        requireOneOf(caller, scopes);
        if (caller.teamIds && !heedsTeams) throw new RefusedRequest(onlyForAllTeams);
        const input = parseRequest(declared.request, request);
        const needed = scopeFor?.(input, caller);
        if (needed !== undefined) requireOneOf(caller, [needed]);
        if (agentOf && caller.teamIds) requireMember(await agentOf(useCases, input, caller), caller.teamIds);
        return render(await run(useCases, input, request), input, request);
      },
    };
  };

/** @throws RefusedRequest `forbidden` when the caller has none of the scopes; without any, every caller passes. */
function requireOneOf(caller: Caller, scopes: readonly Scope[]): void {
  const [scope] = scopes;
  if (scope !== undefined && !scopes.some((enough) => caller.scopes.includes(enough))) {
    throw new RefusedRequest({ type: 'forbidden', scope });
  }
}

const onlyForAllTeams = {
  type: 'forbidden',
  message: 'This reaches agents of every team, and you are limited to some',
} as const satisfies Problem;

/** @throws RefusedRequest the same for an agent of other teams as for one that is not there */
function requireMember(agent: Agent | undefined, teamIds: readonly string[]): void {
  if (agent && isOfTeams(agent, teamIds)) return;
  throw new RefusedRequest({
    type: 'notFound',
    message: 'There is no agent with this id in the teams that you may see',
  });
}

/** Declares routes of a dialect for participants. */
export const forParticipants =
  (problems: Problems) =>
  <Input, Outcome, UseCases>({
    run,
    render,
    ...declared
  }: Spec<Input, Outcome, UseCases, ParticipantRequest> & {
    readonly tokenKind: ParticipantTokenKind;
  }): ParticipantRoute<UseCases> => ({
    ...declared,
    audience: 'participant',
    problems,
    async handle(useCases, request) {
      const input = parseRequest(declared.request, request);
      return render(await run(useCases, input, request), input, request);
    },
  });

/** What a desktop's token says, and the address the request came from, as the gateway saw it. */
type DesktopContext = SessionClaims & Pick<DesktopRequest, 'sourceIp'>;

/** Declares routes of a dialect for the pages of desktops. `run` gets the claims of the token in the body. */
export const forDesktops =
  (problems: Problems) =>
  <Input extends { readonly body: { readonly token: string } }, Outcome, UseCases>({
    run,
    render,
    ...declared
  }: Spec<Input, Outcome, UseCases, DesktopContext>): DesktopRoute<UseCases> => ({
    ...declared,
    audience: 'desktop',
    problems,
    async handle(useCases, request) {
      const input = parseRequest(declared.request, request);
      const context = { ...(await request.claimsOf(input.body.token)), sourceIp: request.sourceIp };
      return render(await run(useCases, input, context), input, context);
    },
  });

/**
 * Declares routes of a dialect for agents, who authenticate themselves to the dialect. The schema finds the instance among
 * the parameters of the path, whether the path named it or the deployment.
 */
export const forAgents =
  (problems: Problems) =>
  <Input, Outcome, UseCases>({
    run,
    render,
    ...declared
  }: Spec<Input, Outcome, UseCases, AgentRequest>): AgentRoute<UseCases> => ({
    ...declared,
    audience: 'agent',
    problems,
    async handle(useCases, request) {
      const { instanceId, path } = request;
      const input = parseRequest(declared.request, { ...request, path: { ...path, instanceId } });
      return render(await run(useCases, input, request), input, request);
    },
  });

/** Declares routes for anybody, which read nothing of the request but its path and headers. */
export const forAnybody = <UseCases>({
  answer,
  ...declared
}: {
  readonly key: RouteKey;
  readonly throttleShare: number;
  readonly answers: Answers;
  readonly problems: Problems;
  readonly answer: (request: OpenRequest, useCases: UseCases) => HttpAnswer | Promise<HttpAnswer>;
}): OpenRoute<UseCases> => ({
  ...declared,
  audience: 'anybody',
  request: z.unknown(),
  handle: async (useCases, request) => answer(request, useCases),
});
