import { describe, expect, test } from '@jest/globals';
import { expire } from '#core/chats/activity.ts';
import type { Chat } from '#core/chats/chat.ts';
import type { Somebody } from '#core/chats/chat-news.ts';
import { configureTimers } from '#core/chats/configure-timers.ts';
import { beginFollowed, endPaid } from '#core/chats/follow.ts';
import { nextStage } from '#core/chats/timers.ts';
import { minutes, seconds } from '#core/instant.ts';
import { chatKey } from '#test/support/chats.ts';
import { aFollowedChat, ann, apply, bob, bot, customer, news } from './a-backend.ts';

const sue: Somebody = { participantId: 'sue', role: 'SUPERVISOR', displayName: 'Sue' };

/** Since when each participant is silent. */
const silence = (chat: Chat | undefined) =>
  Object.fromEntries((chat?.participants ?? []).map(({ participantId, silentSince }) => [participantId, silentSince]));

describe('the timers of a chat in a backend', () => {
  test.each([
    ['whichever join is known first', [news('joined', bob, 20), news('joined', ann, 10)]],
    ['also if it is known by a message first', [news('wrote', bob, 20), news('joined', ann, 10)]],
    [
      'not at one of which only the leaving is known',
      [news('left', bot, 50), news('joined', ann, 10), news('joined', bob, 20)],
    ],
    ['not at that of a supervisor', [news('joined', ann, 10), news('joined', bob, 20), news('joined', sue, 50)]],
  ])('start with the latest agent who joins: %s', (_, all) => {
    expect(silence(apply(aFollowedChat(), ...all).state)).toMatchObject({ customer: 20, ann: 20, bob: 20 });
  });

  test('do not start with a supervisor', () => {
    const { state } = apply(aFollowedChat(), news('joined', sue, 50));
    expect(silence(state)).toEqual({ customer: 0, sue: 50 });
    expect(state).not.toHaveProperty('active');
  });

  test('start again, and nobody is idle, for an agent whose leaving was known before the joining', () => {
    const idle = expire(apply(aFollowedChat(), news('joined', ann, 0)).state, minutes(2)).state;
    const left = apply(idle, news('left', bob, minutes(4))).state;
    expect(silence(left)).toMatchObject({ customer: 0, ann: 0 });
    const { state, events } = apply(left, news('joined', bob, minutes(3)));
    expect(events).toEqual([]);
    expect(silence(state)).toMatchObject({ customer: minutes(3), ann: minutes(3) });
    expect(state?.participants.filter(({ idleAt }) => idleAt !== undefined)).toEqual([]);
    expect(state && nextStage(state)).toMatchObject({ type: 'idle', at: minutes(5) });
  });

  test('count from a message that arrives after the leaving of its writer, if it was written before', () => {
    const { chat } = beginFollowed(chatKey, 'leg-1', { silentAgent: 'end' }, 0);
    const timed = configureTimers(chat, [{ role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', value: 5 }]).state;
    const { state } = apply(timed, news('joined', ann, 0), news('joined', bob, 0), news('left', bob, minutes(3)));
    const due = (at: number) => {
      const next = apply(state, news('wrote', bob, at)).state;
      return next && nextStage(next)?.at;
    };
    const over = minutes(5) + seconds(5);
    expect([due(minutes(2)), due(minutes(3)), due(minutes(3) + 1)]).toEqual([
      minutes(2) + over,
      minutes(3) + over,
      over,
    ]);
  });
});

test('an agent has joined when the backend says so, and not only with the first message', () => {
  const { state } = apply(aFollowedChat(), news('wrote', ann, 30), news('joined', ann, 10));
  expect(state?.participants[1]).toMatchObject({ joinedAt: 10, silentSince: 30 });
  expect(apply(state, news('joined', ann, 20)).state).toBe(state);
});

test('an agent whose joining is reported again starts no timer again, and stays idle', () => {
  const joined = apply(aFollowedChat(), news('joined', ann, 0)).state;
  expect(apply(joined, news('joined', ann, 0)).state).toBe(joined);
  const idle = expire(joined, minutes(2)).state;
  expect(apply(idle, news('joined', ann, 0)).state).toBe(idle);
});

test('an agent who is idle returns with a message, and does not join again', () => {
  const idle = expire(apply(aFollowedChat(), news('joined', ann, 0)).state, minutes(2)).state;
  const { state, events } = apply(idle, news('wrote', ann, minutes(3)));
  expect(events).toEqual(['returned ann']);
  expect(silence(state)).toEqual({ customer: 0, ann: minutes(3) });
});

test('an agent whose leaving alone is known was never there', () => {
  const { state } = apply(aFollowedChat(), news('left', ann, 30));
  expect(state?.participants[1]).toEqual({ ...ann, joinedAt: 30, leftAt: 30, silentSince: 30, connections: [] });
  expect(apply(state, news('wrote', ann, 10), news('wrote', ann, 40)).state).toBe(state);
  const late = apply(state, news('wrote', ann, 40), news('joined', ann, 10));
  expect(late.state?.participants[1]).toMatchObject({ joinedAt: 10, leftAt: 30, silentSince: 30 });
  expect(late.events).toEqual([]);
});

test('an agent whose leaving is reported twice has left once, when it was reported first', () => {
  const { state, events } = apply(
    aFollowedChat(),
    news('joined', ann, 0),
    news('left', ann, 30),
    news('left', ann, 40),
  );
  expect(events).toEqual(['joined ann', 'left ann']);
  expect(state?.participants[1]).toMatchObject({ leftAt: 30 });
});

test('the legs of a chat are in the order of their beginnings, and the last one is the current one', () => {
  const legs = (...all: readonly (readonly [leg: string, at: number])[]) =>
    apply(aFollowedChat(), ...all.map(([leg, at]) => news('wrote', customer, at, leg))).state?.followed;
  expect(legs(['leg-3', 30], ['leg-2', 20])).toMatchObject({ legIds: ['leg-1', 'leg-2', 'leg-3'], legSince: 30 });
  expect(legs(['leg-3', 30], ['leg-4', 30], ['leg-3', 40])).toMatchObject({
    legIds: ['leg-1', 'leg-3', 'leg-4'],
    legSince: 30,
  });
  expect(legs(['leg-2', 20], ['leg-4', 40], ['leg-3', 30])).toMatchObject({
    legIds: ['leg-1', 'leg-2', 'leg-3', 'leg-4'],
    legSince: 40,
  });
});

test('a chat that is not kept any more owes nothing to its backend', () => {
  expect(endPaid(undefined)).toEqual({ state: undefined, events: [], outcome: { type: 'unknownChat' } });
});
