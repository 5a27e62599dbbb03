import middy from '@middy/core';
import type { Context, EventBridgeEvent, Handler, ScheduledHandler } from 'aws-lambda';
import type { MetricName } from './metrics.ts';
import { count, logger, observed } from './observe.ts';
import { answeredWithin } from './time-limits.ts';
import { type Pause, within } from './within.ts';

/** The work for the events of a rule. */
interface EventWork<Event> {
  /** @throws when it is not an event of this rule */
  readonly parse: (event: unknown) => Event;
  /** @param attempt the same when Lambda invokes the function again with the event, because the attempt before has failed */
  readonly work: (event: Event, attempt: string) => Promise<void>;
  /** The ids that the log names an event by; nothing personal. */
  readonly idsOf: (event: Event) => Readonly<Record<string, unknown>>;
  /** Whether only failures are logged: nearly every event of the bus comes here. @default false */
  readonly isFrequent?: boolean;
  /** @default - the machine's */
  readonly pause?: Pause;
}

const tooLate = () => new Error('It was not done in time');

/** A Lambda behind a rule of the bus. When it throws, Lambda invokes it again; after the last attempt the event is a dead letter. */
export const event = <Event>({
  parse,
  work,
  idsOf,
  isFrequent = false,
  pause,
}: EventWork<Event>): Handler<EventBridgeEvent<string, unknown>, void> =>
  middy<EventBridgeEvent<string, unknown>, void>(async (received: unknown, { awsRequestId }: Context) => {
    let ids: Readonly<Record<string, unknown>> = {};
    try {
      const parsed = parse(received);
      ids = idsOf(parsed);
      await within(answeredWithin['event-'], work(parsed, awsRequestId), tooLate, pause);
      if (!isFrequent) logger.info('event', { requestId: awsRequestId, ...ids, outcome: 'done' });
    } catch (error) {
      logger.error('The event failed', { requestId: awsRequestId, ...ids, outcome: 'failed', error });
      throw error;
    }
  }).use(observed());

/**
 * A Lambda behind a schedule. `work` returns how much it has done, which is counted under the name of the metric. Zero is
 * not counted, because CloudWatch charges for each hour in which a custom metric has a value.
 */
export const scheduled = (
  metric: MetricName,
  work: () => Promise<number>,
  { pause }: { readonly pause?: Pause } = {},
): ScheduledHandler =>
  middy<unknown, void>(async () => {
    const done = await within(answeredWithin['schedule-'], work(), tooLate, pause);
    if (done > 0) count(metric, done);
    logger.info('scheduled', { [metric]: done });
  }).use(observed());
