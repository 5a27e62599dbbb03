import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { parseAgentChatEvent, parseStreamedEvent } from '#adapters/codec/bus-events.ts';
import { makeEventPublisher } from '#adapters/eventbridge/event-bus.ts';
import { streamMessageBody } from '#adapters/sqs/stream-queue.ts';
import { randomRuns } from '#test/support/share-of-cases.ts';
import { anAgentEvent, ann, recorded, someDay } from '../../support/agents.ts';
import { anyChatEvents } from '../../support/any-chat.ts';
import { anyJobEvents } from '../../support/any-job.ts';
import { aChatEvent } from '../../support/chats.ts';
import { type JsonService, onThisMachine, startJsonService } from '../../support/json-service.ts';

const putEvents = z.object({
  Entries: z.array(z.object({ Source: z.string(), DetailType: z.string(), Detail: z.string() })),
});

let bus: JsonService;
const delivered: unknown[] = [];
beforeAll(async () => {
  bus = await startJsonService(({ body }) => {
    const { Entries } = putEvents.parse(body);
    for (const { Source, DetailType, Detail } of Entries) {
      delivered.push({ version: '0', source: Source, 'detail-type': DetailType, detail: JSON.parse(Detail) });
    }
    return { FailedEntryCount: 0, Entries: Entries.map(() => ({ EventId: 'id' })) };
  });
});
afterAll(() => bus.stop());

/** What the target of a rule gets for published events. */
async function afterTheBus(events: Parameters<ReturnType<typeof makeEventPublisher>['publish']>[0]) {
  const client = new EventBridgeClient(onThisMachine(bus.endpoint));
  await makeEventPublisher({ client, busName: 'lastcall' }).publish(events);
  return delivered.splice(0);
}

describe('an event from the bus', () => {
  test('is read as it was published', async () => {
    await fc.assert(
      fc.asyncProperty(anyChatEvents, async (events) => {
        const read = events.map((event) => ({ of: 'chats', event }));
        expect((await afterTheBus(events)).map(parseStreamedEvent)).toEqual(read);
      }),
      { numRuns: randomRuns(50) },
    );
  });

  test('of a job is read as it was published, its instants among them', async () => {
    await fc.assert(
      fc.asyncProperty(anyJobEvents, async (events) => {
        const read = events.map((event) => ({ of: 'jobs', event }));
        expect((await afterTheBus(events)).map(parseStreamedEvent)).toEqual(read);
      }),
      { numRuns: randomRuns(50) },
    );
  });

  test('that a contact was released is read as one of the agent, and others as of the chat', async () => {
    const fact = { type: 'ContactReleased', ...ann, sessionId: 's1', contactId: 'c1', channel: 'CHAT' } as const;
    const [released] = await afterTheBus([recorded(fact)]);
    expect(parseAgentChatEvent(released)).toEqual({ of: 'agent', event: recorded(fact) });
    const [started] = await afterTheBus([aChatEvent(1)]);
    expect(parseAgentChatEvent(started)).toEqual({ of: 'chat', event: aChatEvent(1) });
  });

  test('of an agent is not read as one of a chat or a job', async () => {
    const [event] = await afterTheBus([recorded(anAgentEvent())]);
    expect(event).toBeDefined();
    expect(() => parseStreamedEvent(event)).toThrow();
  });

  const detail = { eventId: 'demo/chat/c1/1', sequence: 1, at: '2026-11-21T09:30:00.000Z', type: 'ChatStarted' };
  const ofJob = { ...detail, instanceId: 'demo', jobId: 7, type: 'LogoutJobFailed' };
  const ofChat = { ...detail, instanceId: 'demo', contactId: 'c1' };
  test.each([
    ['nothing', undefined],
    ['an event of another source', { source: 'aws.connect', detail: ofChat }],
    ['an event without a chat', { source: 'lastcall', detail }],
    ['an event of a job whose id is no number', { source: 'lastcall', detail: { ...ofJob, jobId: '7' } }],
    ['an event of a job without an instant', { source: 'lastcall', detail: { ...ofJob, at: undefined } }],
    ['an event without a type', { source: 'lastcall', detail: { ...ofChat, type: undefined } }],
    ['an event without an instant', { source: 'lastcall', detail: { ...ofChat, at: 'noon' } }],
  ])('is not read from %s', (_, event) => expect(() => parseStreamedEvent(event)).toThrow());

  test('of a type that only a newer version knows is passed on with all that is in it', () => {
    const newer = { ...ofChat, type: 'ChatPaused', zz: [1] };
    const streamed = parseStreamedEvent({ source: 'lastcall', detail: newer });
    expect(streamed.event.fact).toEqual({ type: 'ChatPaused', instanceId: 'demo', contactId: 'c1', zz: [1] });
    const body = streamMessageBody({ endpointId: 'crm', ...streamed });
    expect(JSON.parse(body).event).toEqual([1, someDay, { type: 'ChatPaused', zz: [1] }]);
  });

  test('of a chat stays one if a newer version has it name a job, too', () => {
    const newer = { ...ofChat, type: 'ChatEnded', jobId: 7 };
    expect(parseStreamedEvent({ source: 'lastcall', detail: newer })).toMatchObject({ of: 'chats' });
  });
});
