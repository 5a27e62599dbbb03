import { expect, test } from '@jest/globals';
import type { LogOutAgent } from '#core/forced-logouts/log-out-agent.ts';
import { makeLookAgain } from '#core/forced-logouts/second-look.ts';
import { minutes } from '#core/instant.ts';
import { anOrder, online, someDay } from '#test/support/agents.ts';
import { memoryPorts } from '#test/support/contact-centre.ts';
import { aSelector } from '#test/support/logout-jobs.ts';
import { makeOwningBackend } from '#test/support/owning-backend.ts';

/** How a later look at a team of two has its agents logged out. */
async function lookAt({ isOwned }: { readonly isOwned: boolean }) {
  const clock = { now: () => someDay };
  const staff = ['ann', 'bob'].map((agentId) => online(agentId, { teamIds: ['t1'] }));
  const ports = await memoryPorts(staff, clock);
  const { backend } = makeOwningBackend({ clock });
  const asked: Parameters<LogOutAgent>[1][] = [];
  const logOutAgent = (async (_, how) => {
    asked.push(how);
    return { outcome: { type: 'unknownAgent' }, agent: undefined };
  }) as LogOutAgent;
  const backends = () => (isOwned ? backend : undefined);
  const lookAgain = makeLookAgain({ ...ports, clock, backends, logOutAgent, report: () => {} });
  const request = { timing: 'immediate', order: anOrder(), requestedAt: someDay } as const;
  await lookAgain({ instanceId: 'demo', selector: aSelector({ teamIds: ['t1'] }), ...request, from: { list: 0 } });
  return asked;
}

test('agents whom a backend owns are logged out together in a later look, after what is urgent, and not without end', async () => {
  const asked = await lookAt({ isOwned: true });
  expect(asked.map(({ lane }) => lane)).toEqual(['job', 'job']);
  for (const { together } of asked) {
    expect(together?.until).toBeGreaterThan(someDay);
    expect(together?.until).toBeLessThanOrEqual(someDay + minutes(1));
  }
});

test('others are logged out each by themselves', async () => {
  expect((await lookAt({ isOwned: false })).map((how) => 'together' in how)).toEqual([false, false]);
});
