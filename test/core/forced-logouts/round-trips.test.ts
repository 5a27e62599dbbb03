import { expect, test } from '@jest/globals';
import { SlowTime } from '#test/simulation/virtual-time.ts';
import { anAgent, anOrder, aSession, someDay } from '#test/support/agents.ts';
import { makeUseCases, memoryPorts } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';
import { agentIds, aSelector } from '#test/support/logout-jobs.ts';

/** A forced logout in which each call to AWS takes a second, or as long as the test says. @returns the seconds it took */
async function secondsTaken(size: number, { send = 1 }: { readonly send?: number } = {}) {
  const time = new SlowTime(someDay);
  const lease = { seconds: 3_600, lastSeenAt: someDay };
  const staff = agentIds(size).map((agentId) =>
    anAgent({ agentId, session: aSession({ lease, connections: [`of ${agentId}`] }) }),
  );
  const ports = await memoryPorts(staff, time);
  const calls: string[] = [];
  const slow = <Port extends object>(port: Port) =>
    intercept(port, async (method, call) => {
      calls.push(method);
      await time.pause(1000 * (method === 'send' ? send : 1));
      return call();
    });
  const { forceLogouts } = makeUseCases({
    ...ports,
    agents: slow(ports.agents),
    directory: slow(ports.directory),
    wakeUps: slow(ports.wakeUps),
    sockets: slow(ports.sockets),
    bus: slow(ports.bus),
  });
  let answeredAt = Number.NaN;
  time.at(someDay, async () => {
    const request = { timing: 'immediate', order: anOrder() } as const;
    const outcome = await forceLogouts('demo', aSelector({ agentIds: agentIds(size) }), request);
    expect(outcome).toMatchObject({ type: 'done', rows: staff.map(() => ({ outcome: 'loggedOut' })) });
    answeredAt = time.now();
  });
  await time.runToEnd();
  return { seconds: (answeredAt - someDay) / 1000, calls };
}

test('a forced logout of one agent makes four calls one after the other', async () => {
  const { seconds, calls } = await secondsTaken(1);
  expect(seconds).toBe(4);
  expect(calls).toEqual(['load', 'set', 'save', 'send', 'publish', 'clearOutbox']);
});

test('one of several makes one call more: it looks up who is signed in', async () => {
  expect((await secondsTaken(2)).seconds).toBe(5);
});

test('of fifty agents whose desktops do not answer, none waits for another', async () => {
  expect((await secondsTaken(50, { send: 3 })).seconds).toBe(4 + 3);
});
