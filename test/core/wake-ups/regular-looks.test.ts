import { expect, test } from '@jest/globals';
import { makeMemoryWakeUpBuckets } from '#adapters/memory/wake-ups.ts';
import { minutes, seconds } from '#core/instant.ts';
import type { WakeUp } from '#core/wake-ups/ports.ts';
import { isSeldom, makeWakeUpUseCases } from '#core/wake-ups/use-cases.ts';
import { someDay } from '#test/support/agents.ts';

const noTarget = () => Promise.reject(new Error('There are only instances here'));

/** The wake-ups of instances that one sweep a minute sends, and what they do. */
async function sweeps(count: number, instances: readonly { instanceId: string; everySeconds: number }[]) {
  const sent: WakeUp[] = [];
  const done: string[] = [];
  const time = { at: someDay };
  const { sweep, wake } = makeWakeUpUseCases(
    {
      buckets: makeMemoryWakeUpBuckets(),
      queue: { send: async (wakeUps) => void sent.push(...wakeUps) },
      clock: { now: () => time.at },
      until: async () => {},
    },
    { agent: noTarget, job: noTarget, chat: noTarget, schedule: noTarget },
    {
      instances,
      look: async (instanceId) => void done.push(`look ${instanceId}`),
      importAgents: async (instanceId) => void done.push(`import ${instanceId}`),
    },
  );
  for (let n = 0; n < count; n += 1) {
    await sweep();
    time.at += minutes(1);
  }
  time.at += minutes(5);
  for (const wakeUp of sent) await wake(wakeUp);
  return { sent, done };
}

test('an instance whose agents a backend owns is looked at as often as it is set', async () => {
  const { sent, done } = await sweeps(1, [{ instanceId: 'a', everySeconds: 20 }]);
  const looks = sent.filter(({ kind }) => kind === 'instance').map(({ at }) => at - someDay);
  expect(looks).toEqual([0, seconds(20), seconds(40)]);
  expect(done.filter((each) => each === 'look a')).toHaveLength(3);
});

test('whether its agents are to be imported is looked at every five minutes', async () => {
  const { sent, done } = await sweeps(
    20,
    ['a', 'b'].map((instanceId) => ({ instanceId, everySeconds: 60 })),
  );
  for (const instanceId of ['a', 'b']) {
    expect(done.filter((each) => each === `import ${instanceId}`)).toHaveLength(4);
    expect(done.filter((each) => each === `look ${instanceId}`)).toHaveLength(20);
  }
  expect(sent).toHaveLength(2 * (4 + 20));
});

test('an instance whose agents are followed by events is looked at once in five minutes', async () => {
  const { sent } = await sweeps(20, [{ instanceId: 'a', everySeconds: 300 }]);
  const looks = sent.filter(({ kind }) => kind === 'instance').map(({ at }) => at);
  expect(looks).toHaveLength(4);
  expect(looks.slice(1).map((at, n) => at - (looks[n] ?? 0))).toEqual(Array(3).fill(minutes(5)));
});

test('an instance that is looked at each minute is not looked at seldom', () => {
  expect([20, 60, 300].map((everySeconds) => isSeldom({ everySeconds }))).toEqual([false, false, true]);
});
