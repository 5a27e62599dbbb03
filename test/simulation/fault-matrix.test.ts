import { beforeEach, describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import type { WakeUp } from '#core/wake-ups/ports.ts';
import { participantRoutes } from '#dialects/connect-participant/routes.ts';
import { huaweiRoutes } from '#dialects/huawei/routes.ts';
import { flow } from '#runtime/flow.ts';
import { http } from '#runtime/http.ts';
import { queue } from '#runtime/queue.ts';
import { anEvent, silenceLog } from '#test/runtime/http-events.ts';
import { someDay } from '#test/support/agents.ts';
import { chatKey } from '#test/support/chats.ts';
import { agentsApi } from '../../functions/apis/agents.ts';
import { chatsApi } from '../../functions/apis/chats.ts';
import { logoutsApi } from '../../functions/apis/logouts.ts';
import { aWorld, dependencies, faults, type World } from './faulty-world.ts';
import type { SlowTime } from './virtual-time.ts';

beforeEach(silenceLog);

const scopes = 'sessions:read sessions:write logout:one logout:bulk chats:write timers:configure keys:admin';
const caller = { authorizer: { lambda: { callerId: 'k', instanceId: 'demo', scopes } } };
const participant = {
  authorizer: { lambda: { tokenKind: 'connection', ...chatKey, participantId: 'customer' } },
};
const request = (routeKey: string, context: object, says: object) =>
  anEvent(routeKey, {
    headers: { 'content-type': 'application/json', guid: 'secret-0' },
    requestContext: context,
    ...says,
  });

const contextIn = (time: SlowTime, timeout: number) => {
  const end = time.now() + timeout;
  return { awsRequestId: 'inv', getRemainingTimeInMillis: () => end - time.now() };
};

const asRecord = (body: string) => ({
  messageId: body,
  receiptHandle: body,
  body,
  attributes: { ApproximateReceiveCount: '1' },
  messageAttributes: {},
});

/** Invokes an HTTP function, made as its file in functions/ makes it. */
function callHttp(time: SlowTime, [routes, useCases]: readonly [unknown, unknown], event: ReturnType<typeof anEvent>) {
  const handler = http(routes as never, useCases as never, { pause: (milliseconds) => time.pause(milliseconds) });
  return handler(event, contextIn(time, 10_000) as never, () => {});
}

/** Invokes a function that works the records of a queue side by side. */
function callQueue(time: SlowTime, ids: readonly string[], work: (id: string) => Promise<void>) {
  const limit = (milliseconds: number) => time.pause(milliseconds);
  const handler = queue({ parse: String, work, idsOf: (id) => ({ id }), width: 10, limit });
  return handler({ Records: ids.map(asRecord) } as never, contextIn(time, 10_000) as never, () => {});
}

/** An invocation of each function. */
const lambdas: Readonly<Record<string, (world: World) => unknown>> = {
  'http-logouts': ({ logouts, time }) => {
    const body = JSON.stringify({ select: { agentIds: ['ann'] }, timing: 'immediate' });
    return callHttp(time, [logoutsApi, logouts], request('POST /v1/force-logouts', caller, { body }));
  },
  'http-agents': ({ agentUseCases, time }) => {
    const event = request('DELETE /v1/agents/{agentId}/session', caller, { pathParameters: { agentId: 'ann' } });
    return callHttp(time, [agentsApi, agentUseCases], event);
  },
  'http-huawei': ({ agentUseCases, time }) => {
    const pathParameters = { instanceId: 'demo', agentid: 'ann' };
    const event = request('GET /agentgateway/resource/agentevent/{agentid}', {}, { pathParameters });
    return callHttp(time, [huaweiRoutes, agentUseCases], event);
  },
  'http-chats': ({ chatUseCases, time }) => {
    const event = request('DELETE /v1/chats/{contactId}', caller, { pathParameters: { contactId: 'c1' } });
    return callHttp(time, [chatsApi, chatUseCases], event);
  },
  'http-participants': ({ chatUseCases, time }) => {
    const body = JSON.stringify({ ContentType: 'text/plain', Content: 'hello', ClientToken: 'one' });
    return callHttp(
      time,
      [participantRoutes, chatUseCases],
      request('POST /participant/message', participant, { body }),
    );
  },
  'flow-set-chat-timeouts': ({ chatUseCases: { configureTimers }, time }) => {
    const work = async () => ({
      outcome: (await configureTimers(chatKey, [{ role: 'AGENT', type: 'IDLE', value: 5 }])).type,
    });
    const handler = flow(work, { outcome: 'failed' }, { pause: (milliseconds) => time.pause(milliseconds) });
    return handler({}, contextIn(time, 8_000) as never, () => {});
  },
};

async function invoke(world: World, work: (world: World) => unknown) {
  const begun = world.time.now();
  const answers: { readonly answer: unknown; readonly after: number }[] = [];
  world.time.at(begun, async () => {
    const answer = await work(world);
    answers.push({ answer, after: world.time.now() - begun });
  });
  await world.time.runUntil(begun + seconds(12));
  return answers;
}

/** Everything works again, and the wake-ups of the next minutes fire. A wake-up that fails fires again after a minute. */
async function recover({ time, broken, wakeUps, agentUseCases, chatUseCases }: World) {
  delete broken.dependency;
  const fire = async (wakeUp: WakeUp) => {
    if (wakeUp.kind === 'agent') await agentUseCases.wakeAgent(wakeUp);
    else if (wakeUp.kind === 'chat') await chatUseCases.wakeChat(wakeUp);
  };
  for (const end = time.now() + minutes(5); time.now() < end; ) {
    for (const wakeUp of wakeUps.wake(time.now())) time.at(time.now(), () => fire(wakeUp));
    await time.runUntil(time.now() + seconds(5));
  }
}

/** What was saved is published, and nobody was notified of anything twice. */
function expectToldOnce({ agents, chatStore, bus, chatBus, sockets }: World) {
  const stored = [...agents.all(), ...chatStore.all()];
  expect(stored.filter(({ outbox }) => outbox.length > 0)).toEqual([]);
  const published = new Set([...bus.published(), ...chatBus.published()].map(({ eventId }) => eventId));
  expect(published.size).toBe(stored.reduce((sum, { sequence }) => sum + sequence, 0));
  for (const connection of ['desktop', 'customer', 'agent']) {
    const frames = sockets.framesOf(connection);
    expect([...new Set(frames)]).toEqual(frames);
  }
}

const rows = dependencies.flatMap((dependency) => faults.map((fault) => [dependency, fault] as const));

describe.each(Object.entries(lambdas))('%s', (name, work) => {
  test('answers in its own shape while everything works', async () => {
    const world = await aWorld();
    const [answered] = await invoke(world, work);
    expect(answered?.after).toBeLessThan(1_000);
    if (name.startsWith('http-')) expect(answered?.answer).toMatchObject({ statusCode: expect.any(Number) });
    expect(JSON.stringify(answered?.answer)).not.toMatch(/"statusCode":[45]|failed/);
    await recover(world);
    expectToldOnce(world);
  });

  test.each(rows)('answers in time while %s %s; nothing is lost, and nobody is notified twice', async (...row) => {
    const world = await aWorld();
    [world.broken.dependency, world.broken.fault] = row;
    const [answered] = await invoke(world, work);
    expect(answered?.after).toBeLessThan(name.startsWith('flow-') ? 8_000 : 9_000);
    if (name.startsWith('http-')) {
      expect(answered?.answer).toMatchObject({ statusCode: expect.any(Number), headers: expect.any(Object) });
    } else expect(answered?.answer).toMatchObject({ outcome: expect.any(String) });
    await recover(world);
    expectToldOnce(world);
  });
});

describe('queue-wake-up', () => {
  test.each(rows)('while %s %s, only its own records fail, in time', async (...row) => {
    const world = await aWorld();
    const { time, agentUseCases, chatUseCases } = world;
    const wake = (id: string) =>
      id === 'agent' ? agentUseCases.wakeAgent({ instanceId: 'demo', agentId: 'ann' }) : chatUseCases.wakeChat(chatKey);
    await time.runUntil(someDay + minutes(4));
    [world.broken.dependency, world.broken.fault] = row;
    const [answered] = await invoke(world, () => callQueue(time, ['agent', 'chat'], wake));
    expect(answered?.after).toBeLessThan(10_000);
    const failed = JSON.stringify(answered?.answer);
    if (row[0] === 'agents') expect(failed).not.toContain('"chat"');
    if (row[0] === 'chats') expect(failed).not.toContain('"agent"');
    delete world.broken.dependency;
    // What failed is delivered again after the visibility timeout.
    time.at(time.now() + seconds(60), async () => {
      for (const id of ['agent', 'chat']) if (failed.includes(`"${id}"`)) await wake(id);
    });
    await time.runUntil(time.now() + seconds(70));
    await recover(world);
    expectToldOnce(world);
  });
});

describe('queue-deliver-stream', () => {
  test.each(faults)('delivers to a healthy endpoint at once while another one %s', async (fault) => {
    const world = await aWorld();
    const { time, streaming, delivered } = world;
    const [event] = world.chatBus.published();
    if (!event) throw new Error('Nothing was published');
    [world.broken.dependency, world.broken.fault] = ['webhook', fault];
    const early: string[] = [];
    time.at(time.now() + 500, async () => void early.push(...delivered));
    const deliver = (endpointId: string) => streaming.deliverStream({ endpointId, event });
    const [answered] = await invoke(world, () => callQueue(time, ['theirs', 'healthy'], deliver));
    expect(answered?.answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'theirs' }] });
    expect(early).toContain('healthy');
  });
});
