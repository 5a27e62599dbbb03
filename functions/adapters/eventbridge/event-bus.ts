import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { ImportEvent } from '#core/agent-imports/events.ts';
import type { ReconciliationEvent } from '#core/agent-reconciliations/events.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import type { Recorded } from '#core/change.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import type { RequestEvent } from '#core/forced-logouts/request-events.ts';
import { type Instant, toIso } from '#core/instant.ts';
import type { ScheduleEvent } from '#core/logout-schedules/events.ts';
import { type BatchLimits, makeBatchDelivery, makeGathering } from '../batch-delivery.ts';

/** A bus, and how it is reached. The name is read with every request, so it may be a getter. */
export interface EventBus {
  readonly client: EventBridgeClient;
  readonly busName: string;
}

/** Everything that is published. */
export type Fact = AgentEvent | JobEvent | RequestEvent | ScheduleEvent | ChatEvent | ImportEvent | ReconciliationEvent;

type Entry = Required<Pick<PutEventsRequestEntry, 'Source' | 'DetailType' | 'Detail' | 'EventBusName' | 'Time'>>;

/** PutEvents accepts ten entries, 256 KiB together; the size of an entry is that of its texts and 14 bytes for the time. */
const limits: BatchLimits<Entry> = {
  entries: 10,
  bytes: 256 * 1024,
  bytesOf: ({ Source, DetailType, Detail }) => 14 + Buffer.byteLength(`${Source}${DetailType}${Detail}`),
};

/** Publishes events on an EventBridge bus. Events that are published at the same time share requests. */
export function makeEventPublisher(bus: EventBus) {
  const publish = makeGathering(makeBatchDelivery({ limits, send }), 'events');

  async function send(batch: readonly Entry[]) {
    const { Entries = [] } = await bus.client.send(new PutEventsCommand({ Entries: [...batch] }));
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
          EventBusName: bus.busName,
          Time: new Date(event.at),
        })),
      ),
  };
}

/** What consumers get: the fact with its envelope, every instant (`…At`) in ISO 8601. */
const detailOf = ({ eventId, sequence, at, fact }: Recorded<Fact>) => ({
  eventId,
  sequence,
  at: toIso(at),
  ...Object.fromEntries(
    Object.entries(fact).map(([name, value]) => [name, isInstant(name, value) ? toIso(value) : value]),
  ),
});

const isInstant = (name: string, value: unknown): value is Instant => name.endsWith('At') && typeof value === 'number';
