import * as z from 'zod';
import type { Scope } from '#core/access/access.ts';
import type { ParticipantTokenKind, SessionClaims } from '#core/access/tokens.ts';
import type { HttpAnswer, HttpRequest, RenderProblem } from './http.ts';

type Method = 'GET' | 'HEAD' | 'PUT' | 'POST' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** Method and path as API Gateway declares them, and as it names them in an event. */
export type RouteKey = `${Method} /${string}` | '$default';

/** The body of each status that a route answers with; `noContent` for a status without a body. */
export type Answers = Readonly<Record<number, z.ZodType>>;

/** The body of an answer that has none. */
export const noContent = z.undefined();

/** The body of an answer that is a file: no JSON. */
export const aFile = z.undefined();

/** How a dialect answers problems, whatever the route. */
export interface Problems {
  readonly render: RenderProblem;
  /** The body of every problem. */
  readonly body: z.ZodType;
}

/** What every route has, whoever may call it. */
interface RouteOf<Audience extends string, in UseCases, in Request> {
  readonly key: RouteKey;
  /** Who may call it. The audience decides how API Gateway and the runtime authenticate a request. */
  readonly audience: Audience;
  /** The share of the stage's throttle that the route can use, 0 to 1. @default - no limit of its own */
  readonly throttleShare?: number | undefined;
  /** Whether it keeps a session alive. While strangers crowd it out, no lease ends. @default false */
  readonly keepsAlive?: boolean;
  /**
   * Whether a request that succeeded has its line in the access log alone: heartbeats and messages, of which a thousand
   * agents have some fifteen million a month. @default false
   */
  readonly isFrequent?: boolean;
  /** Whether a body is not even looked at. @default false */
  readonly ignoresBody?: boolean;
  readonly request: z.ZodType;
  readonly answers: Answers;
  readonly problems: Problems;
  /**
   * The answer to a request that has this key and is not meant by it, before anything else is looked at. For a key with so
   * many variables that paths of other dialects have it too. @default - every request is meant
   */
  readonly instead?: (request: MatchedRequest) => HttpAnswer | undefined;
  /** @throws RefusedRequest */
  readonly handle: (useCases: UseCases, request: Request) => Promise<HttpAnswer>;
}

/** A route for callers with an API key (`caller`), or with an IAM signature that API Gateway checks (`signedCaller`). */
export interface CallerRoute<in UseCases> extends RouteOf<'caller' | 'signedCaller', UseCases, HttpRequest> {
  /** What the caller must be allowed to do: one of these scopes. @default - it depends on the request */
  readonly scopes: readonly Scope[];
  readonly isRateLimited: boolean;
  /** Whether callers who are limited to teams may call it, for agents of these teams. */
  readonly heedsTeams: boolean;
}

/** A route for participants of a chat, who have a token of this kind. */
export interface ParticipantRoute<in UseCases> extends RouteOf<'participant', UseCases, ParticipantRequest> {
  readonly tokenKind: ParticipantTokenKind;
}

/** A route for the pages of agents' desktops, whose token is in the body: a beacon has no headers. */
export type DesktopRoute<UseCases> = RouteOf<'desktop', UseCases, DesktopRequest>;

/** A route for agents, who sign in with a password and then send a secret. The dialect authenticates them. */
export type AgentRoute<UseCases> = RouteOf<'agent', UseCases, AgentRequest>;

/** A route for anybody. */
export type OpenRoute<UseCases> = RouteOf<'anybody', UseCases, OpenRequest>;

/** A route as everything else sees it: CDK reads key, audience and throttle, a Lambda calls `handle`. */
export type Route<UseCases> =
  | CallerRoute<UseCases>
  | ParticipantRoute<UseCases>
  | DesktopRoute<UseCases>
  | AgentRoute<UseCases>
  | OpenRoute<UseCases>;

/** A participant, as its token names it. */
export interface ParticipantIdentity {
  readonly kind: ParticipantTokenKind;
  readonly instanceId: string;
  readonly contactId: string;
  readonly participantId: string;
}

export interface ParticipantRequest {
  readonly claims: ParticipantIdentity;
  /** The parsed JSON body; `undefined` without one. */
  readonly body: unknown;
}

export interface DesktopRequest {
  readonly body: unknown;
  readonly sourceIp: string;
  /** Verifies a token. @throws RefusedRequest the same for every token that is not valid. */
  readonly claimsOf: (token: string) => Promise<SessionClaims>;
}

export interface AgentRequest {
  /** The instance that the path names, or else the one that the deployment is set to; `undefined` if neither is there. */
  readonly instanceId: string | undefined;
  readonly path: Readonly<Record<string, string>>;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly sourceIp: string;
}

/** What API Gateway has matched, before anything is authenticated or read. */
interface MatchedRequest extends OpenRequest {
  /** The variables of the path, decoded. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}

export interface OpenRequest {
  readonly method: string;
  readonly path: string;
  readonly requestId: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Who owns the agents of the deployment: Lastcall, or Amazon Connect those of some instances. */
  readonly backend: 'standalone' | 'amazonConnect';
}
