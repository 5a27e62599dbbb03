import { readdirSync } from 'node:fs';
import { parse } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { silenceLog } from '#test/runtime/http-events.ts';
import { type Batch, batches } from './batches.ts';
import type { Calls } from './calls.ts';
import type { World } from './faulty-world.ts';
import { httpCalls } from './http-calls.ts';
import { otherCalls } from './other-calls.ts';
import { type Dependency, dependenciesOf, faults } from './outage.ts';
import { expectNothingLost, recover } from './recover.ts';
import { aScene, endpointIds } from './scene.ts';

beforeEach(silenceLog);

const calls = { ...httpCalls, ...otherCalls };

/** Within this time Lambda or API Gateway has an answer, by the beginning of the function's name. */
const timeLimits = { 'flow-': 8_000, 'schedule-': 60_000, 'queue-logout-work': 30_000, '': 10_000 } as const;
const timeLimitOf = (file: string) =>
  Object.entries(timeLimits).find(([beginning]) => file.startsWith(beginning))?.[1] ?? 0;

/** Dependencies that a function reaches only in a case that is not among its invocations here, with the case. */
const reachedElsewhere: Readonly<Record<string, Partial<Record<Dependency, string>>>> = {
  'http-logouts': {
    WAKE_UPS_TABLE:
      'Only release 0.1.0 sets wake-ups that are far ahead, and its code may run with the role of this release.',
  },
  'socket-client': {
    EVENT_BUS_NAME: 'It changes agents and chats like all other functions, but without an event to publish.',
  },
};

const reachedBy = (file: string) => dependenciesOf(file).filter((each) => reachedElsewhere[file]?.[each] === undefined);
const rowsOf = (file: string) => reachedBy(file).flatMap((each) => faults.map((fault) => [each, fault] as const));

/** The result of work that takes virtual time, and how long it took. @throws Error when it takes too long */
async function timed<Result>({ time }: World, work: () => Promise<Result>, longest = minutes(10)) {
  const begun = time.now();
  const settled: PromiseSettledResult<{ readonly result: Result; readonly after: number }>[] = [];
  time.at(begun, async () => {
    settled.push(...(await Promise.allSettled([work().then((result) => ({ result, after: time.now() - begun }))])));
  });
  for (const end = begun + longest; settled.length === 0 && time.now() < end; ) {
    await time.runUntil(time.now() + seconds(1));
  }
  const [only] = settled;
  if (!only) throw new Error(`It was not done within ${longest} ms`);
  if (only.status === 'rejected') throw only.reason;
  return only.value;
}

const prepared = async <Result>(prepare: (world: World) => Promise<Result>) => {
  const world = await aScene();
  const { result } = await timed(world, () => prepare(world));
  world.outage.called.clear();
  return { world, made: result };
};

const once = <Result>(work: () => Promise<Result>): (() => Promise<Result>) => {
  let begun: Promise<Result> | undefined;
  return () => {
    begun ??= work();
    return begun;
  };
};

/** Only in deployments that drive Amazon Connect, whose suites are in test/connect. */
const functionsForConnect = ['event-agent-events', 'event-contact-events', 'queue-chat-notifications'];

