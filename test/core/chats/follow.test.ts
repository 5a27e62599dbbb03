import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { expire } from '#core/chats/activity.ts';
import { type Chat, isConnected } from '#core/chats/chat.ts';
import type { ChatNews } from '#core/chats/chat-news.ts';
import { configureTimers } from '#core/chats/configure-timers.ts';
import { moveFlow } from '#core/chats/flow-position.ts';
import { beginFollowed, endPaid, follow } from '#core/chats/follow.ts';
import { minutes, seconds } from '#core/instant.ts';
import { chatKey, summaryOf } from '#test/support/chats.ts';
import { aFollowedChat, ann, apply, arrivesAt, bob, bot, customer, ended, news } from './a-backend.ts';

const connected = (chat: Chat | undefined) => (chat?.participants ?? []).filter(isConnected);

/** What does not depend on the order of news. */
const view = (chat: Chat | undefined) => ({
  connected: connected(chat)
    .map(({ participantId }) => participantId)
    .sort(),
  isActive: chat?.active !== undefined,
  leg: chat?.followed?.legIds.at(-1),
});

/** What three participants do in the order in which they can do it, on two legs. */
const story = fc
  .array(fc.constantFrom(...[ann, bob, bot].map(({ participantId }) => participantId), 'cu'), { maxLength: 12 })
  .map((actors) => {
    const people = new Map([ann, bob, bot, customer].map((each) => [each.participantId, each]));
    const seen = new Set<string>();
    return actors.flatMap((actor, place): ChatNews[] => {
      const who = people.get(actor) ?? customer;
      const at = minutes(1) + seconds(10 * place);
      const legId = place < 6 ? 'leg-1' : 'leg-2';
      const isNew = who.role !== 'CUSTOMER' && !seen.has(actor);
      seen.add(actor);
      const isLast = who.role !== 'CUSTOMER' && actors.lastIndexOf(actor) === place && !isNew;
      return [news(isNew ? 'joined' : isLast ? 'left' : 'wrote', who, at, legId)];
    });
  });

describe('news of a chat in a backend', () => {
  test('lead to the same chat in any order and however often they come, and never to an earlier end of silence', () => {
    fc.assert(
      fc.property(
        story.chain((inOrder) =>
          fc.record({
            inOrder: fc.constant(inOrder),
            shuffled: fc.shuffledSubarray([...inOrder, ...inOrder], { minLength: 2 * inOrder.length }),
          }),
        ),
        ({ inOrder, shuffled }) => {
          const expected = apply(aFollowedChat(), ...inOrder).state;
          const { state } = apply(aFollowedChat(), ...shuffled);
          expect(view(state)).toEqual(view(expected));
          // A message that comes before the join of its writer is taken for the join.
          for (const { participantId, silentSince } of connected(expected)) {
            const other = connected(state).find((each) => each.participantId === participantId);
            expect(other?.silentSince).toBeGreaterThanOrEqual(silentSince);
          }
        },
      ),
    );
  });

  test('that come a second time change and tell nothing', () => {
    const first = apply(aFollowedChat(), news('joined', ann, 10), news('wrote', customer, 20), news('left', ann, 30));
    const again = apply(first.state, news('joined', ann, 10), news('wrote', customer, 20), news('left', ann, 30));
    expect(again.state).toBe(first.state);
    expect(again.events).toEqual([]);
  });

  test('of a message let its writer join', () => {
    const { events } = apply(aFollowedChat(), news('wrote', ann, 30));
    expect(events).toEqual(['joined ann']);
  });

  test('of a message from before somebody became idle let that participant return', () => {
    const { state } = apply(aFollowedChat(), news('joined', ann, 0));
    const idle = expire(state, minutes(2)).state;
    const { state: back, events } = apply(idle, news('wrote', customer, minutes(2) - 1));
    expect(events).toEqual(['returned customer']);
    expect(expire(back, minutes(4) - 2).events).toEqual([]);
  });

  test('of something in the future count as of now', () => {
    const { state } = apply(aFollowedChat(), news('joined', ann, 0), news('wrote', customer, arrivesAt + minutes(60)));
    expect(state?.participants[0]).toMatchObject({ silentSince: arrivesAt });
  });

  test('of any number of messages count: Amazon Connect has accepted them', () => {
    const many = Array.from({ length: 30 }, (_, n) => news('wrote', customer, 1000 + n));
    const { state, events } = apply(aFollowedChat(), ...many);
    expect(state?.participants[0]).toMatchObject({ silentSince: 1029 });
    expect(events).toEqual([]);
  });

  test('of an earlier leg do not bring it back', () => {
    const { state } = apply(
      aFollowedChat(),
      news('joined', ann, 10),
      news('joined', bob, 20, 'leg-2'),
      news('left', ann, 30, 'leg-1'),
    );
    expect(state?.followed?.legIds).toEqual(['leg-1', 'leg-2']);
  });

  test('begin the chat, unless they are of its end', () => {
    expect(apply(undefined, news('joined', ann, 10)).events).toEqual(['started', 'joined customer', 'joined ann']);
    expect(apply(undefined, ended(10), news('left', ann, 10)).state).toBeUndefined();
  });

  test('change nothing in a chat that was started in Lastcall', () => {
    const { followed: _, ...own } = aFollowedChat();
    expect(follow(own, news('joined', ann, 10), { silentAgent: 'report' }, arrivesAt)).toMatchObject({
      state: own,
      outcome: { type: 'notFollowed' },
    });
  });

  test('change nothing after the end', () => {
    const { state, events } = apply(aFollowedChat(), news('joined', ann, 10), ended(20));
    expect(events.at(-1)).toBe('ended ended');
    const later = apply(state, news('wrote', customer, 15), news('joined', bob, 16), ended(20));
    expect(later.state).toBe(state);
    expect(state?.followed?.owesEnd).toBeUndefined();
  });

  test('of the customer who leaves end the chat', () => {
    const { state, events } = apply(aFollowedChat(), news('joined', ann, 10), news('left', customer, 20));
    expect(events.slice(-2)).toEqual(['left customer', 'ended customerLeft']);
    expect(state?.followed?.owesEnd).toBeUndefined();
  });

  test('of the end pay what is owed', () => {
    const timed = configureTimers(aFollowedChat(), [{ role: 'CUSTOMER', type: 'DISCONNECT_NONCUSTOMER', value: 2 }]);
    const { state } = apply(timed.state, news('joined', ann, 0));
    const moved = moveFlow(state, { disconnectFlow: 'survey' }).state;
    const warned = expire(moved, minutes(2)).state;
    const over = expire(warned, minutes(5));
    expect(over.events.map(summaryOf)).toEqual(['disconnected ann by CUSTOMER to nothing', 'ended ended']);
    expect(over.state?.followed?.owesEnd).toBe(true);
    expect(apply(over.state, ended(minutes(5))).state?.followed?.owesEnd).toBeUndefined();
    expect(endPaid(over.state).state?.followed?.owesEnd).toBeUndefined();
    // The wake-up that has ended it here ends it there; it sets no other.
    expect(over.wakeUpAt).toBeUndefined();
  });
});

