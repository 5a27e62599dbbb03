import { setTimeout as wait } from 'node:timers/promises';
import middy from '@middy/core';
import type { Context, Handler } from 'aws-lambda';
import { count, countedMetrics, logger } from './observe.ts';

type FlowAnswer = Readonly<Record<string, string>>;

/** A flow waits 8 seconds at the most, from before a cold start until the answer is there. */
const answersWithin = 6_000;

interface FlowSettings {
  /** @default the machine's */
  readonly pause?: (
    milliseconds: number,
    value: undefined,
    until: { readonly signal: AbortSignal },
  ) => Promise<unknown>;
}

/**
 * A Lambda that an Amazon Connect flow invokes. Answers texts by name whatever happens, and in time: `failed` when the
 * work throws or does not answer, for a flow cannot branch on an exception. Connect may repeat a call that took too
 * long, so the work is safe to repeat.
 */
export const flow = (
  work: (event: unknown) => Promise<FlowAnswer>,
  failed: FlowAnswer,
  { pause = wait }: FlowSettings = {},
): Handler<unknown, FlowAnswer> =>
  middy<unknown, FlowAnswer>(
    async (event: unknown, { awsRequestId }: Context) => {
      const stop = new AbortController();
      try {
        const late = pause(answersWithin, undefined, { signal: stop.signal }).then((): never => {
          throw new Error(`No answer within ${answersWithin} ms`);
        });
        return await Promise.race([work(event), late]);
      } catch (error) {
        count('FlowActionFailed');
        logger.error('The flow action failed', { requestId: awsRequestId, error });
        return failed;
      } finally {
        stop.abort();
      }
    },
    { timeoutEarlyInMillis: 0 },
  ).use(countedMetrics());
