import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { makeDynamoChatStore } from '#adapters/dynamodb/chats-store.ts';
import { makeDynamoWakeUpBuckets } from '#adapters/dynamodb/wake-up-buckets.ts';
import { makeSqsWakeUpQueue } from '#adapters/sqs/wake-ups.ts';
import type { ChatKey } from '#core/chats/chat.ts';
import { makeChatUseCases } from '#core/chats/use-cases.ts';
import { minutes, seconds } from '#core/instant.ts';
import type { WakeUp, WakeUpQueue } from '#core/wake-ups/ports.ts';
import { makeWakeUps } from '#core/wake-ups/schedule.ts';
import { makeWakeUpUseCases } from '#core/wake-ups/use-cases.ts';
import { someDay } from './agents.ts';
import { memoryChatPorts } from './chat-room.ts';
import type { EmbeddedDynamodb } from './embedded-dynamodb.ts';
import { makeMeter } from './meter.ts';
import { meteredTables } from './metered-tables.ts';
import type { startBusyQueue } from './queues.ts';

/** What an action has used: write units, read units, requests to SQS. */
export type Bill = readonly [action: string, writeUnits: number, readUnits: number, sqsRequests: number];

interface Services {
  readonly dynamodb: EmbeddedDynamodb;
  readonly sqs: Awaited<ReturnType<typeof startBusyQueue>>;
}

/** Chats on virtual time. Of one chat, `key`, there is a bill for every action. */
export async function openBilledCentre({ dynamodb, sqs }: Services, key: ChatKey) {
  const clock = { at: someDay, now: () => clock.at };
  const names = await dynamodb.makeTables();
  const meter = makeMeter({ clock, tables: meteredTables(names) });
  const client = dynamodb.connect();
  meter.attach(client);

  let sent: WakeUp[] = [];
  const sqsQueue = makeSqsWakeUpQueue(sqs.queue, { clock });
  const queue: WakeUpQueue = {
    async send(wakeUps) {
      await sqsQueue.send(wakeUps);
      sent.push(...wakeUps);
    },
  };
  const makeBuckets = (over: DynamoDBDocumentClient) =>
    makeDynamoWakeUpBuckets({ client: over, tableName: names.wakeUps }, { clock });
  const buckets = makeBuckets(client);
  const useCases = makeChatUseCases({
    ...memoryChatPorts(clock),
    chats: makeDynamoChatStore({ client, tableName: names.chats }),
    wakeUps: makeWakeUps({ buckets, queue, clock }),
    report: (_, error) => {
      throw error;
    },
  });
  // A sweep reads and advances its shards however many chats there are, so only what it sends is on the bill.
  const notMetered = makeBuckets(dynamodb.connect());
  const notUsed = async () => {};
  const { sweep, wake } = makeWakeUpUseCases(
    { buckets: notMetered, queue, clock, until: notUsed },
    { agent: notUsed, job: notUsed, chat: useCases.wakeChat, schedule: notUsed },
  );

  const bills: Bill[] = [];
  async function billed(action: string, work: () => Promise<unknown>) {
    meter.reset();
    const before = sqs.batches().length;
    await work();
    const { writeUnits, readUnits } = meter.usage();
    const requests = sqs.batches().length - before;
    if (writeUnits + readUnits + requests > 0) bills.push([action, writeUnits, readUnits, requests]);
  }

  return {
    ...useCases,

    /** Does each action at its second, sweeps every minute, and fires what is due, for this many minutes. */
    async run(
      actions: ReadonlyMap<number, readonly [action: string, work: () => Promise<unknown>]>,
      forMinutes: number,
    ) {
      // The first chat of a process creates the mark of its shard. The bill is for one of the others.
      await buckets.put({ kind: 'chat', ...key, at: someDay - minutes(1) });
      await sweep();
      sent = [];
      for (let second = 0; second <= 60 * forMinutes; second += 1) {
        clock.at = someDay + seconds(second);
        const action = actions.get(second);
        if (action) await billed(...action);
        if (second % 60 === 37) await billed('sweep', sweep);
        for (const wakeUp of sent.filter(({ at }) => at === clock.at)) await billed('wake-up', () => wake(wakeUp));
      }
      return bills;
    },
  };
}
