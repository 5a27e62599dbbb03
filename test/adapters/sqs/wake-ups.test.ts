import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeSqsWakeUpQueue, makeSqsWakeUps, makeUntil, parseWakeUp, wakeUpBody } from '#adapters/sqs/wake-ups.ts';
import type { WakeUp } from '#core/wake-ups/ports.ts';
import { someDay } from '../../support/agents.ts';
import { agentIds } from '../../support/logout-jobs.ts';
import { startBusyQueue, startQueue } from '../../support/queues.ts';

describe('wake-ups in SQS', () => {
  const clock = { now: () => someDay };
  const ann = { kind: 'agent', instanceId: 'demo', agentId: 'ann' } as const;

  let stop: () => Promise<void>;
  afterEach(() => stop());

  async function theseWakeUps() {
    const { queue, ...running } = await startBusyQueue();
    stop = running.stop;
    return { wakeUps: makeSqsWakeUps(queue, { clock }), batches: running.batches };
  }

  test('arrive as they were set', async () => {
    const { queue, receive, ...running } = await startQueue();
    stop = running.stop;
    const wakeUps = makeSqsWakeUps(queue, { clock });
    await wakeUps.set({ ...ann, at: someDay });
    await wakeUps.set({ kind: 'job', instanceId: 'demo', jobId: 7, at: someDay - 1 });
    await wakeUps.set({ kind: 'chat', instanceId: 'demo', contactId: 'c1', at: someDay });
    const received = [...(await receive()), ...(await receive()), ...(await receive())].map(parseWakeUp);
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
  ])('of chats, %d ms ahead, arrive after %d s, to the nearest second', async (ahead, delay) => {
    const { wakeUps, batches } = await theseWakeUps();
    await wakeUps.set({ kind: 'chat', instanceId: 'demo', contactId: 'c1', at: someDay + ahead });
    expect(batches().map((entries) => entries.map(({ DelaySeconds }) => DelaySeconds))).toEqual([[delay]]);
  });

  test.each([
    [-5_000, 0],
    [0, 0],
    [1, 1],
    [60_000, 60],
    [60_001, 61],
    [900_000, 900],
  ])('of agents, %d ms ahead, arrive after %d s, never early, so that no function waits', async (ahead, delay) => {
    const { wakeUps, batches } = await theseWakeUps();
    await wakeUps.set({ ...ann, at: someDay + ahead });
    expect(batches().map((entries) => entries.map(({ DelaySeconds }) => DelaySeconds))).toEqual([[delay]]);
  });

  test('beyond the longest delay of SQS are refused', async () => {
    const { wakeUps, batches } = await theseWakeUps();
    await expect(wakeUps.set({ ...ann, at: someDay + 900_500 })).rejects.toThrow(
      'Near wake-ups only: an SQS message waits at most 900 s, and 2026-11-21T09:45:00.500Z is 901 s ahead',
    );
    expect(batches()).toEqual([]);
  });

  test('set at the same time share requests', async () => {
    const { wakeUps, batches } = await theseWakeUps();
    await Promise.all(agentIds(50).map((agentId) => wakeUps.set({ ...ann, agentId, at: someDay })));
    expect(batches()).toHaveLength(5);
  });

  test('sent together share requests of ten, each with its own delay', async () => {
    const { queue, ...running } = await startBusyQueue();
    stop = running.stop;
    const wakeUps = agentIds(23).map((agentId, n) => ({ ...ann, agentId, at: someDay + 1000 * n }));
    await makeSqsWakeUpQueue(queue, { clock }).send(wakeUps);
    expect(running.batches().map((entries) => entries.length)).toEqual([10, 10, 3]);
    expect(running.batches().flatMap((entries) => entries.map(({ DelaySeconds }) => DelaySeconds))).toEqual(
      wakeUps.map((_, n) => n),
    );
  });

  test('that are sent later than they were set have a shorter delay', async () => {
    const { queue, ...running } = await startBusyQueue(1);
    stop = running.stop;
    const twoSecondsARequest = { now: () => someDay + 2000 * running.batches().length };
    await makeSqsWakeUpQueue(queue, { clock: twoSecondsARequest }).send([{ ...ann, at: someDay + 60_000 }]);
    expect(running.batches().map((entries) => entries.map(({ DelaySeconds }) => DelaySeconds))).toEqual([[60], [58]]);
  });

  test('that are refused every time are an error', async () => {
    const { queue, ...running } = await startBusyQueue(99);
    stop = running.stop;
    const sent = makeSqsWakeUpQueue(queue, { clock }).send([{ ...ann, at: someDay }]);
    await expect(sent).rejects.toThrow('Refused 4 times: Busy');
  });
});

describe('a wake-up in a message', () => {
  const ofWakeUp = { instanceId: fc.string(), at: fc.nat() };
  const wakeUp: fc.Arbitrary<WakeUp> = fc.oneof(
    fc.record({ kind: fc.constant('agent' as const), ...ofWakeUp, agentId: fc.string() }),
    fc.record({ kind: fc.constant('job' as const), ...ofWakeUp, jobId: fc.nat() }),
    fc.record({ kind: fc.constant('chat' as const), ...ofWakeUp, contactId: fc.string() }),
  );

  test('is read as it was written', () => {
    fc.assert(fc.property(wakeUp, (sent) => expect(parseWakeUp(wakeUpBody(sent))).toEqual(sent)));
  });

  test.each(['', 'null', '{}', '{"kind":"chat","at":1}', '{"kind":"chat","instanceId":"demo","contactId":"c1"}'])(
    'is not read from %j',
    (body) => expect(() => parseWakeUp(body)).toThrow(),
  );
});

describe('waiting for an instant', () => {
  /** A clock of this speed, and timers that fire so many milliseconds early. */
  function aMachine({ speed = 1, early = 0 }) {
    const pauses: number[] = [];
    const clock = { at: 0, now: () => Math.floor(clock.at) };
    const pause = async (milliseconds: number) => {
      pauses.push(milliseconds);
      clock.at += Math.max(0.4, milliseconds - early) * speed;
    };
    return { clock, pauses, until: makeUntil({ clock, pause }) };
  }

  test('does not wait for an instant that has passed', async () => {
    const { until, clock, pauses } = aMachine({});
    clock.at = 500;
    await until(500);
    await until(499);
    expect(pauses).toEqual([]);
  });

  test('returns when the clock shows the instant, and no later', async () => {
    const { until, clock } = aMachine({});
    await until(437);
    expect(clock.at).toBe(437);
  });

  test('does not return early when a timer fires early', async () => {
    const { until, clock } = aMachine({ early: 1 });
    await until(437);
    expect(clock.now()).toBeGreaterThanOrEqual(437);
    expect(clock.now()).toBeLessThanOrEqual(438);
  });

  test('takes a sixtieth of the time when a minute lasts a second, to 10 ms of the machine', async () => {
    const { until, clock, pauses } = aMachine({ speed: 60 });
    await until(900);
    expect(clock.now()).toBeGreaterThanOrEqual(900);
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(900 / 60 + 10);
  });
});
