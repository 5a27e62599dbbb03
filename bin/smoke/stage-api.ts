import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod';

/** Something that a stage does wrong, or that keeps it from being tested. The message is for the operator. */
export class SmokeFault extends Error {
  override readonly name = 'SmokeFault';
}

/** An answer of the stage. */
export interface Answer {
  readonly status: number;
  /** As JSON, or as text if it is none. */
  readonly body: unknown;
}

/** What a request is sent with. */
interface Sent {
  readonly body?: object;
  /** @default - with the key */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls a stage with a key. */
export interface StageApi {
  readonly url: string;
  readonly signal: AbortSignal;
  /** Sends a request, again when it is throttled. @throws SmokeFault if nothing answers */
  send(method: string, path: string, sent?: Sent): Promise<Answer>;
  /** Sends a request and reads the answer. @throws SmokeFault for another status than 2xx, or a body that is not expected */
  call<Schema extends z.ZodType>(method: string, path: string, schema: Schema, sent?: Sent): Promise<z.output<Schema>>;
}

const longestAnswerMillis = 30_000;
const mostAttempts = 6;

/** Makes the calls to a stage. They stop when the signal does. */
export function stageApi(url: string, key: string, signal: AbortSignal): StageApi {
  const withKey = { authorization: `Basic ${Buffer.from(key).toString('base64')}` };

  async function sendOnce(method: string, path: string, { body, headers = withKey }: Sent) {
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(longestAnswerMillis)]),
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { response, text: await response.text() };
  }

  async function send(method: string, path: string, sent: Sent = {}): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      const { response, text } = await sendOnce(method, path, sent).catch((error: unknown) => {
        signal.throwIfAborted();
        throw new SmokeFault(`${method} ${url}${path} got no answer: ${reasonOf(error)}`);
      });
      if (response.status !== 429 || attempt === mostAttempts) return { status: response.status, body: jsonOr(text) };
      const seconds = Math.min(Number(response.headers.get('retry-after')) || 1, 10);
      await wait(1000 * seconds, undefined, { signal });
    }
  }

  return {
    url,
    signal,
    send,
    async call(method, path, schema, sent) {
      const answer = await send(method, path, sent);
      if (answer.status < 200 || answer.status > 299) throw unexpected(`${method} ${path}`, answer);
      const read = schema.safeParse(answer.body);
      if (!read.success) throw unexpected(`${method} ${path}`, answer);
      return read.data;
    },
  };
}

const problem = z.object({ detail: z.string() });

/** What a problem says for itself, or the beginning of any other answer. */
export function unexpected(request: string, { status, body }: Answer): SmokeFault {
  const said = problem.safeParse(body).data?.detail ?? (typeof body === 'string' ? body : JSON.stringify(body)) ?? '';
  return new SmokeFault(`${request} answered ${status}: ${said.replaceAll(/\s+/g, ' ').slice(0, 300) || 'nothing'}`);
}

const cause = z.object({ cause: z.object({ code: z.string().optional(), message: z.string() }) });

/** `fetch` says only that it failed; why is in the cause. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError')
    return `none within ${longestAnswerMillis / 1000} seconds`;
  const why = cause.safeParse(error).data?.cause;
  return why?.code ?? why?.message ?? (error instanceof Error ? error.message : String(error));
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Asks again and again until there is an answer. @throws SmokeFault that says what did not happen */
export async function within<T>(
  seconds: number,
  { what, signal }: { readonly what: string; readonly signal: AbortSignal },
  ask: () => Promise<T | undefined>,
): Promise<T> {
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await wait(200, undefined, { signal });
  }
  throw new SmokeFault(`${what} within ${seconds} seconds`);
}
