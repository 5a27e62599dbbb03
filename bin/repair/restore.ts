import { PurgeQueueCommand, PurgeQueueInProgress, type SQSClient } from '@aws-sdk/client-sqs';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { makeDynamoFloodMarks } from '#adapters/dynamodb/flood-marks.ts';
import { makeDynamoWakeUpBuckets } from '#adapters/dynamodb/wake-up-buckets.ts';
import { makeSqsWakeUpQueue } from '#adapters/sqs/wake-ups.ts';
import { minutes } from '#core/instant.ts';
import type { Clock } from '#core/ports.ts';
import { makeWakeUps } from '#core/wake-ups/schedule.ts';
import { type PutBack, putBack } from './put-back.ts';
import { findTables, type Restorable } from './tables.ts';
import { type Woken, wakeAll } from './wake-all.ts';

export interface RestorePorts {
  readonly dynamodb: DynamoDBDocumentClient;
  readonly sqs: SQSClient;
  /** The URL of a queue of the service stack, by its name after the one of the stack. */
  readonly urlOf: (queue: string) => Promise<string>;
  readonly clock: Clock;
}

export interface RestoreOrder {
  readonly stage: string;
  /** The names of restored tables, by the tables that they are to be put back into. */
  readonly from: ReadonlyMap<Restorable, string>;
  readonly dryRun: boolean;
}

export interface Restored {
  readonly tables: ReadonlyMap<Restorable, PutBack>;
  readonly woken: Woken;
}

/** Until then a lease that has ended begins again, as after a flood: functions that run again are started by hand, one by one. */
const excused = minutes(30);

/**
 * Puts restored tables back and sets right what a restore leaves wrong. Without tables it does only the second, which suits
 * whenever wake-ups were lost. It may be interrupted and repeated.
 */
export async function restore(
  { dynamodb, sqs, urlOf, clock }: RestorePorts,
  { stage, from, dryRun }: RestoreOrder,
): Promise<Restored> {
  const tables = await findTables(dynamodb, stage);
  // Work of jobs as they were after the instant. What is left to do is sent again by the wake-ups of the jobs.
  if (from.has('Jobs') && !dryRun) {
    for (const queue of ['LogoutQueue', 'LogoutQueue-DeadLetters']) {
      await empty(sqs, await urlOf(queue));
    }
  }
  const done = new Map<Restorable, PutBack>();
  for (const [id, name] of from) done.set(id, await putBack(dynamodb, { from: name, to: tables[id], dryRun }));

  const now = clock.now();
  if (!dryRun) {
    await makeDynamoFloodMarks({ client: dynamodb, tableName: tables.Limits }).mark(now + excused, now);
  }
  const buckets = makeDynamoWakeUpBuckets({ client: dynamodb, tableName: tables.WakeUps }, { clock });
  const queue = makeSqsWakeUpQueue({ client: sqs, queueUrl: await urlOf('WakeUpQueue') }, { clock });
  const wakeUps = makeWakeUps({ buckets, queue, clock });
  return { tables: done, woken: await wakeAll({ client: dynamodb, tables, wakeUps, clock, dryRun }) };
}

/** SQS empties a queue once in 60 seconds. A command that is repeated sooner finds it empty, as nothing runs meanwhile. */
async function empty(sqs: SQSClient, QueueUrl: string): Promise<void> {
  await sqs.send(new PurgeQueueCommand({ QueueUrl })).catch((error: unknown) => {
    if (!(error instanceof PurgeQueueInProgress)) throw error;
  });
}
