import type { Caller, Scope } from '#core/access/access.ts';

/** A request that has been authenticated, its JSON read. */
export interface HttpRequest {
  readonly caller: Caller;
  /** Path parameters, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON body; `undefined` when the route takes none. */
  readonly body: unknown;
  /** The caller's address, as the gateway saw it. */
  readonly sourceIp: string;
  /** Scheme, host and path of the request, for links: `https://api.example.com/v1/force-logouts`. */
  readonly url: string;
}

/** An answer; the body is sent as JSON, or none if it is absent. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One thing wrong with a request. */
export interface Fault {
  /** Where: `select.ipAddresses[1]`; empty for the body as a whole. */
  readonly path: string;
  /** What was wrong and what would be right, in one sentence. */
  readonly message: string;
}

/** Why a request is refused. Every dialect has an answer for each. */
export type Problem =
  | { readonly type: 'badInput'; readonly faults: readonly Fault[] }
  | { readonly type: 'unauthenticated'; readonly message: string }
  | { readonly type: 'forbidden'; readonly scope: Scope }
  | { readonly type: 'notFound'; readonly message: string }
  | {
      readonly type: 'conflict';
      readonly message: string;
      /** What the own API says of it besides. */
      readonly members?: Readonly<Record<string, unknown>>;
    }
  | { readonly type: 'tooLarge'; readonly limitBytes: number }
  | { readonly type: 'notJsonContent'; readonly contentType: string | undefined }
  /** The caller's bucket is empty: try again when so long has passed. */
  | { readonly type: 'tooManyRequests'; readonly retryAfterSeconds: number }
  /** Too many writers on one thing at once: try again. */
  | { readonly type: 'contended' }
  /** Something this needs does not answer at this moment: try again. */
  | { readonly type: 'unavailable'; readonly message: string }
  | { readonly type: 'internal' };

/** The status every dialect gives a problem, unless its contract says otherwise. */
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

/** Thrown by a parser or a renderer to refuse a request; the runtime answers it in the dialect's shape. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.type);
    this.problem = problem;
  }
}

/** How a dialect answers problems. */
export type RenderProblem = (problem: Problem, requestId: string) => HttpAnswer;

/** @throws RefusedRequest `forbidden` when the caller has neither the scope nor one of those that include it. */
export function requireScope(caller: Caller, scope: Scope, ...includedIn: readonly Scope[]): void {
  const isGranted = [scope, ...includedIn].some((enough) => caller.scopes.includes(enough));
  if (!isGranted) throw new RefusedRequest({ type: 'forbidden', scope });
}
