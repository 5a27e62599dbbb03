import middy from '@middy/core';
import type { Context, Handler } from 'aws-lambda';
import { count, logger, observed } from './observe.ts';
import { answeredWithin } from './time-limits.ts';
import { type Pause, within } from './within.ts';

type FlowAnswer = Readonly<Record<string, string>>;

interface FlowSettings {
  /** @default - the machine's */
  readonly pause?: Pause;
}

/**
 * A Lambda that an Amazon Connect flow invokes. Always answers with texts by name, and in time: with `failed` when the
 * work throws or takes too long, because a flow cannot branch on an exception. Connect may repeat a call that took too
 * long, so the work must be safe to repeat.
 */
export const flow = (
  work: (event: unknown) => Promise<FlowAnswer>,
  failed: FlowAnswer,
  { pause }: FlowSettings = {},
): Handler<unknown, FlowAnswer> =>
  middy<unknown, FlowAnswer>(
    async (event: unknown, { awsRequestId }: Context) => {
      const late = () => new Error(`No answer within ${answeredWithin['flow-']} ms`);
      try {
        return await within(answeredWithin['flow-'], work(event), late, pause);
      } catch (error) {
        count('FlowActionFailed');
        logger.error('The flow action failed', { requestId: awsRequestId, error });
        return failed;
      }
    },
    { timeoutEarlyInMillis: 0 },
  ).use(observed());
