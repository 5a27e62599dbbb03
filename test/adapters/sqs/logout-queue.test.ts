import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import {
  logoutMessageBody,
  makeSqsLogoutPutBack,
  makeSqsLogoutQueue,
  parseLogoutMessage,
} from '#adapters/sqs/logout-queue.ts';
import type { ChunkAgent, LogoutMessage } from '#core/forced-logouts/ports.ts';
import type { MatchedByGroup } from '#core/forced-logouts/selector.ts';
import { aRange } from '../../support/agents.ts';
import { agentIds, aSelector } from '../../support/logout-jobs.ts';
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
    const ofJob = { instanceId: 'demo', jobId: 1, page: 2, chunk: 7 };
    const paced: LogoutMessage[] = [
      { type: 'send', ...ofJob },
      { type: 'chunk', ...ofJob, agents: [{ agentId: 'ann', matchedBy: { agentId: 'ann' } }], looks: 1 },
    ];
    const sent = [...messages(11), plan, ...paced];
    await makeSqsLogoutQueue(queue).send(sent);
    const received = [...(await receive()), ...(await receive())].map(parseLogoutMessage);
    expect(received).toHaveLength(14);
    expect(received).toEqual(expect.arrayContaining(sent));
  });

  test('sends portions by a message that a release without them takes for a page that is planned', () => {
    const body = logoutMessageBody({ type: 'send', instanceId: 'demo', jobId: 1, page: 2, chunk: 7 });
    expect(JSON.parse(body)).toMatchObject({ type: 'plan', instanceId: 'demo', jobId: 1, page: 2, from: { list: 0 } });
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

  test('makes each instance a message group, and delays what is not due yet', async () => {
    const { queue, ...busy } = await startBusyQueue();
    stop = busy.stop;
    const logoutQueue = makeSqsLogoutQueue(queue, { clock: { now: () => 1_000 } });
    const [one] = messages(1);
    if (!one) throw new Error('There is no message');
    for (const notBefore of [undefined, 500, 3_400, 10_000_000]) await logoutQueue.send([one], notBefore);
    expect(busy.batches().flat()).toMatchObject([
      { MessageGroupId: 'demo' },
      { MessageGroupId: 'demo', DelaySeconds: 0 },
      { MessageGroupId: 'demo', DelaySeconds: 3 },
      { MessageGroupId: 'demo', DelaySeconds: 900 },
    ]);
  });

  test('takes back what was not begun, in its group and with its attempts', async () => {
    const { queue, ...busy } = await startBusyQueue();
    const { queue: emulated, ...running } = await startQueue();
    stop = async () => void (await Promise.all([busy.stop(), running.stop()]));
    const [body] = messages(1).map(logoutMessageBody);
    if (body === undefined) throw new Error('There is no message');
    for (const target of [queue, emulated]) await makeSqsLogoutPutBack(target)([{ body, tries: 2 }]);
    expect(busy.batches()).toMatchObject([[{ MessageBody: body, MessageGroupId: 'demo' }]]);
    const receive = new ReceiveMessageCommand({ QueueUrl: emulated.queueUrl, MessageAttributeNames: ['All'] });
    expect((await emulated.client.send(receive)).Messages).toMatchObject([
      { Body: body, MessageAttributes: { tries: { StringValue: '2' } } },
    ]);
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
  { signedIn: true },
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
  fc.record({
    type: fc.constant('chunk' as const),
    ...ofJob,
    chunk: fc.nat(),
    agents: fc
      .array(fc.string(), { minLength: 1 })
      .map((ids) => ids.map((agentId) => ({ agentId, matchedBy: { agentId } }))),
    isOnConditions: fc.constant(true),
  }),
  fc.record({
    type: fc.constant('look' as const),
    instanceId: fc.string(),
    selector: fc.constantFrom(
      aSelector({ teamIds: ['t1'], ipRanges: [aRange('10.0.0.0', '10.0.0.9')] }),
      aSelector({ teamIds: ['t1'], conditions: { statuses: ['lunch'], minimumMinutesInStatus: 5 } }),
      aSelector({ everybody: true, conditions: { exclude: { agentIds: ['ann'], teamIds: [] } } }),
    ),
    timing: fc.constantFrom('immediate' as const, 'afterContact' as const),
    order: fc.record({ requestedBy: fc.string(), jobId: fc.nat() }, { requiredKeys: ['requestedBy'] }),
    requestedAt: fc.nat(),
    from: fc.record({ list: fc.nat(), after: fc.string(), again: fc.boolean() }, { requiredKeys: ['list'] }),
  }),
);

describe('a logout message', () => {
  test('is read as it was written', () => {
    fc.assert(fc.property(message, (sent) => expect(parseLogoutMessage(logoutMessageBody(sent))).toEqual(sent)));
  });

  test.each(['', '{', 'null', '{}', '{"type":"chunk"}', '{"type":"plan","instanceId":"demo","jobId":"1"}'])(
    'is not read from %j',
    (body) => expect(() => parseLogoutMessage(body)).toThrow(),
  );

  test('with conditions is refused by release 0.1.0, which would pass them over', () => {
    const texts = z.array(z.string());
    const byOldRelease = z.object({
      selector: z.optional(z.object({ agentIds: texts, teamIds: texts, ipRanges: z.array(z.unknown()) })),
      found: z.optional(
        z.array(
          z.object({
            by: z.union([z.literal('agentIds'), z.object({ teamId: z.string() }), z.object({ ipAddress: z.string() })]),
          }),
        ),
      ),
    });
    const isRead = (sent: LogoutMessage) => byOldRelease.safeParse(JSON.parse(logoutMessageBody(sent))).success;
    const look = {
      type: 'look',
      instanceId: 'demo',
      timing: 'immediate',
      order: { requestedBy: 'demo' },
      requestedAt: 1,
      from: { list: 0 },
    } as const;
    expect(isRead({ ...look, selector: aSelector({ teamIds: ['t1'] }) })).toBe(true);
    const exclude = { agentIds: ['ann'], teamIds: [] };
    expect(isRead({ ...look, selector: aSelector({ teamIds: ['t1'], conditions: { exclude } }) })).toBe(false);
    expect(isRead({ ...look, selector: aSelector({ everybody: true }) })).toBe(false);
    const agents = [{ agentId: 'ann', matchedBy: { agentId: 'ann' } }];
    const chunk = { type: 'chunk', instanceId: 'demo', jobId: 1, page: 0, chunk: 0, agents } as const;
    expect(isRead(chunk)).toBe(true);
    expect(isRead({ ...chunk, isOnConditions: true })).toBe(false);
    expect(isRead({ ...chunk, agents: [{ agentId: 'ann', matchedBy: { signedIn: true } }] })).toBe(false);
  });

  test('with a condition of a newer release is refused', () => {
    const selector = aSelector({ teamIds: ['t1'], conditions: { statuses: ['lunch'], ...{ newer: 1 } } });
    const look = { type: 'look', instanceId: 'demo', selector, timing: 'immediate' } as const;
    const body = { ...look, order: { requestedBy: 'demo' }, requestedAt: 1, from: { list: 0 } };
    expect(() => parseLogoutMessage(logoutMessageBody(body))).toThrow();
  });

  test('ten full chunks fit into the 64 KB that SQS counts as one request', () => {
    const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
    const agents = agentIds(100).map((_, n) => ({ agentId: uuid(n), matchedBy: { agentId: uuid(n) } }));
    const body = logoutMessageBody({ type: 'chunk', instanceId: 'demo', jobId: 1, page: 0, chunk: 0, agents });
    expect(10 * Buffer.byteLength(body)).toBeLessThan(64 * 1024);
  });
});
