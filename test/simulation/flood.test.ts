import { expect, test } from '@jest/globals';
import { ann, anOrder, someDay } from '#test/support/agents.ts';
import { annSignedIn, makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { aSelector } from '#test/support/logout-jobs.ts';
import { Random } from './random.ts';
import { SlowTime } from './virtual-time.ts';

/** How long a call is on its way, there and back together: as long as within a region. */
const milliseconds: Readonly<Record<string, number>> = { load: 4, save: 4, find: 6, set: 15, publish: 20 };

/** A forced logout of Ann, whose client sends heartbeats all the time. */
async function logOutUnderFlood(everyMilliseconds: number, seed: number) {
  const time = new SlowTime(someDay);
  const random = new Random(seed);
  const ports = await memoryPorts([annSignedIn({ lease: { seconds: 86_400, lastSeenAt: someDay } })], time);
  const slow = <Port extends object>(port: Port) =>
    intercept(port, async (method, call) => {
      const half = (milliseconds[method] ?? 2) / 2;
      await time.pause(half);
      const answer = await call();
      await time.pause(half);
      return answer;
    });
  const { forceLogouts } = makeUseCases({
    ...ports,
    agents: slow(ports.agents),
    directory: slow(ports.directory),
    wakeUps: slow(ports.wakeUps),
    bus: slow(ports.bus),
    pauses: { chance: () => random.upTo(999) / 1000, wait: (duration) => time.pause(duration) },
  });
  const end = someDay + 5_000;
  for (let at = someDay; at < end; at += everyMilliseconds) {
    time.at(at, async () => {
      await ports.agents.recordHeartbeat(ann, { sessionId: 'session-1' }, { at: time.now() });
    });
  }
  const done: unknown[] = [];
  let took = 0;
  time.at(someDay + 1_000 + random.upTo(everyMilliseconds), async () => {
    const request = { timing: 'immediate', order: anOrder() } as const;
    const outcome = await forceLogouts('demo', aSelector({ agentIds: ['ann'] }), request).catch(String);
    took = time.now() - someDay - 1_000;
    done.push(typeof outcome === 'string' ? outcome : outcome.type === 'done' && outcome.rows[0]?.outcome);
  });
  await time.runToEnd();
  return { done, took, wakeUps: ports.wakeUps.pending().length };
}

test.each([15, 10, 8])('a heartbeat every %i ms does not keep a forced logout out', async (everyMilliseconds) => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const { done, took, wakeUps } = await logOutUnderFlood(everyMilliseconds, seed);
    expect(done).toEqual(['loggedOut']);
    expect(took).toBeLessThan(3_000);
    expect(wakeUps).toBe(1);
  }
});
