import { describe, expect, test } from '@jest/globals';
import { agentEvents } from '#adapters/codec/agent-events.ts';
import { chatEvents } from '#adapters/codec/chat-events.ts';
import type { EventCodec } from '#adapters/codec/recorded.ts';
import { makeNotifyDesktops } from '#core/agents/desktops.ts';
import { defaultChatSettings } from '#core/chats/chat-settings.ts';
import { makeNotifyParticipants } from '#core/chats/connections.ts';
import { frameOf } from '#dialects/connect-participant/frames.ts';
import { itemsOfEvent } from '#dialects/connect-participant/items.ts';
import { frameOfAgentEvent } from '#dialects/native/desktops.ts';
import { anAgent, ann, anOrder, aSession, someDay } from '../../support/agents.ts';
import { aChat, aParticipant, chatKey, connections } from '../../support/chats.ts';

/** An event as it is read from an outbox. */
const fromOutbox = <Key, Fact>(events: EventCodec<Key, Fact>, key: Key, fact: object) =>
  events.read(key, events.saved.parse([1, someDay, fact]));

/** What `run` is given to push frames with, and the frames that it pushed. */
async function pushed(
  run: (pushFrames: (...given: [unknown, unknown, readonly string[]]) => Promise<void>) => unknown,
) {
  const frames: string[] = [];
  await run(async (_, __, more) => {
    frames.push(...more);
  });
  return frames.map((frame): unknown => JSON.parse(frame).content);
}

const signedOut = { type: 'AgentSignedOut', sessionId: 'session-1', previousStatus: 'a', releasedContactIds: [] };
const released = { type: 'ContactReleased', sessionId: 'session-1', contactId: 'c1' };
const deferred = { type: 'AgentLogoutDeferred', sessionId: 'session-1', status: 'a', contactIds: ['c1'] };

describe('an event of an agent', () => {
  const notified = (fact: object) =>
    pushed((pushFrames) =>
      makeNotifyDesktops({ pushFrames, frameOf: frameOfAgentEvent })(
        [fromOutbox(agentEvents, ann, fact)],
        anAgent({ session: aSession({ connections: ['x'] }) }),
      ),
    );

  describe.each([
    ['of an unknown type', { type: 'SomethingNew', zz: [1] }],
    ['with an unknown cause', { ...signedOut, cause: 'scheduled' }],
    ['with an unknown channel', { ...released, channel: 'EMAIL' }],
    ['with an unknown kind of order', { ...deferred, order: { requestedBy: { role: 'planner' } } }],
    ['without what this version expects', { type: 'AgentSignedOut' }],
  ])('%s', (_, fact) => {
    test('is read from an outbox and saved again as it was', () => {
      const event = fromOutbox(agentEvents, ann, fact);
      expect(event).toEqual({ eventId: 'demo/agent/ann/1', sequence: 1, at: someDay, fact: { ...fact, ...ann } });
      expect(agentEvents.write(event)).toEqual([1, someDay, fact]);
    });

    test('is not accepted in a message', () =>
      expect(agentEvents.sent.safeParse([1, someDay, fact]).success).toBe(false));

    test('is no obstacle to notifying desktops', () => expect(notified(fact)).resolves.toBeDefined());
  });

  test('has its unknown cause pushed as it is', async () => {
    expect(await notified({ ...signedOut, cause: 'scheduled', order: anOrder({ message: 'Bye' }) })).toEqual([
      { type: 'LoggedOut', sessionId: 'session-1', at: '2026-11-21T09:30:00.000Z', cause: 'scheduled', message: 'Bye' },
    ]);
  });

  test.each([[['1', someDay, signedOut]], [[1, someDay, { kind: 'SomethingNew' }]], [[1, someDay, { type: 7 }]]])(
    'is not read from %j',
    (stored) => expect(agentEvents.saved.safeParse(stored).success).toBe(false),
  );
});

describe('an event of a chat', () => {
  const chat = aChat({ participants: [aParticipant({ connections: connections('x') })] });
  const disconnected = { type: 'ParticipantsDisconnected', silentRole: 'CUSTOMER', participantIds: ['customer'] };
  const ofCustomer = { participantId: 'customer', role: 'CUSTOMER' };

  test.each([
    ['of an unknown type', { type: 'ChatPaused', zz: [1] }, 0],
    ['with an unknown cause', { type: 'ChatEnded', cause: 'moved' }, 1],
    ['with an unknown role', { type: 'ParticipantJoined', participantId: 'customer', role: 'TRANSLATOR' }, 1],
    ['with an unknown participant', { type: 'ParticipantLeft', participantId: 7, role: 'CUSTOMER' }, 0],
    ['with an unknown kind of period', { ...ofCustomer, type: 'ParticipantWentIdle', idleMinutes: 'few' }, 1],
    ['with an unknown silent role', { ...disconnected, silentRole: 'SUPERVISOR', next: { type: 'nothing' } }, 1],
    ['with an unknown next step', { ...disconnected, next: { type: 'queue', queueId: 'q' } }, 2],
    ['with timers of an unknown kind', { type: 'TimersConfigured', configuration: { BOT: 'none' } }, 0],
  ])('%s is read from an outbox, saved again, and participants are notified', async (_, fact, frames) => {
    const event = fromOutbox(chatEvents, chatKey, fact);
    expect(chatEvents.write(event)).toEqual([1, someDay, fact]);
    expect(chatEvents.sent.safeParse([1, someDay, fact]).success).toBe(false);
    const framesOf = async () => itemsOfEvent(chat, event, defaultChatSettings).map(frameOf);
    const sockets = { close: async () => [] };
    const contents = await pushed((pushFrames) =>
      makeNotifyParticipants({ pushFrames, sockets, framesOf })([event], chat),
    );
    expect(contents).toHaveLength(frames);
  });
});
