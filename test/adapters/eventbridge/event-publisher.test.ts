import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterEach, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { makeEventPublisher } from '#adapters/eventbridge/event-bus.ts';
import type { AgentEvent } from '#core/agents/events.ts';
import type { JobEvent } from '#core/forced-logouts/events.ts';
import { anAgentEvent, anOrder, recorded, someDay } from '../../support/agents.ts';
import { aChatEvent } from '../../support/chats.ts';
import { type JsonService, onThisMachine, type ServiceRequest, startJsonService } from '../../support/json-service.ts';
import { counts } from '../../support/logout-jobs.ts';

const putEvents = z.object({
  Entries: z.array(
    z.object({
      Source: z.string(),
      DetailType: z.string(),
      Detail: z.string(),
      EventBusName: z.string(),
      Time: z.number(),
    }),
  ),
});
const detail = z.object({ sessionId: z.optional(z.string()) });

const entriesOf = ({ body }: ServiceRequest) => putEvents.parse(body).Entries;

let bus: JsonService;
afterEach(() => bus.stop());

/** A publisher on a bus that refuses an entry as often as its session id tells: `refused-2`. */
async function aPublisher() {
  const seen = new Map<string, number>();
  bus = await startJsonService((request) => {
    const answers = entriesOf(request).map(({ Detail }) => {
      const { sessionId = '' } = detail.parse(JSON.parse(Detail));
      const times = (seen.get(Detail) ?? 0) + 1;
      seen.set(Detail, times);
      const isRefused = times <= Number(/^refused-(\d+)$/.exec(sessionId)?.[1] ?? 0);
      return isRefused ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'Slow down' } : { EventId: 'id' };
    });
    return { FailedEntryCount: answers.filter((answer) => answer.ErrorCode).length, Entries: answers };
  });
  const client = new EventBridgeClient({ ...onThisMachine(bus.endpoint), maxAttempts: 1 });
  return makeEventPublisher({ client, busName: 'lastcall' });
}

const signedIn = (sessionId: string, sequence = 1) =>
  recorded<AgentEvent>(anAgentEvent({ sessionId }), { eventId: `demo/agent/ann/${sequence}`, sequence });

test('an event is published as the fact with its envelope', async () => {
  const publisher = await aPublisher();
  await publisher.publish([signedIn('session-1')]);
  const [entry] = bus.requests.flatMap(entriesOf);
  expect(entry).toEqual({
    Source: 'lastcall',
    DetailType: 'AgentSignedIn',
    EventBusName: 'lastcall',
    Time: someDay / 1000,
    Detail: expect.any(String),
  });
  expect(JSON.parse(entry?.Detail ?? '')).toEqual({
    eventId: 'demo/agent/ann/1',
    sequence: 1,
    at: '2026-11-21T09:30:00.000Z',
    ...anAgentEvent(),
  });
});

test('an event of a chat is published like any other', async () => {
  const publisher = await aPublisher();
  await publisher.publish([aChatEvent(3)]);
  const [entry] = bus.requests.flatMap(entriesOf);
  expect(entry?.DetailType).toBe('ChatStarted');
  expect(JSON.parse(entry?.Detail ?? '')).toEqual({
    eventId: 'demo/chat/c1/3',
    sequence: 3,
    at: '2026-11-21T09:30:00.000Z',
    type: 'ChatStarted',
    instanceId: 'demo',
    contactId: 'c1',
  });
});

test('the release of a contact is published before the logout that released it', async () => {
  const publisher = await aPublisher();
  const ofSession = { instanceId: 'demo', agentId: 'ann', sessionId: 'session-1' };
  const released = { type: 'ContactReleased', ...ofSession, contactId: 'c1', channel: 'VOICE' } as const;
  await publisher.publish([
    recorded<AgentEvent>(released, { eventId: 'demo/agent/ann/7', sequence: 7 }),
    recorded<AgentEvent>(
      { type: 'AgentSignedOut', ...ofSession, cause: 'forced', previousStatus: 'In-call', releasedContactIds: ['c1'] },
      { eventId: 'demo/agent/ann/8', sequence: 8 },
    ),
  ]);
  const entries = bus.requests.flatMap(entriesOf);
  expect(entries.map(({ DetailType }) => DetailType)).toEqual(['ContactReleased', 'AgentSignedOut']);
  expect(JSON.parse(entries[0]?.Detail ?? '')).toEqual({
    eventId: 'demo/agent/ann/7',
    sequence: 7,
    at: '2026-11-21T09:30:00.000Z',
    ...released,
  });
});

