import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { makeEventPublisher } from '#adapters/eventbridge/event-publisher.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { Publisher, Recorded } from '#core/commit.ts';
import { allFulfilled } from '#core/in-parallel.ts';
import type { SessionsEvent } from '#core/sessions/events.ts';
import { env } from '../env.ts';
import { count } from '../observe.ts';

const bus = makeEventPublisher({ client: new EventBridgeClient(), busName: env('EVENT_BUS_NAME') });

/** The bus; what is published is counted by name. */
export const publisher = {
  async publish(events: readonly Recorded<SessionsEvent | ChatEvent>[]): Promise<void> {
    await bus.publish(events);
    for (const { fact } of events) count(fact.type);
  },
};

/** The bus, and whoever is to be told besides. Both go to their end, whatever becomes of the other. */
export const alsoTelling = <Fact extends SessionsEvent | ChatEvent, State>(
  tell: (events: readonly Recorded<Fact>[], state: State) => Promise<void>,
): Publisher<Fact, State> => ({
  async publish(events, state) {
    allFulfilled(await Promise.allSettled([publisher.publish(events), tell(events, state)]), 'publications');
  },
});
