import type { Caller, Scope } from '#core/access/access.ts';
import type { Origin } from '#core/agents/logout-order.ts';

/** A request that has been authenticated, its JSON read. */
export interface HttpRequest {
  readonly caller: Caller;
  /** Path parameters, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON body; `undefined` when there is none, or `null`. */
  readonly body: unknown;
  /** The caller's address, as the gateway saw it. */
  readonly sourceIp: string;
  /** How the caller was authenticated. */
  readonly via: Origin['via'];
  /** Scheme, host and path of the request, for links: `https://api.example.com/v1/force-logouts`. */
  readonly url: string;
}

/** An answer; the body is sent as JSON, or none if it is absent. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What is sent in place of JSON, with its content type. */
  readonly file?: { readonly type: string; readonly content: string | Uint8Array };
  /** Whether the request knew no secret, though the answer is no refusal of its form. @default false */
  readonly isStrangers?: boolean;
}

/** One thing wrong with a request. */
export interface Fault {
  /** Where: `select.ipAddresses[1]`; empty for the body as a whole. */
  readonly path: string;
  /** What is wrong and what would be right, in one sentence. */
  readonly message: string;
}

/** Conflicts that the own API tells apart: why a guard refuses a forced logout. */
export const conflictKinds = ['everybody', 'tooManyAgents', 'tooFewRemaining', 'notCounted'] as const;
export type ConflictKind = (typeof conflictKinds)[number];

/** Why a request is refused. Every dialect has an answer for each. */
export type Problem =
  | {
      readonly type: 'badInput';
      readonly faults: readonly Fault[];
      /** Whether the body as it is cannot be read, whatever the route. @default false */
      readonly isUnreadable?: boolean;
    }
  | { readonly type: 'unauthenticated'; readonly message: string }
  | { readonly type: 'forbidden'; readonly scope: Scope }
  | { readonly type: 'forbidden'; readonly message: string }
  | { readonly type: 'notFound'; readonly message: string }
  | {
      readonly type: 'conflict';
      /** What kind of conflict it is, if the own API has a type for it. */
      readonly kind?: ConflictKind;
      readonly message: string;
      /** Further members of the problem in the own API. */
      readonly members?: Readonly<Record<string, unknown>>;
      /** When it will have passed by itself. @default - trying again does not help */
      readonly retryAfterSeconds?: number;
    }
  | { readonly type: 'tooLarge'; readonly limitBytes: number }
  | { readonly type: 'notJsonContent'; readonly message: string }
  /** The caller has reached the rate limit. */
  | { readonly type: 'tooManyRequests'; readonly retryAfterSeconds: number }
  /** Too many requests change the same thing at the same time. Trying again helps. */
  | { readonly type: 'contended' }
  /** Something that the request needs does not respond at this moment. Trying again helps. */
  | { readonly type: 'unavailable'; readonly message: string }
  | { readonly type: 'internal' };

/** The status of a problem in every dialect whose contract has no other. */
export const problemStatus = {
  badInput: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  notJsonContent: 415,
  tooManyRequests: 429,
  contended: 503,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<Problem['type'], number>;

/** Thrown to refuse a request. The runtime answers it in the dialect's shape. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly problem: Problem;
  /** Headers that the answer has besides those of its dialect. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(problem: Problem, headers: Readonly<Record<string, string>> = {}) {
    super(problem.type);
    this.problem = problem;
    this.headers = headers;
  }
}

/** How a dialect answers problems. */
export type RenderProblem = (problem: Problem, requestId: string) => HttpAnswer;
