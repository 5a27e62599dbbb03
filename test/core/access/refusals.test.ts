import { describe, expect, test } from '@jest/globals';
import { makeMemoryFloodMarks } from '#adapters/memory/access.ts';
import { makeCrowdedOutUntil, makeNoteRefusal } from '#core/access/refusals.ts';
import { seconds } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';

/** Takes 220 requests a second: 550 refusals in five seconds are a flood, and a container adds 28 at a time. */
const heartbeat = { key: 'heartbeat', throttleShare: 0.22 };
/** Takes 50 requests a second: 125 refusals are a flood, and a container adds 7 at a time. */
const poll = { key: 'poll', throttleShare: 0.05 };

function aDeployment({ containers = 1, marks = makeMemoryFloodMarks(), throttle = 1_000 } = {}) {
  const time = { at: someDay };
  const reports: string[] = [];
  const report = (fault: string) => void reports.push(fault);
  const ports = { marks, clock: { now: () => time.at }, report };
  const functions = Array.from({ length: containers }, () => makeNoteRefusal({ ...ports, throttle: () => throttle }));
  let next = 0;
  /** Refuses requests, each in the next container. */
  async function refuse(count: number, route = heartbeat) {
    for (let n = 0; n < count; n += 1) {
      await functions[next]?.(route);
      next = (next + 1) % containers;
    }
  }
  /** Refuses so many requests a second, evenly. @returns until when a flood was noticed at last */
  async function flood(perSecond: number, lasts: number, route = heartbeat) {
    const [from, until] = [time.at, time.at + seconds(lasts)];
    for (let n = 1; time.at < until; n += 1) {
      await refuse(1, route);
      time.at = from + Math.floor((n * seconds(1)) / perSecond);
    }
    return marks.find();
  }
  return { marks, time, refuse, flood, reports, crowdedOutUntil: makeCrowdedOutUntil(ports) };
}

/** The same store, which tells how often it was written to. */
function counted(marks = makeMemoryFloodMarks()) {
  const writes = { add: 0, mark: 0 };
  return {
    ...marks,
    writes,
    add: async (...args: Parameters<typeof marks.add>) => {
      writes.add += 1;
      return marks.add(...args);
    },
    mark: async (...args: Parameters<typeof marks.mark>) => {
      writes.mark += 1;
      await marks.mark(...args);
    },
  };
}

describe('refusals of a route', () => {
  test.each([
    ['seven a second', 7, heartbeat],
    ['seven a second', 7, poll],
    ['less than half of what it admits', 109, heartbeat],
    ['less than half of what it admits', 24, poll],
  ])('are no flood if they are %s, however long (%#)', async (_, perSecond, route) => {
    for (const containers of [1, 30])
      expect(await aDeployment({ containers }).flood(perSecond, 60, route)).toBeUndefined();
  });

  test.each([
    [120, heartbeat, [1, 5, 40, 220]],
    [30, poll, [1, 5, 20, 50]],
  ])(
    'are one if they are half of what it admits, in as many containers as it admits at once (%#)',
    async (perSecond, route, counts) => {
      for (const containers of counts) {
        const { flood, time } = aDeployment({ containers });
        expect(await flood(perSecond, 12, route)).toBeGreaterThan(time.at);
      }
    },
  );

  test('are one from the very half in five seconds, which marks these and the next five', async () => {
    const { marks, refuse, time } = aDeployment();
    await refuse(540);
    time.at += seconds(5) - 1;
    await refuse(9);
    expect(await marks.find()).toBeUndefined();
    await refuse(19);
    expect(await marks.find()).toBe(someDay + seconds(10));
  });

  test('begin anew every five seconds', async () => {
    const { marks, refuse, time } = aDeployment();
    for (let n = 0; n < 6; n += 1) {
      await refuse(540);
      time.at += seconds(5);
    }
    expect(await marks.find()).toBeUndefined();
  });

  test('count for that route alone', async () => {
    const { marks, refuse } = aDeployment();
    for (const key of ['one', 'other']) await refuse(120, { ...poll, key });
    expect(await marks.find()).toBeUndefined();
    await refuse(7, { ...poll, key: 'one' });
    expect(await marks.find()).toBeDefined();
  });

  test('are compared with what the stage admits, of which a route has at least one a second', async () => {
    expect(await aDeployment({ throttle: 100 }).flood(11, 11)).toBeDefined();
    expect(await aDeployment({ throttle: 1 }).flood(1, 11)).toBeDefined();
  });
});

describe('a flood', () => {
  test('is noticed within four seconds, also if the route has admitted only what it always does', async () => {
    for (let offset = 0; offset < 5_000; offset += 250) {
      const { flood, refuse, time } = aDeployment({ containers: 3 });
      time.at += offset;
      await refuse(220);
      expect(await flood(220, 4)).toBeGreaterThan(time.at);
    }
  });

  test('is marked for as long as it lasts, and ten seconds more at most', async () => {
    const { flood, time } = aDeployment({ containers: 5 });
    await flood(220, 6);
    for (let n = 0; n < 30; n += 1) expect(await flood(220, 1)).toBeGreaterThan(time.at);
    const end = time.at;
    const until = await flood(7, 60);
    expect(until).toBeGreaterThan(end);
    expect(until).toBeLessThanOrEqual(end + seconds(10));
  });

  test('costs one mark and 20 other writes in five seconds, and nothing once it is marked, however large it is', async () => {
    const marks = counted();
    const { refuse, time } = aDeployment({ marks });
    for (let n = 0; n < 6; n += 1) {
      await refuse(5_000);
      time.at += seconds(5);
    }
    expect(marks.writes).toEqual({ add: 120, mark: 6 });
  });
});

test('refusals that come one by one write nothing', async () => {
  const marks = counted();
  const { refuse, time } = aDeployment({ marks });
  for (let n = 0; n < 100; n += 1) {
    await refuse(1);
    time.at += seconds(10);
  }
  expect(marks.writes).toEqual({ add: 0, mark: 0 });
});

test('what is left of a window is added with the first refusal of the next', async () => {
  const marks = counted();
  const { refuse, time } = aDeployment({ marks });
  await refuse(30);
  expect(marks.writes.add).toBe(1);
  time.at += seconds(5);
  await refuse(1);
  expect(await marks.add({ routeKey: 'heartbeat', number: Math.floor(someDay / 5_000) }, 0, someDay)).toBe(30);
});

test('what is known is two seconds old at most', async () => {
  const { time, refuse, crowdedOutUntil } = aDeployment();
  expect(await crowdedOutUntil()).toBeUndefined();
  await refuse(600);
  time.at += seconds(2);
  expect(await crowdedOutUntil()).toBe(someDay + seconds(10));
});

test('without the marks requests are answered and leases end, and that is reported', async () => {
  const fail = () => Promise.reject(new Error('down'));
  const { refuse, crowdedOutUntil, reports } = aDeployment({ marks: { add: fail, mark: fail, find: fail } });
  await refuse(28);
  expect(await crowdedOutUntil()).toBeUndefined();
  expect(reports).toEqual(['A flood could not be marked', 'Whether there is a flood could not be read']);
});

test('a mark that failed is made with the next portion', async () => {
  const marks = makeMemoryFloodMarks();
  let faults = 1;
  const mark = async (until: number, now: number) => {
    if (faults-- > 0) throw new Error('down');
    await marks.mark(until, now);
  };
  const { refuse } = aDeployment({ marks: { ...marks, mark } });
  await refuse(560);
  expect(await marks.find()).toBeUndefined();
  await refuse(28);
  expect(await marks.find()).toBeDefined();
});
