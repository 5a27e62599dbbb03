import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeMemoryWakeUpBuckets } from '#adapters/memory/wake-ups.ts';
import type { WakeUp, WakeUpTarget } from '#core/wake-ups/ports.ts';
import { makeWakeUpUseCases } from '#core/wake-ups/use-cases.ts';
import { someDay } from '#test/support/agents.ts';
import { aWakeUp } from './virtual-wake-ups.ts';

/** Wake-ups on a clock that jumps to the instant that is waited for. Targets and instants are recorded as they fire. */
function wakeUpsAtSomeDay(fire: () => Promise<void> = async () => {}) {
  const clock = { at: someDay, now: () => clock.at };
  const firedAt: number[] = [];
  const fired: string[] = [];
  const queued: WakeUp[] = [];
  const target = (name: string) => async (key: WakeUpTarget) => {
    firedAt.push(clock.now());
    fired.push(`${name}: ${key.kind}`);
    await fire();
  };
  const { wake } = makeWakeUpUseCases(
    {
      buckets: makeMemoryWakeUpBuckets(),
      queue: { send: async (wakeUps) => void queued.push(...wakeUps) },
      clock,
      until: async (instant) => {
        clock.at = Math.max(clock.at, instant);
      },
    },
    { agent: target('agent'), job: target('job'), chat: target('chat'), schedule: target('schedule') },
  );
  return { wake, firedAt, fired, queued };
}

test.each([
  ['overdue', -5000, 0],
  ['due', 0, 0],
  ['half a second early', 500, 500],
  ['a second early', 1000, 1000],
])('a wake-up that arrives %s fires at once or at its instant', async (_, ahead, after) => {
  const { wake, firedAt, queued } = wakeUpsAtSomeDay();
  await wake(aWakeUp(ahead));
  expect(firedAt).toEqual([someDay + after]);
  expect(queued).toEqual([]);
});

test('a wake-up that arrives earlier than that is set again and does not fire', async () => {
  const { wake, firedAt, queued } = wakeUpsAtSomeDay();
  await wake(aWakeUp(1001));
  expect(firedAt).toEqual([]);
  expect(queued).toEqual([aWakeUp(1001)]);
});

test('a wake-up either fires, never before its instant, or is set again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: -3000, max: 3000 }), async (ahead) => {
      const { wake, firedAt, queued } = wakeUpsAtSomeDay();
      await wake(aWakeUp(ahead));
      expect(firedAt.length + queued.length).toBe(1);
      for (const at of firedAt) expect(at).toBeGreaterThanOrEqual(someDay + ahead);
    }),
  );
});

test('a wake-up fails when its target fails', async () => {
  const { wake } = wakeUpsAtSomeDay(() => Promise.reject(new Error('the chat cannot be loaded')));
  await expect(wake(aWakeUp(0))).rejects.toThrow('the chat cannot be loaded');
});

test('a wake-up fires its own target', async () => {
  const { wake, fired } = wakeUpsAtSomeDay();
  await wake({ kind: 'agent', instanceId: 'demo', agentId: 'ann', at: someDay });
  await wake({ kind: 'job', instanceId: 'demo', jobId: 7, at: someDay });
  await wake(aWakeUp(0));
  await wake({ kind: 'schedule', instanceId: 'demo', scheduleId: 'nightly', at: someDay });
  expect(fired).toEqual(['agent: agent', 'job: job', 'chat: chat', 'schedule: schedule']);
});