test('every instant in an event is ISO 8601', async () => {
  const publisher = await aPublisher();
  const ofJob = { instanceId: 'demo', jobId: 1, order: anOrder(), startedAt: someDay, finishedAt: someDay + 1 };
  await publisher.publish([
    recorded<JobEvent>({ type: 'LogoutJobCompleted', ...ofJob, counts: counts() }),
    recorded<JobEvent>({ type: 'LogoutJobFailed', ...ofJob, failure: 'No directory' }),
  ]);
  for (const { Detail } of bus.requests.flatMap(entriesOf)) {
    expect(JSON.parse(Detail)).toMatchObject({
      startedAt: '2026-11-21T09:30:00.000Z',
      finishedAt: '2026-11-21T09:30:00.001Z',
    });
  }
});

test('fifty simultaneous publications share requests of ten', async () => {
  const publisher = await aPublisher();
  await Promise.all(Array.from({ length: 50 }, (_, n) => publisher.publish([signedIn('session-1', n + 1)])));
  expect(bus.requests.map((request) => entriesOf(request).length)).toEqual([10, 10, 10, 10, 10]);
});

test('refused entries are sent again without the others', async () => {
  const publisher = await aPublisher();
  await publisher.publish([signedIn('session-1', 1), signedIn('refused-2', 2), signedIn('refused-1', 3)]);
  expect(bus.requests.map((request) => entriesOf(request).length)).toEqual([3, 2, 1]);
});

test('an entry that is refused every time fails its own publication only', async () => {
  const publisher = await aPublisher();
  const [fine, refused] = await Promise.allSettled([
    publisher.publish([signedIn('session-1', 1)]),
    publisher.publish([signedIn('refused-99', 2), signedIn('session-2', 3)]),
  ]);
  expect(fine.status).toBe('fulfilled');
  expect(refused).toMatchObject({
    status: 'rejected',
    reason: { message: 'Refused 4 times: ThrottlingException Slow down' },
  });
});

test('a bus that does not answer fails every publication', async () => {
  bus = await startJsonService(() => {
    throw new Error('down');
  });
  const client = new EventBridgeClient({ ...onThisMachine(bus.endpoint), maxAttempts: 1 });
  const publisher = makeEventPublisher({ client, busName: 'lastcall' });
  await expect(publisher.publish([signedIn('session-1')])).rejects.toThrow();
});

test('an event of a newer version is published with everything in it', async () => {
  const publisher = await aPublisher();
  const newer = { ...anAgentEvent(), type: 'SomethingNew', finishedAt: someDay, zz: { deep: [1] } };
  await publisher.publish([recorded(Object.assign(anAgentEvent(), newer))]);
  const [entry] = bus.requests.flatMap(entriesOf);
  expect(entry?.DetailType).toBe('SomethingNew');
  expect(JSON.parse(entry?.Detail ?? '')).toMatchObject({ ...newer, finishedAt: '2026-11-21T09:30:00.000Z' });
});

test('events of one publisher do not wait for those of another that a slow bus still takes', async () => {
  const asked = Promise.withResolvers<void>();
  const taken = Promise.withResolvers<void>();
  bus = await startJsonService(async (request) => {
    const entries = entriesOf(request);
    if (entries.some(({ DetailType }) => DetailType === 'LogoutRequested')) {
      asked.resolve();
      await taken.promise;
    }
    return { FailedEntryCount: 0, Entries: entries.map(() => ({ EventId: 'id' })) };
  });
  const client = new EventBridgeClient({ ...onThisMachine(bus.endpoint), maxAttempts: 1 });
  const aBus = { client, busName: 'lastcall' };
  const request = { instanceId: 'demo', order: anOrder(), timing: 'immediate', selection: {} } as const;
  const requested = makeEventPublisher(aBus).publish([recorded({ type: 'LogoutRequested', ...request })]);
  await asked.promise;
  await makeEventPublisher(aBus).publish([signedIn('one')]);
  taken.resolve();
  await requested;
  expect(bus.requests).toHaveLength(2);
});
