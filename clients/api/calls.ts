import type { Operations } from './operations.ts';

export type Method = 'get' | 'head' | 'put' | 'post' | 'patch' | 'delete';

/** The paths that have an operation of this method. */
export type PathOf<M extends Method> = {
  [P in keyof Operations]: M extends keyof Operations[P] ? P : never;
}[keyof Operations];

type Operation<M extends Method, P extends keyof Operations> = M extends keyof Operations[P] ? Operations[P][M] : never;

/** What a request of an operation may have: `path`, `query`, `headers` and `body`. */
export type RequestOf<M extends Method, P extends keyof Operations> =
  Operation<M, P> extends { request: infer Request } ? Request : never;

/** What an operation answers with when it succeeds. */
export type AnswerOf<M extends Method, P extends keyof Operations> =
  Operation<M, P> extends { answer: infer Answer } ? Answer : never;

/** What every call may have besides. */
export interface CallOptions {
  /** Ends the call, and the pauses between its attempts. */
  readonly signal?: AbortSignal;
}

/** The last arguments of a call: left out where an operation needs nothing. */
export type Given<M extends Method, P extends keyof Operations> =
  Record<never, never> extends RequestOf<M, P>
    ? [request?: RequestOf<M, P> & CallOptions]
    : [request: RequestOf<M, P> & CallOptions];

/** The paths of lists that come page by page. */
export type ListPath = {
  [P in PathOf<'get'>]: AnswerOf<'get', P> extends { cursor?: string } ? P : never;
}[PathOf<'get'>];

/** An entry of a list: of the one member of its answers that is an array. */
export type EntryOf<P extends ListPath> = {
  [Name in keyof AnswerOf<'get', P>]-?: AnswerOf<'get', P>[Name] extends readonly (infer Entry)[] ? Entry : never;
}[keyof AnswerOf<'get', P>];
