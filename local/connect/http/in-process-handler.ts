import { Readable } from 'node:stream';
import type { ConnectStandIn } from '../stand-in.ts';

/** A request of the AWS SDK, as far as the stand-in reads it. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

interface SdkAnswer {
  readonly response: { readonly statusCode: number; readonly headers: Record<string, string>; readonly body: Readable };
}

/**
 * A `requestHandler` with which the AWS SDK calls a stand-in in the same process, without a network and without real time:
 * for simulations. Let the client make one attempt only, because its pauses between attempts are real.
 *
 * @example new ConnectClient({ region, credentials, maxAttempts: 1, requestHandler: inProcessHandler(standIn) })
 */
export function inProcessHandler(standIn: ConnectStandIn): { handle(request: SdkRequest): Promise<SdkAnswer> } {
  return {
    async handle({ method, path, query = {}, headers, body }) {
      const search = new URLSearchParams();
      for (const [key, value] of Object.entries(query))
        for (const one of [value].flat()) if (one !== null) search.append(key, one);
      const authorization = headers.authorization ?? headers.Authorization;
      const request = { method, path, query: search, headers: { authorization }, body: bodyOf(body) };
      const answer = standIn.answer(request);
      // An answer that never comes leaves the call open.
      if (answer === undefined) return new Promise<never>(() => {});
      const bytes = Readable.from([Buffer.from(answer.body)]);
      return { response: { statusCode: answer.status, headers: { ...answer.headers }, body: bytes } };
    },
  };
}

function bodyOf(body: unknown): string {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
}
