import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { makeDynamoAlarmBuckets } from '#adapters/dynamodb/alarms/alarm-buckets.ts';
import { makeDynamoChatStore } from '#adapters/dynamodb/chats/chat-store.ts';
import { makeMemoryPublisher } from '#adapters/memory/publisher.ts';
import { makeSqsAlarmQueue } from '#adapters/sqs/alarm-queue.ts';
import { makeAlarms } from '#core/alarms/alarm-clock.ts';
import type { Alarm, AlarmQueue } from '#core/alarms/ports.ts';
import { makeSweep } from '#core/alarms/sweep.ts';
import type { Chat, ChatKey } from '#core/chats/chat.ts';
import type { ChatEvent } from '#core/chats/events.ts';
import { makeRecordActivity } from '#core/chats/record-activity.ts';
import { makeRingChat } from '#core/chats/ring-chat.ts';
import { makeCommit } from '#core/commit.ts';
import { minutes, seconds } from '#core/instant.ts';
import { someDay } from './agents.ts';
import type { EmbeddedDynamodb } from './embedded-dynamodb.ts';
import { makeMeter } from './meter.ts';
import { meteredTables } from './metered-tables.ts';
import type { startBusyQueue } from './queues.ts';

/** What a deed has used: write units, read units, requests to SQS. */
export type Bill = readonly [deed: string, writeUnits: number, readUnits: number, sqsRequests: number];

interface Services {
  readonly dynamodb: EmbeddedDynamodb;
  readonly sqs: Awaited<ReturnType<typeof startBusyQueue>>;
}

/** A centre on virtual time with one chat, `key`, whose every deed is put on a bill. */
export async function openBilledCentre({ dynamodb, sqs }: Services, key: ChatKey) {
  const clock = { at: someDay, now: () => clock.at };
  const names = await dynamodb.makeTables();
  const meter = makeMeter({ clock, tables: meteredTables(names) });
  const client = dynamodb.connect();
  meter.attach(client);

  const chats = makeDynamoChatStore({ client, tableName: names.chats });
  let sent: Alarm[] = [];
  const toSqs = makeSqsAlarmQueue({ ...sqs.queue, clock });
  const queue: AlarmQueue = {
    async send(alarms) {
      await toSqs.send(alarms);
      sent.push(...alarms);
    },
  };
  const bucketsOver = (over: DynamoDBDocumentClient) =>
    makeDynamoAlarmBuckets({ client: over, tableName: names.alarms, clock });
  const buckets = bucketsOver(client);
  const alarms = makeAlarms({ buckets, queue, clock });
  const commitChat = makeCommit<ChatKey, Chat, ChatEvent>({
    store: chats,
    publisher: makeMemoryPublisher<ChatEvent>(),
    alarms,
    clock,
    report: (_, error) => {
      throw error;
    },
    target: (of) => ({ kind: 'chat', ...of }),
  });
  const ringChat = makeRingChat({ commitChat });
  // A sweep reads and marks the same however many chats there are: only what it sends is on the bill.
  const sweep = makeSweep({ buckets: bucketsOver(dynamodb.connect()), queue, clock });

  const bills: Bill[] = [];
  async function billed(deed: string, work: () => Promise<unknown>) {
    meter.reset();
    const before = sqs.batches().length;
    await work();
    const { writeUnits, readUnits } = meter.usage();
    const requests = sqs.batches().length - before;
    if (writeUnits + readUnits + requests > 0) bills.push([deed, writeUnits, readUnits, requests]);
  }

  return {
    commitChat,
    recordActivity: makeRecordActivity({ chats, commitChat, clock }),

    /** Does each deed at its second, sweeps every minute, and rings what is due, for so many minutes. */
    async run(deeds: ReadonlyMap<number, readonly [deed: string, work: () => Promise<unknown>]>, forMinutes: number) {
      // All but the first chat of a process find the mark of their shard known.
      await buckets.put({ kind: 'chat', ...key, at: someDay - minutes(1) });
      await sweep();
      sent = [];
      for (let second = 0; second <= 60 * forMinutes; second += 1) {
        clock.at = someDay + seconds(second);
        const deed = deeds.get(second);
        if (deed) await billed(...deed);
        if (second % 60 === 37) await billed('sweep', sweep);
        for (const alarm of sent.filter(({ at }) => at === clock.at)) {
          if (alarm.kind === 'chat') await billed('ring', () => ringChat(alarm));
        }
      }
      return bills;
    },
  };
}
