import { minutes, seconds } from '#core/instant.ts';
import { Random } from '../test/simulation/random.ts';
import { earlyOrLate } from '../test/simulation/wake-up-queue.ts';
import { atMost, type Figure, type Measure, percentile, short } from './figure.ts';
import { latenessOf, type QueuedWork, ramps, type Worker } from './lambda-poller.ts';

/**
 * `queue-wake-up` as it is deployed. A wake-up that ends a session took 2.6 ms of a core here, without TLS. With a third
 * more for that, and 1 024 of the 1 769 MB with which a function has a whole core, it takes 6 ms.
 */
const wakeUpWorker: Worker = {
  batchSize: 10,
  cpu: 6,
  trip: 8,
  // Load and save; publishing and clearing the outbox come after it.
  tripsToEffect: 2,
  trips: 4,
  coldStart: 900,
  betweenBatches: 30,
};

/** SQS delivers within this time. */
const mostDeliveryMs = 50;

/** How late wake-ups are when very many are due at once, with the function and its queue as modelled. */
export const measure: Measure = async () => {
  const everySecond = (duration: number) => lateness({ count: duration, within: duration });
  const long = everySecond(minutes(1));
  const short10 = everySecond(seconds(10));
  const burst = lateness({ count: 10_000, within: seconds(1) });
  return {
    setup: `A model on virtual time, the same in every run: Lambda processes five batches at first and 300 more each minute, bit by bit; each new environment starts cold in ${wakeUpWorker.coldStart} ms, a wake-up takes ${wakeUpWorker.cpu} ms of CPU and ${wakeUpWorker.trips} round trips of ${wakeUpWorker.trip} ms.`,
    figures: [
      atMost('1 000 a second for a minute, 99th percentile', { value: percentile(long, 0.99), most: 2000, unit: 'ms' }),
      { what: '  latest', measured: `${short(Math.max(...long))} ms` },
      atMost('  the same for ten seconds', { value: percentile(short10, 0.99), most: 2000, unit: 'ms' }),
      atMost('10 000 in one second, latest', { value: Math.max(...burst), most: 15_000, unit: 'ms' }),
      ...withOtherRamps(),
    ],
  };
};

/** What experiments have seen; and the least favourable reading of the documentation, in which a minute passes first. */
function withOtherRamps(): Figure[] {
  const second = { count: 10_000, within: seconds(1) };
  const minute = { count: 60_000, within: minutes(1) };
  return [
    atMost('  with 157 a minute, as observed', {
      value: Math.max(...lateness(second, ramps.observed)),
      most: 15_000,
      unit: 'ms',
    }),
    atMost('  and 1 000 a second for a minute then, 99th percentile', {
      value: percentile(lateness(minute, ramps.observed), 0.99),
      most: 2000,
      unit: 'ms',
    }),
    {
      what: '  if the 300 came only at the end of a minute',
      measured: `${short(Math.max(...lateness(second, ramps.everyMinute)))} ms`,
    },
  ];
}

/** The lateness of wake-ups whose instants are spread evenly, sent a minute before, at any fraction of a second. */
function lateness({ count, within }: { count: number; within: number }, ramp = ramps.continuous): readonly number[] {
  const random = new Random(1);
  const messages = Array.from({ length: count }, (_, n): QueuedWork => {
    const notBefore = minutes(2) + Math.floor((n * within) / count);
    const rounded = earlyOrLate(minutes(1) + random.upTo(seconds(1) - 1));
    return { notBefore, visibleAt: notBefore + rounded + random.upTo(mostDeliveryMs) };
  });
  return latenessOf(
    messages.toSorted((a, b) => a.visibleAt - b.visibleAt),
    wakeUpWorker,
    ramp,
  );
}
