import { afterEach, expect, test } from '@jest/globals';
import { parseAlarm } from '#adapters/sqs/alarm-message.ts';
import { makeSqsAlarmQueue } from '#adapters/sqs/alarm-queue.ts';
import { makeSqsAlarms } from '#adapters/sqs/alarms.ts';
import { someDay } from '../../support/agents.ts';
import { agentIds } from '../../support/logout-jobs.ts';
import { startBusyQueue, startQueue } from '../../support/queues.ts';

const clock = { now: () => someDay };
const ann = { kind: 'agent', instanceId: 'demo', agentId: 'ann' } as const;

let stop: () => Promise<void>;
afterEach(() => stop());

async function theseAlarms() {
  const { queue, ...running } = await startBusyQueue();
  stop = running.stop;
  return { alarms: makeSqsAlarms({ ...queue, clock }), batches: running.batches };
}

test('arrive as they were set', async () => {
  const { queue, receive, ...running } = await startQueue();
  stop = running.stop;
  const alarms = makeSqsAlarms({ ...queue, clock });
  await alarms.set({ ...ann, at: someDay });
  await alarms.set({ kind: 'job', instanceId: 'demo', jobId: 7, at: someDay - 1 });
  await alarms.set({ kind: 'chat', instanceId: 'demo', contactId: 'c1', at: someDay });
  const received = [...(await receive()), ...(await receive()), ...(await receive())].map(parseAlarm);
  expect(received).toHaveLength(3);
  expect(received).toEqual(
    expect.arrayContaining([
      { ...ann, at: someDay },
      { kind: 'job', instanceId: 'demo', jobId: 7, at: someDay - 1 },
      { kind: 'chat', instanceId: 'demo', contactId: 'c1', at: someDay },
    ]),
  );
});

test.each([
  [-5_000, 0],
  [0, 0],
  [499, 0],
  [500, 1],
  [60_000, 60],
  [60_499, 60],
  [60_500, 61],
  [900_499, 900],
])('%d ms ahead ring after %d s, the nearest', async (ahead, delay) => {
  const { alarms, batches } = await theseAlarms();
  await alarms.set({ ...ann, at: someDay + ahead });
  expect(batches().map((entries) => entries.map(({ DelaySeconds }) => DelaySeconds))).toEqual([[delay]]);
});

test('beyond the longest delay of SQS are refused in words', async () => {
  const { alarms, batches } = await theseAlarms();
  await expect(alarms.set({ ...ann, at: someDay + 900_500 })).rejects.toThrow(
    'Near alarms only: an SQS message waits at most 900 s, and 2026-11-21T09:45:00.500Z is 901 s ahead',
  );
  expect(batches()).toEqual([]);
});

test('set at the same time share requests', async () => {
  const { alarms, batches } = await theseAlarms();
  await Promise.all(agentIds(50).map((agentId) => alarms.set({ ...ann, agentId, at: someDay })));
  expect(batches()).toHaveLength(5);
});

test('sent together go ten in a request, each with its own delay', async () => {
  const { queue, ...running } = await startBusyQueue();
  stop = running.stop;
  const alarms = agentIds(23).map((agentId, n) => ({ ...ann, agentId, at: someDay + 1000 * n }));
  await makeSqsAlarmQueue({ ...queue, clock }).send(alarms);
  expect(running.batches().map((entries) => entries.length)).toEqual([10, 10, 3]);
  expect(running.batches().flatMap((entries) => entries.map(({ DelaySeconds }) => DelaySeconds))).toEqual(
    alarms.map((_, n) => n),
  );
});

test('that leave later than they were set wait for as much less', async () => {
  const { queue, ...running } = await startBusyQueue(1);
  stop = running.stop;
  const twoSecondsARequest = { now: () => someDay + 2000 * running.batches().length };
  await makeSqsAlarmQueue({ ...queue, clock: twoSecondsARequest }).send([{ ...ann, at: someDay + 60_000 }]);
  expect(running.batches().map((entries) => entries.map(({ DelaySeconds }) => DelaySeconds))).toEqual([[60], [58]]);
});

test('that stay refused are told of', async () => {
  const { queue, ...running } = await startBusyQueue(99);
  stop = running.stop;
  const sent = makeSqsAlarmQueue({ ...queue, clock }).send([{ ...ann, at: someDay }]);
  await expect(sent).rejects.toThrow('Refused 4 times: Busy');
});