test('every function is in the matrix', () => {
  const files = readdirSync('functions', { withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map(({ name }) => parse(name).name);
  expect([...Object.keys({ ...calls, ...batches }), ...functionsForConnect].sort()).toEqual(names.sort());
});

/** What each invocation of a function calls while everything works. */
async function callsAlone(callsIn: Calls) {
  const { world, made } = await prepared(callsIn);
  const found = new Map<string, ReadonlySet<Dependency>>();
  for (const [name, call] of Object.entries(made)) {
    world.outage.called.clear();
    const { result, after } = await timed(world, call);
    expect([name, result, after < 1_000]).toEqual([name, 'done', true]);
    found.set(name, new Set(world.outage.called));
  }
  await recover(world);
  await expectNothingLost(world);
  return found;
}

describe.each(Object.entries(calls))('%s', (file, callsIn) => {
  const limit = timeLimitOf(file);
  const alone = once(() => callsAlone(callsIn));

  test('is invoked in ways that reach all its dependencies, and no others', async () => {
    const reached = [...(await alone()).values()].flatMap((called) => [...called]);
    expect([...new Set(reached)].sort()).toEqual(reachedBy(file).toSorted());
  });

  const rows = rowsOf(file);
  if (rows.length === 0) return;
  test.each(rows)('answers in time while %s %s; nothing is lost, and nobody is notified twice', async (...row) => {
    const called = await alone();
    const { world, made } = await prepared(callsIn);
    const concerned = Object.entries(made).filter(([name]) => called.get(name)?.has(row[0]));
    world.outage.begin(...row);
    const failed: typeof concerned = [];
    for (const [name, call] of concerned) {
      if ((await timed(world, call, limit)).result === 'failed') failed.push([name, call]);
    }
    world.outage.end();
    // Whoever has called repeats it.
    for (const [name, call] of failed) expect([name, (await timed(world, call)).result]).not.toEqual([name, 'failed']);
    await recover(world);
    await expectNothingLost(world);
  });
});

/** What each record of a batch depends on, and whether it is done while everything works. */
async function recordsAlone({ records, work }: Batch) {
  const { made: all } = await prepared(records);
  const found = new Map<string, { readonly isDone: boolean; readonly called: ReadonlySet<Dependency> }>();
  for (const name of Object.keys(all)) {
    const { world, made } = await prepared(records);
    const { result } = await timed(world, () => work(world, { [name]: made[name] ?? '' }, 1));
    found.set(name, { isDone: result.length === 0, called: new Set(world.outage.called) });
  }
  return found;
}

describe.each(Object.entries(batches))('%s', (file, batch) => {
  const limit = timeLimitOf(file);
  const alone = once(() => recordsAlone(batch));

  test('is given records that reach all its dependencies, and no others', async () => {
    const reached = [...(await alone()).values()].flatMap(({ called }) => [...called]);
    expect([...new Set(reached)].sort()).toEqual(reachedBy(file).toSorted());
  });

  test.each(rowsOf(file))('while %s %s, only its own records fail, in time, and are done later', async (...row) => {
    const { world, made } = await prepared(batch.records);
    world.outage.begin(...row);
    const { result: failed } = await timed(world, () => batch.work(world, made, 1), limit);
    const innocent = [...(await alone())].filter(([, { isDone, called }]) => isDone && !called.has(row[0]));
    expect(failed.filter((name) => innocent.some(([each]) => each === name))).toEqual([]);
    world.outage.end();
    await world.time.runUntil(world.time.now() + minutes(3));
    const again = Object.fromEntries(failed.map((name) => [name, made[name] ?? '']));
    expect((await timed(world, () => batch.work(world, again, 2))).result).toEqual([]);
    await recover(world);
    await expectNothingLost(world);
  });
});

test.each(faults)('a streaming endpoint that %s delays no other, and gets the event later', async (fault) => {
  const batch = batches['queue-deliver-stream'];
  if (!batch) throw new Error('Nothing delivers to endpoints');
  const { world, made } = await prepared(batch.records);
  const begun = world.time.now();
  world.outage.begin('webhook', fault);
  const { result: failed } = await timed(world, () => batch.work(world, made, 1));
  const early = world.streamed.filter(({ at }) => at < begun + 500).map(({ endpointId }) => endpointId);
  expect(early).toEqual(expect.arrayContaining(['healthy', 'topic']));

  world.outage.end();
  await world.time.runUntil(begun + minutes(3));
  const again = Object.fromEntries(failed.map((name) => [name, made[name] ?? '']));
  await timed(world, () => batch.work(world, again, 2));
  expect([...new Set(world.streamed.map(({ endpointId }) => endpointId))].sort()).toEqual(endpointIds.toSorted());
});
