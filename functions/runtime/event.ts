import middy from '@middy/core';
import type { Context, EventBridgeEvent, Handler } from 'aws-lambda';
import { countedMetrics, logger } from './observe.ts';

/** The work behind a rule of the bus. */
interface EventWork<Event> {
  /** @throws when it is not an event of this rule. */
  readonly parse: (event: unknown) => Event;
  readonly work: (event: Event) => Promise<void>;
  /** What names an event in the log: ids, nothing of a person. */
  readonly idsOf: (event: Event) => Readonly<Record<string, unknown>>;
}

/** A Lambda behind a rule of the bus. When it throws it is invoked again, at last the event is a dead letter. */
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