describe('an agent who is silent in a chat of a backend', () => {
  /** A chat with an auto-disconnect of the agent after five minutes, in which a bot was before. */
  function withAutoDisconnect(silentAgent: 'report' | 'end') {
    const { chat } = beginFollowed(chatKey, 'leg-1', { silentAgent }, 0);
    const timed = configureTimers(chat, [{ role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', value: 5 }]);
    const { state } = apply(timed.state, news('joined', bot, 0), news('left', bot, 0), news('joined', ann, 0));
    return state;
  }
  const due = minutes(6);

  test('is reported once, and the chat goes on until somebody joins again', () => {
    const before = withAutoDisconnect('report');
    const { state, events } = expire(before, due);
    expect(events).toEqual([{ type: 'AutoDisconnectSkipped', ...chatKey, silentRole: 'AGENT' }]);
    expect(connected(state).map(({ participantId }) => participantId)).toEqual(['customer', 'ann']);
    expect(state?.ended).toBeUndefined();
    expect(expire(state, due + minutes(60)).events).toEqual([]);
    const joined = apply(state, news('joined', bob, due + minutes(60))).state;
    expect(expire(joined, due + minutes(70)).events).toMatchObject([{ type: 'AutoDisconnectSkipped' }]);
  });

  test('is reported, and all other timers run on', () => {
    const { chat } = beginFollowed(chatKey, 'leg-1', { silentAgent: 'report' }, 0);
    const timed = configureTimers(chat, [
      { role: 'CUSTOMER', type: 'IDLE', value: 20 },
      { role: 'AGENT', type: 'IDLE', value: 2 },
      { role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', value: 3 },
    ]).state;
    const idle = expire(apply(timed, news('joined', ann, 0)).state, minutes(2)).state;
    const over = expire(idle, minutes(6));
    expect(over.events.map(summaryOf)).toEqual(['skipped by AGENT']);
    const back = apply(over.state, news('wrote', ann, minutes(10))).state;
    expect(expire(back, minutes(100)).events.map(summaryOf)).toEqual(['idle ann 2', 'idle customer 20']);
  });

  test('is reported as a bot if only bots are there', () => {
    const { chat } = beginFollowed(chatKey, 'leg-1', { silentAgent: 'report' }, 0);
    const timed = configureTimers(chat, [{ role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', value: 5 }]);
    const { state } = apply(timed.state, news('joined', ann, 0), news('left', ann, 0), news('joined', bot, 0));
    expect(expire(state, due).events).toMatchObject([{ type: 'AutoDisconnectSkipped', silentRole: 'CUSTOM_BOT' }]);
  });

  test('ends the chat for everybody if that was chosen', () => {
    const { state, events } = expire(withAutoDisconnect('end'), due);
    expect(events.map(summaryOf)).toEqual(['disconnected ann by AGENT to nothing', 'ended ended']);
    expect(state?.followed?.owesEnd).toBe(true);
  });
});
