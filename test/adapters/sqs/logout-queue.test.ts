import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { logoutMessageBody, makeSqsLogoutQueue, parseLogoutMessage } from '#adapters/sqs/logout-queue.ts';
import type { ChunkAgent, LogoutMessage } from '#core/forced-logouts/ports.ts';
import type { MatchedByGroup } from '#core/forced-logouts/selector.ts';
import { agentIds } from '../../support/logout-jobs.ts';
import { startBusyQueue, startQueue } from '../../support/queues.ts';

describe('a queue of logout work', () => {
  let stop: () => Promise<void>;
  afterEach(() => stop());

  /** Full chunks of a job. The ids of the agents have this length. */
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

  test('sends refused messages again', async () => {
    const { logoutQueue, batches } = await aBusyQueue(2);
    await logoutQueue.send(messages(3));
    expect(batches()).toHaveLength(3);
  });

  test('throws when a message is refused every time', async () => {
    const { logoutQueue } = await aBusyQueue(99);
    await expect(logoutQueue.send(messages(1))).rejects.toThrow('Refused 4 times: Busy');
  });
});

const ofJob = { instanceId: fc.string(), jobId: fc.nat(), page: fc.nat() };
const group: fc.Arbitrary<MatchedByGroup> = fc.constantFrom(
  { teamId: 'a' },
  { teamId: 'b' },
  { ipAddress: '10.0.0.0/8' },
);
const agent: fc.Arbitrary<ChunkAgent> = fc
  .tuple(fc.string(), fc.option(group, { nil: undefined }))
  .map(([agentId, by]) => ({ agentId, matchedBy: by ?? { agentId } }));

const message: fc.Arbitrary<LogoutMessage> = fc.oneof(
  fc.record({
    type: fc.constant('plan' as const),
    ...ofJob,
    from: fc.record({ list: fc.nat(), after: fc.string() }, { requiredKeys: ['list'] }),
  }),
  fc.record({ type: fc.constant('chunk' as const), ...ofJob, chunk: fc.nat(), agents: fc.array(agent) }),
);

describe('a logout message', () => {
  test('is read as it was written', () => {
    fc.assert(fc.property(message, (sent) => expect(parseLogoutMessage(logoutMessageBody(sent))).toEqual(sent)));
  });

  test.each(['', '{', 'null', '{}', '{"type":"chunk"}', '{"type":"plan","instanceId":"demo","jobId":"1"}'])(
    'is not read from %j',
    (body) => expect(() => parseLogoutMessage(body)).toThrow(),
  );

  test('ten full chunks fit into the 64 KB that SQS counts as one request', () => {
    const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const agents = agentIds(100).map((_, n) => ({ agentId: uuid(n), matchedBy: { agentId: uuid(n) } }));
    const body = logoutMessageBody({ type: 'chunk', instanceId: 'demo', jobId: 1, page: 0, chunk: 0, agents });
    expect(10 * Buffer.byteLength(body)).toBeLessThan(64 * 1024);
  });
});
