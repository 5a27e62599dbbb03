import * as z from 'zod/mini';
import type { Clock } from '#core/ports.ts';
import type { StreamingEndpoint } from '#core/streaming/ports.ts';
import { callLimits } from '../call-limits.ts';
import { type TargetSender, webhookSignature } from './stream-sender.ts';

interface Options {
  readonly clock: Clock;
  /** @default - the platform's */
  readonly fetch?: typeof globalThis.fetch;
  /** The time limit of an attempt. @default - as in `callLimits` */
  readonly timeoutMilliseconds?: number;
}

const withCodeShape = z.object({ cause: z.object({ code: z.string() }) });
const withNameShape = z.object({ name: z.string() });

/**
 * Posts to webhooks. Only a status of 2xx counts as accepted; a redirect is not followed, because it could lead anywhere.
 *
 * The address that a host name resolves to is not checked here: the platform's fetch does not show what it connects to,
 * and a look-up before it could get another answer. Wherever a name leads, TLS requires a certificate for that name, and
 * nothing of the answer is passed on.
 */
export function makeWebhookSender({
  clock,
  fetch = globalThis.fetch,
  timeoutMilliseconds = callLimits.webhook.wholeMilliseconds,
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
        // Neither its message nor the error as a cause: both may show the address, which may contain a secret.
        throw new Error(`${nameOf(endpoint)} was not reached: ${codeOf(error)}`);
      });
      // The body is of no interest, and may be long.
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
