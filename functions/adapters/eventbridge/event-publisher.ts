import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { ChatEvent } from '#core/chats/events.ts';
import type { Recorded } from '#core/commit.ts';
import { toIso } from '#core/instant.ts';
import type { SessionsEvent } from '#core/sessions/events.ts';
import { makeBatchDelivery } from '../batch-delivery.ts';
import { makeGathering } from '../gathering.ts';
import type { BatchLimits } from '../in-batches.ts';

interface EventBus {
  readonly client: EventBridgeClient;
  readonly busName: string;
}

type Entry = Required<Pick<PutEventsRequestEntry, 'Source' | 'DetailType' | 'Detail' | 'EventBusName' | 'Time'>>;

/** PutEvents takes ten entries, 256 KiB together; an entry weighs its texts and 14 bytes for the time. */
const limits: BatchLimits<Entry> = {
  entries: 10,
  bytes: 256 * 1024,
  bytesOf: ({ Source, DetailType, Detail }) => 14 + Buffer.byteLength(`${Source}${DetailType}${Detail}`),
};

/** Everything that is published. */
type Fact = SessionsEvent | ChatEvent;

/** Publishes events on an EventBridge bus. Events published at the same time share requests. */
export function makeEventPublisher({ client, busName }: EventBus) {
  const publish = makeGathering(makeBatchDelivery({ limits, send }), 'events');

  async function send(batch: readonly Entry[]) {
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: [...batch] }));
    return new Map(
      Entries.flatMap(({ ErrorCode, ErrorMessage }, place) =>
        ErrorCode === undefined ? [] : [[place, `${ErrorCode} ${ErrorMessage ?? ''}`.trim()] as const],
      ),
    );
  }

  return {
    publish: (events: readonly Recorded<Fact>[]) =>
      publish(
        events.map((event) => ({
          Source: 'lastcall',
          DetailType: event.fact.type,
          Detail: JSON.stringify(detailOf(event)),
          EventBusName: busName,
          Time: new Date(event.at),
        })),
      ),
  };
}

/** What consumers get: the fact with its envelope, every instant in ISO 8601. */
const detailOf = ({ eventId, sequence, at, fact }: Recorded<Fact>) => ({
  eventId,
  sequence,
  at: toIso(at),
  ...fact,
  ...('startedAt' in fact && { startedAt: toIso(fact.startedAt), finishedAt: toIso(fact.finishedAt) }),
});
