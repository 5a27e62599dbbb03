import { afterEach, expect, test } from '@jest/globals';
import { parseLogoutMessage } from '#adapters/sqs/logout-message.ts';
import { makeSqsLogoutQueue } from '#adapters/sqs/logout-queue.ts';
import type { LogoutMessage } from '#core/sessions/ports.ts';
import { agentIds } from '../../support/logout-jobs.ts';
import { startBusyQueue, startQueue } from '../../support/queues.ts';

let stop: () => Promise<void>;
afterEach(() => stop());

/** Full chunks of a job, whose agents have ids of this length. */
const messages = (n: number, idLength = 10): LogoutMessage[] =>
  Array.from({ length: n }, (_, chunk) => ({
    type: 'chunk',
    instanceId: 'demo',
    jobId: 1,
    page: 0,
    chunk,
    agents: agentIds(100).map((id) => ({ agentId: id.padEnd(idLength, '_'), matchedBy: { teamId: 'support' } })),
  }));

async function aBusyQueue(refusals = 0) {
  const { queue, ...busy } = await startBusyQueue(refusals);
  stop = busy.stop;
  return { logoutQueue: makeSqsLogoutQueue(queue), batches: busy.batches };
}

test('delivers every message as it was sent', async () => {
  const { queue, receive, ...running } = await startQueue();
  stop = running.stop;
  const plan: LogoutMessage = {
    type: 'plan',
    instanceId: 'demo',
    jobId: 1,
    page: 1,
    from: { list: 2, after: 'place' },
  };
  const sent = [...messages(11), plan];
  await makeSqsLogoutQueue(queue).send(sent);
  const received = [...(await receive()), ...(await receive())].map(parseLogoutMessage);
  expect(received).toHaveLength(12);
  expect(received).toEqual(expect.arrayContaining(sent));
});

test('sends fifty messages in five requests', async () => {
  const { logoutQueue, batches } = await aBusyQueue();
  await logoutQueue.send(messages(50));
  expect(batches().map((entries) => entries.length)).toEqual([10, 10, 10, 10, 10]);
});

test('sends no more than 256 KiB in a request', async () => {
  const { logoutQueue, batches } = await aBusyQueue();
  await logoutQueue.send(messages(20, 1_000));
  expect(batches().length).toBeGreaterThan(2);
  for (const entries of batches()) {
    expect(entries.reduce((sum, { MessageBody }) => sum + MessageBody.length, 0)).toBeLessThanOrEqual(262_144);
  }
});

test('sends again what was refused', async () => {
  const { logoutQueue, batches } = await aBusyQueue(2);
  await logoutQueue.send(messages(3));
  expect(batches()).toHaveLength(3);
});

test('throws when a message stays refused', async () => {
  const { logoutQueue } = await aBusyQueue(99);
  await expect(logoutQueue.send(messages(1))).rejects.toThrow('Refused 4 times: Busy');
});
