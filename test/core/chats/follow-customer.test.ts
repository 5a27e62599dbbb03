import { describe, expect, test } from '@jest/globals';
import { expire } from '#core/chats/activity.ts';
import type { Chat } from '#core/chats/chat.ts';
import { endPaid } from '#core/chats/follow.ts';
import { minutes, seconds } from '#core/instant.ts';
import { summaryOf } from '#test/support/chats.ts';
import { aFollowedChat, ann, apply, arrivesAt, customer, ended, news, seen, system } from './a-backend.ts';

const customerIn = (chat: Chat | undefined) => chat?.participants[0];

/** A chat of the customer and an agent from minute 0. A customer may be gone for five minutes. */
const withAnn = () => apply(aFollowedChat({ silentAgent: 'report', goneMinutes: 5 }), news('joined', ann, 0)).state;

describe('a customer in a chat of a backend', () => {
  test('has no name there', () => {
    expect(apply(undefined, news('wrote', customer, 10)).state?.participants).toEqual([
      {
        participantId: 'customer',
        role: 'CUSTOMER',
        displayName: 'Customer',
        joinedAt: 10,
        silentSince: 10,
        connections: [],
      },
    ]);
  });

  test('who types is there, but silent', () => {
    const { state, events } = apply(withAnn(), seen(customer, minutes(1)));
    expect(customerIn(state)).toMatchObject({ requestedAt: minutes(1), silentSince: 0 });
    expect(events).toEqual([]);
    expect(expire(state, minutes(2)).events.map(summaryOf)).toContain('idle customer 2');
  });

  test('who types all the time is noted every 20 seconds, and who has just written or joined is not', () => {
    const before = withAnn();
    expect(apply(before, seen(customer, seconds(20) - 1)).state).toBe(before);
    const typing = apply(before, seen(customer, seconds(20))).state;
    expect(customerIn(typing)?.requestedAt).toBe(seconds(20));
    expect(apply(typing, seen(customer, seconds(40) - 1)).state).toBe(typing);
    expect(customerIn(apply(typing, seen(customer, seconds(40))).state)?.requestedAt).toBe(seconds(40));
    const written = apply(withAnn(), news('wrote', customer, minutes(1))).state;
    expect(apply(written, seen(customer, minutes(1) + seconds(19))).state).toBe(written);
  });

  test('who is seen to join is there', () => {
    expect(customerIn(apply(withAnn(), news('joined', customer, 5)).state)).toMatchObject({
      requestedAt: 5,
      joinedAt: 0,
    });
  });

  test('whose signs arrive late was there at the latest of them', () => {
    const { state } = apply(withAnn(), seen(customer, minutes(2)));
    expect(apply(state, seen(customer, minutes(1), false), news('joined', customer, minutes(2))).state).toBe(state);
  });

  test('whose message arrives after the leaving changes nothing', () => {
    const { state } = apply(withAnn(), news('left', customer, 20));
    expect(apply(state, news('wrote', customer, 10)).state).toBe(state);
  });
});

describe('a customer whose client sends receipts', () => {
  /** The client has sent a receipt in minute 1. */
  const withReceipts = () => apply(withAnn(), seen(customer, minutes(1), true)).state;
  const goneIn = (chat: Chat | undefined) => customerIn(chat)?.goneSince;

  test('is known to send them by one, and by nothing else', () => {
    const receipts = withReceipts();
    expect(receipts?.followed?.sendsReceipts).toBe(true);
    const others = [seen(customer, minutes(1)), news('wrote', customer, minutes(1)), seen(ann, minutes(1), true)];
    expect(apply(withAnn(), ...others).state?.followed).not.toHaveProperty('sendsReceipts');
    expect(apply(withAnn(), seen(ann, minutes(1), true)).state).toEqual(withAnn());
  });

  test.each([
    ['an agent', ann],
    ['the system', system],
  ])('is gone from what %s writes until it shows that it is there', (_, writer) => {
    const { state } = apply(withReceipts(), news('wrote', writer, minutes(2)));
    expect(goneIn(state)).toBe(minutes(2));
    expect(goneIn(apply(state, news('wrote', writer, minutes(3))).state)).toBe(minutes(2));
    for (const back of [
      seen(customer, minutes(2)),
      seen(customer, minutes(2), true),
      news('wrote', customer, minutes(2)),
    ])
      expect(customerIn(apply(state, back).state)).not.toHaveProperty('goneSince');
    expect(goneIn(apply(state, seen(customer, minutes(2) - 1)).state)).toBe(minutes(2));
  });

  test('is back at once, however soon the client shows that it is there', () => {
    const gone = apply(withReceipts(), news('wrote', ann, minutes(1) + 1)).state;
    expect(goneIn(gone)).toBe(minutes(1) + 1);
    expect(goneIn(apply(gone, seen(customer, minutes(1) + 2)).state)).toBeUndefined();
  });

  test('is there if the receipt came before the news of what it is for', () => {
    const receipts = withReceipts();
    const joined = news('joined', ann, 0);
    expect(goneIn(apply(receipts, joined, news('wrote', ann, minutes(1))).state)).toBeUndefined();
    expect(goneIn(apply(receipts, joined, news('wrote', ann, minutes(1) + 1)).state)).toBe(minutes(1) + 1);
  });

  test('is gone from the message of an agent whose joining is not known yet', () => {
    const alone = apply(aFollowedChat(), seen(customer, 1, true)).state;
    const { state, events } = apply(alone, news('wrote', ann, 2));
    expect(events).toEqual(['joined ann']);
    expect(goneIn(state)).toBe(2);
  });

  test('is not gone by what somebody else does than write', () => {
    const receipts = withReceipts();
    for (const type of ['joined', 'left'] as const)
      expect(
        goneIn(apply(receipts, news(type, system, minutes(2)), news(type, ann, minutes(2))).state),
      ).toBeUndefined();
    expect(apply(receipts, news('joined', system, minutes(2)), seen(system, minutes(2))).state).toBe(receipts);
  });

  test('and who is gone for as long as the instance allows ends the chat', () => {
    const { state } = apply(withReceipts(), news('wrote', ann, minutes(2)));
    const over = expire(state, minutes(7));
    expect(over.events.map(summaryOf)).toContain('ended customerGone');
    expect(over.state?.followed?.owesEnd).toBe(true);
    expect(expire(state, minutes(7) - 1).events.map(summaryOf)).not.toContain('ended customerGone');
  });
});

test('a customer whose client sends no receipts is never gone from what is written', () => {
  const { state } = apply(withAnn(), seen(customer, minutes(1)), news('wrote', ann, minutes(2)));
  expect(customerIn(state)).not.toHaveProperty('goneSince');
});

test('a chat that has ended here owes the end to its backend until the news of it, and others are refused', () => {
  const over = expire(withAnn(), arrivesAt * 100).state;
  expect(over).toMatchObject({ ended: { cause: 'expired' }, followed: { owesEnd: true } });
  expect(apply(over, news('wrote', customer, 1), seen(customer, 2)).state).toBe(over);
  const paid = apply(over, ended(3)).state;
  expect(paid?.followed).not.toHaveProperty('owesEnd');
  expect(apply(paid, ended(3)).state).toBe(paid);
  expect(endPaid(paid).state).toBe(paid);
});
