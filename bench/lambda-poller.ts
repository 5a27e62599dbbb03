import { type Instant, minutes } from '#core/instant.ts';

/** A message in a queue, for a model of the function that works it. */
export interface QueuedWork {
  /** When the queue delivers it. */
  readonly visibleAt: Instant;
  /** Before this instant the function waits with it. */
  readonly notBefore: Instant;
}

/** How a function works its queue. Durations are in milliseconds. */
export interface Worker {
  readonly batchSize: number;
  /** CPU time for a message, at the share of a CPU that the function has. The messages of a batch share the CPU. */
  readonly cpu: number;
  /** A round trip to a service. */
  readonly trip: number;
  /** Round trips, one after another, until the effect of a message has happened. */
  readonly tripsToEffect: number;
  /** Round trips in all. */
  readonly trips: number;
  /** What a new execution environment takes before its first batch. */
  readonly coldStart: number;
  /** From one batch of an environment to the next: delete the messages, receive more, invoke. */
  readonly betweenBatches: number;
}

/**
 * How many batches Lambda processes at a time, by the time since messages began to wait: five at first and 300 more each
 * minute, at most 1 000 (docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html). The page does not say whether
 * they are added bit by bit or once a minute. In published experiments they were added bit by bit: 157 in a minute for a
 * function of 100 ms, 265 for one of 200 ms, 297 for one of 600 ms
 * (rehanvdm.com/blog/sqs-lambda-esm-scaling-behaviour--experiment-lambda-time-vs-batch-size).
 */
export const ramps = {
  continuous: (since: number) => bitByBit(300, since),
  observed: (since: number) => bitByBit(157, since),
  everyMinute: (since: number) => Math.min(1000, 5 + 300 * Math.floor(since / minutes(1))),
} as const satisfies Readonly<Record<string, (since: number) => number>>;

function bitByBit(perMinute: number, since: number): number {
  return Math.min(1000, 5 + Math.floor((perMinute * since) / minutes(1)));
}

interface Environment {
  freeAt: Instant;
  isWarm: boolean;
}

/** How many milliseconds after its instant the effect of each message happens. The messages are in order of delivery. */
export function latenessOf(
  messages: readonly QueuedWork[],
  worker: Worker,
  ramp: (since: number) => number,
): readonly number[] {
  const environments: Environment[] = [];
  const beganAt = messages[0]?.visibleAt ?? 0;
  const lateness: number[] = [];
  let next = 0;
  for (let first = messages[next]; first; first = messages[next]) {
    const environment = environmentFor(first.visibleAt, environments, (at) => ramp(at - beganAt));
    const at = Math.max(first.visibleAt, environment.freeAt);
    const isWaiting = (message: QueuedWork | undefined) => message !== undefined && message.visibleAt <= at;
    let end = next + 1;
    while (end - next < worker.batchSize && isWaiting(messages[end])) end += 1;
    const batch = messages.slice(next, end);
    const startsAt = at + (environment.isWarm ? 0 : worker.coldStart);
    const { effects, doneAt } = process(batch, worker, startsAt);
    lateness.push(...effects);
    Object.assign(environment, { freeAt: doneAt + worker.betweenBatches, isWarm: true });
    next = end;
  }
  return lateness;
}

/** The environment that takes the next message: the first that is free, or a new one if the ramp allows it earlier. */
function environmentFor(
  visibleAt: Instant,
  environments: Environment[],
  allowed: (at: Instant) => number,
): Environment {
  let free: Environment | undefined;
  for (const each of environments) if (!free || each.freeAt < free.freeAt) free = each;
  if (free && free.freeAt <= visibleAt) return free;
  const step = 10;
  let addedAt = visibleAt;
  while (allowed(addedAt) <= environments.length && addedAt < (free?.freeAt ?? Number.POSITIVE_INFINITY))
    addedAt += step;
  if (free && addedAt >= free.freeAt) return free;
  const added = { freeAt: addedAt, isWarm: false };
  environments.push(added);
  return added;
}

/** The messages of a batch wait for their instants side by side, and share the CPU. */
function process(batch: readonly QueuedWork[], { cpu, trip, tripsToEffect, trips }: Worker, startsAt: Instant) {
  let cpuFreeAt = startsAt;
  const effects = batch
    .toSorted((a, b) => a.notBefore - b.notBefore)
    .map(({ notBefore }) => {
      cpuFreeAt = Math.max(cpuFreeAt, notBefore) + cpu;
      return cpuFreeAt + tripsToEffect * trip - notBefore;
    });
  return { effects, doneAt: cpuFreeAt + trips * trip };
}
