import type { SQSRecord } from 'aws-lambda';
import { logoutMessageBody, parseLogoutMessage } from '#adapters/sqs/logout-queue.ts';
import { parseStreamMessage, streamMessageBody } from '#adapters/sqs/stream-queue.ts';
import { parseWakeUp, wakeUpBody } from '#adapters/sqs/wake-ups.ts';
import type { LogoutMessage } from '#core/forced-logouts/ports.ts';
import { minutes } from '#core/instant.ts';
import { retryPause } from '#core/streaming/delivery.ts';
import type { WakeUpTarget } from '#core/wake-ups/ports.ts';
import { type QueueWork, queue } from '#runtime/queue.ts';
import { ann, anOrder, someDay } from '#test/support/agents.ts';
import { chatKey } from '#test/support/chats.ts';
import { aSelector, jobKey } from '#test/support/logout-jobs.ts';
import { contextIn } from './calls.ts';
import type { StartedFunction, World } from './faulty-world.ts';
import { crowd, endpointIds, scheduleKey } from './scene.ts';

/** A function behind a queue. */
export interface Batch {
  /** The records of a batch, by name, which are made while everything works. */
  readonly records: (world: World) => Promise<Readonly<Record<string, string>>>;
  /** Works some of them in one invocation. @returns the names of those that failed */
  readonly work: (
    world: World,
    records: Readonly<Record<string, string>>,
    attempt: number,
  ) => Promise<readonly string[]>;
}

const recordOf = (messageId: string, body: string, attempt: number) =>
  ({
    messageId,
    receiptHandle: messageId,
    body,
    attributes: { ApproximateReceiveCount: String(attempt) },
    messageAttributes: {},
  }) as unknown as SQSRecord;

const worker =
  <Message>(timeout: number, taskOf: (started: StartedFunction) => QueueWork<Message>): Batch['work'] =>
  async (world, records, attempt) => {
    const pause = (milliseconds: number) => world.time.pause(milliseconds);
    const handler = queue({ ...taskOf(world.startFunction()), pause, limit: pause });
    const Records = Object.entries(records).map(([name, body]) => recordOf(name, body, attempt));
    const answer = await handler({ Records }, contextIn(world, timeout), () => {});
    if (!answer) throw new Error('Lambda would take all records for done');
    return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };

const wakeUp = (target: WakeUpTarget) => wakeUpBody({ ...target, at: someDay + minutes(3) });

/** The functions behind queues, with the settings of their files. */
export const batches: Readonly<Record<string, Batch>> = {
  'queue-wake-up': {
    async records({ time }) {
      // By now Ann's lease has expired, the customer is idle, the job has not begun, and the occurrence of the schedule is due.
      await time.pause(minutes(4));
      return {
        agent: wakeUp({ kind: 'agent', ...ann }),
        chat: wakeUp({ kind: 'chat', ...chatKey }),
        job: wakeUp({ kind: 'job', ...jobKey }),
        schedule: wakeUp({ kind: 'schedule', ...scheduleKey }),
      };
    },
    work: worker(10_000, ({ wakeUps }) => ({ parse: parseWakeUp, work: wakeUps.wake, idsOf: () => ({}), width: 10 })),
  },
  'queue-logout-work': {
    async records(world) {
      const { forcedLogouts } = world.startFunction();
      const request = { timing: 'immediate', order: anOrder() } as const;
      const planned: LogoutMessage[] = [];
      const start = async (agentIds: readonly string[]) => {
        await forcedLogouts.startJob('demo', aSelector({ agentIds }), request);
        const plan = world.queue.take();
        if (!plan) throw new Error('The job has no message');
        planned.push(plan);
      };
      await start(crowd.slice(10, 20));
      await start(crowd.slice(20, 30));
      const [first, second] = planned;
      if (!first || !second) throw new Error('The jobs have no messages');
      await forcedLogouts.workLogout(second, { lastAttempt: false });
      const chunk = world.queue.take();
      if (!chunk) throw new Error('The job has no chunk');
      const look = {
        type: 'look',
        instanceId: 'demo',
        selector: aSelector({ teamIds: ['floor'] }),
        ...request,
      } as const;
      return {
        plan: logoutMessageBody(first),
        chunk: logoutMessageBody(chunk),
        look: logoutMessageBody({ ...look, requestedAt: world.time.now(), from: { list: 0 } }),
      };
    },
    work: worker(
      30_000,
      ({ forcedLogouts, putBack }): QueueWork<LogoutMessage> => ({
        parse: parseLogoutMessage,
        work: (message, { attempt }) => forcedLogouts.workLogout(message, { lastAttempt: attempt >= 4 }),
        idsOf: () => ({}),
        restMilliseconds: 500,
        reserveMilliseconds: 20_000,
        putBack,
      }),
    ),
  },
  'queue-deliver-stream': {
    async records({ chatBus }) {
      const [event] = chatBus.published();
      if (!event) throw new Error('Nothing was published');
      return Object.fromEntries(
        endpointIds.map((endpointId) => [endpointId, streamMessageBody({ endpointId, of: 'chats', event })]),
      );
    },
    work: worker(10_000, ({ streaming, postpone }) => ({
      parse: parseStreamMessage,
      work: streaming.deliverStream,
      idsOf: () => ({}),
      width: 10,
      backoff: { ...retryPause, postpone },
    })),
  },
};
