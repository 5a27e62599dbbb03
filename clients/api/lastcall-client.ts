import createFetchClient from 'openapi-fetch';
import type { AnswerOf, CallOptions, Given, Method, PathOf } from './calls.ts';
import { baseUrlOf, checkPath } from './checks.ts';
import { LastcallError } from './errors.ts';
import { makeWaitForJob } from './jobs.ts';
import { makeList } from './lists.ts';
import { takeIdempotencyKeys } from './operations.ts';
import { makeRetryingFetch, type RetryOptions, type RetryPorts, realPause } from './retry.ts';

export type { AnswerOf, CallOptions, EntryOf, ListPath, PathOf, RequestOf } from './calls.ts';
export { LastcallError, type Problem } from './errors.ts';
export type { Job, WaitOptions } from './jobs.ts';
export type { Operations } from './operations.ts';
export type { RetryOptions } from './retry.ts';

export interface ClientOptions {
  /** Where the API is: the `ApiUrl` of the deployment's outputs, or `http://127.0.0.1:3000`. */
  readonly url: string;
  /** An API key and its secret, `keyId:secret`. @default - a token, or nothing, for operations that need no key */
  readonly key?: string;
  /** A token of the issuer that the deployment accepts, or what fetches one before each call. */
  readonly token?: string | (() => string | Promise<string>);
  readonly retries?: RetryOptions;
  /** What requests are sent with, and what time and chance are. @default - those of the platform */
  readonly ports?: Partial<RetryPorts> & { readonly newIdempotencyKey?: () => string };
}

export type LastcallClient = ReturnType<typeof makeLastcallClient>;

/** An operation as the fetch library knows it: the types of each are those of `Operations`. */
interface AnyOperation {
  parameters: { path?: Record<string, unknown>; query?: Record<string, unknown> };
  requestBody?: { content: { 'application/json': unknown } };
  responses: { 200: { content: { 'application/json': unknown } } };
}

/** A request, whatever its operation. */
interface AnyRequest extends CallOptions {
  readonly path?: Record<string, unknown>;
  readonly query?: Record<string, unknown>;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/**
 * A client of the Lastcall API.
 *
 * @throws TypeError when `url` is no address of an API
 *
 * @example
 * const lastcall = makeLastcallClient({ url: 'http://127.0.0.1:3000', key: 'demo:demo-secret' });
 * const { results } = await lastcall.post('/v1/force-logouts', { body: { select: { teamIds: ['night'] } } });
 */
export function makeLastcallClient(options: ClientOptions) {
  const { url, key, token, retries, ports = {} }: Partial<ClientOptions> = options ?? {};
  const {
    fetch = (request) => globalThis.fetch(request),
    pause = realPause,
    random = Math.random,
    newIdempotencyKey = () => crypto.randomUUID(),
  } = ports;
  const sender = createFetchClient<Record<string, Record<Method, AnyOperation>>>({
    baseUrl: baseUrlOf(url),
    fetch: makeRetryingFetch({ fetch, pause, random }, retries),
  });

  async function authorization(): Promise<Record<string, string>> {
    if (token !== undefined) return { authorization: `Bearer ${typeof token === 'string' ? token : await token()}` };
    return key === undefined ? {} : { authorization: `Basic ${btoa(key)}` };
  }

  /** @throws LastcallError when the answer is an error, TypeError when the path is none or lacks a value */
  async function send(method: Method, path: string, given?: AnyRequest): Promise<unknown> {
    const request: AnyRequest = given ?? {};
    checkPath(path, request.path);
    const makesKey = method === 'post' && takeIdempotencyKeys.includes(path);
    const { data, error, response } = await sender.request(method, path, {
      params: { path: request.path ?? {}, query: request.query ?? {} },
      headers: {
        ...(await authorization()),
        ...(makesKey && { 'idempotency-key': newIdempotencyKey() }),
        ...request.headers,
      },
      ...(request.body !== undefined && { body: request.body }),
      ...(request.signal && { signal: request.signal }),
    });
    if (!response.ok) throw new LastcallError(response, error);
    return data;
  }

  /** The calls of a method. The types of an operation are those of the document, which the server's tests hold it to. */
  const of =
    <M extends Method>(method: M) =>
    <P extends PathOf<M>>(path: P, ...[given]: Given<M, P>): Promise<AnswerOf<M, P>> =>
      send(method, path, given as AnyRequest | undefined) as Promise<AnswerOf<M, P>>;

  const get = of('get');
  return {
    get,
    head: of('head'),
    put: of('put'),
    post: of('post'),
    patch: of('patch'),
    delete: of('delete'),
    list: makeList((path, request) => send('get', path, request)),
    waitForJob: makeWaitForJob({ get, pause, random }),
  };
}
