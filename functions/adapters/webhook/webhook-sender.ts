import * as z from 'zod/mini';
import type { StreamingEndpoint } from '#core/chats/streaming-endpoint.ts';
import type { Clock } from '#core/ports.ts';
import type { TargetSender } from '../stream-sender.ts';
import { webhookSignature } from '../webhook-signature.ts';

interface Options {
  readonly clock: Clock;
  /** @default the platform's */
  readonly fetch?: typeof globalThis.fetch;
  /** How long an endpoint has for its answer. @default 5000 */
  readonly timeoutMilliseconds?: number;
}

const withCodeShape = z.object({ cause: z.object({ code: z.string() }) });
const withNameShape = z.object({ name: z.string() });

/**
 * Posts to webhooks. Only a status of 2xx is acceptance; a redirect is not followed, for it could lead anywhere.
 *
 * Where the name in an address leads is not checked here: the platform's fetch does not show what it connects to, and
 * a look-up before it could get another answer than its own. Whatever a name is made to lead to gets past TLS only with
 * a certificate for that name, and nothing of what it answers is passed on.
 */
export function makeWebhookSender({
  clock,
  fetch = globalThis.fetch,
  timeoutMilliseconds = 5_000,
}: Options): TargetSender<'webhook'> {
  return {
    async send(endpoint, item) {
      const posted = fetch(endpoint.target.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...webhookSignature(endpoint, item, clock.now()) },
        body: item.body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      const response = await posted.catch((error: unknown) => {
        // Not its message and not as a cause: those may show the address, which may hold a secret.
        throw new Error(`${nameOf(endpoint)} was not reached: ${codeOf(error)}`);
      });
      // What it says is of no interest, and may be long.
      await response.body?.cancel();
      if (!response.ok) throw new Error(`${nameOf(endpoint)} answered ${response.status}`);
    },
  };
}

const nameOf = ({ instanceId, endpointId }: StreamingEndpoint) => `Webhook ${instanceId}/${endpointId}`;

/** `ECONNREFUSED`, `TimeoutError` … */
function codeOf(error: unknown): string {
  const withCode = withCodeShape.safeParse(error);
  return withCode.success ? withCode.data.cause.code : withNameShape.parse(error).name;
}
