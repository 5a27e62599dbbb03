import middy from '@middy/core';
import type { Context, EventBridgeEvent, Handler, ScheduledHandler } from 'aws-lambda';
import { count, countedMetrics, logger } from './observe.ts';

/** The work for the events of a rule. */
interface EventWork<Event> {
  /** @throws when it is not an event of this rule */
  readonly parse: (event: unknown) => Event;
  readonly work: (event: Event) => Promise<void>;
  /** The ids that the log names an event by; nothing personal. */
  readonly idsOf: (event: Event) => Readonly<Record<string, unknown>>;
}

/** A Lambda behind a rule of the bus. When it throws, Lambda invokes it again; after the last attempt the event is a dead letter. */
export const event = <Event>({
  parse,
  work,
  idsOf,
}: EventWork<Event>): Handler<EventBridgeEvent<string, unknown>, void> =>
  middy<EventBridgeEvent<string, unknown>, void>(async (received: unknown, { awsRequestId }: Context) => {
    let ids: Readonly<Record<string, unknown>> = {};
    try {
      const parsed = parse(received);
      ids = idsOf(parsed);
      await work(parsed);
      logger.info('event', { requestId: awsRequestId, ...ids, outcome: 'done' });
    } catch (error) {
      logger.error('The event failed', { requestId: awsRequestId, ...ids, outcome: 'failed', error });
      throw error;
    }
  }).use(countedMetrics());

/**
 * A Lambda behind a schedule. `work` returns how much it has done, which is counted under the name of the metric. Zero is
 * not counted, because CloudWatch charges for each hour in which a custom metric has a value.
 */
export const scheduled = (metric: string, work: () => Promise<number>): ScheduledHandler =>
  middy<unknown, void>(async () => {
    const done = await work();
    if (done > 0) count(metric, done);
    logger.info('scheduled', { [metric]: done });
  }).use(countedMetrics());
