import { describe, expect, test } from '@jest/globals';
import { isOverLimit, withMessage } from '#core/chats/message-limit.ts';
import { minutes, seconds } from '#core/instant.ts';
import { everyFault, faultAt, Invocation } from '#test/simulation/invocation.ts';
import { someDay } from '#test/support/agents.ts';
import { aChatRoom } from '#test/support/chat-room.ts';
import { aParticipant, chatKey } from '#test/support/chats.ts';
import { intercept } from '#test/support/intercept.ts';

const hello = { contentType: 'text/plain', content: 'hello', clientToken: 't1' };

/** Marks all participants as idle. */
async function becomeIdle({ chats, time }: Awaited<ReturnType<typeof aChatRoom>>) {
  const stored = await chats.load(chatKey);
  if (!stored) throw new Error('There is no chat');
  const participants = stored.state.participants.map((each) => ({ ...each, idleAt: time.at }));
  await chats.save({ ...stored, version: stored.version + 1, state: { ...stored.state, participants } }, stored);
}

test('a message is kept, restarts the timers of its sender, and is sent to everybody, also to the sender', async () => {
  const room = await aChatRoom('AGENT');
  room.time.at += minutes(1);
  const sent = await room.sendMessage(chatKey, 'customer', hello);
  const { at } = room.time;
  const message = {
    ...hello,
    messageId: 'id-1',
    at,
    participantId: 'customer',
    role: 'CUSTOMER',
    displayName: 'Customer',
  };
  expect(sent).toEqual({ type: 'sent', message });
  expect(await room.messages()).toEqual([message]);
  expect((await room.participant('customer'))?.silentSince).toBe(at);
  expect(['customer', 'agent'].map((connection) => room.framesOf(connection).at(-1))).toEqual([
    'id-1: hello',
    'id-1: hello',
  ]);
});

test.each(['active', 'idle'])(
  'a message of an %s participant has the instant from which their silence counts',
  async (state) => {
    const room = await aChatRoom('AGENT');
    if (state === 'idle') await becomeIdle(room);
    const slow = room.through((port) =>
      intercept(port, async (_, call) => {
        room.time.at += 157;
        const answer = await call();
        room.time.at += 157;
        return answer;
      }),
    );
    const sent = await slow.sendMessage(chatKey, 'customer', hello);
    const sender = await room.participant('customer');
    expect(sent).toMatchObject({ type: 'sent', message: { at: sender?.silentSince } });
    expect((await room.messages())[0]?.at).toBe(sender?.wroteAt);
  },
);

test('of a flood of messages in any second only ten are accepted, kept and sent, and others are not held up', async () => {
  const room = await aChatRoom('AGENT');
  const accepted: number[] = [];
  for (let n = 0; n < 300; n += 1) {
    room.time.at += 7;
    const { type } = await room.sendMessage(chatKey, 'customer', { ...hello, clientToken: `t${n}` });
    if (type === 'sent') accepted.push(room.time.at);
    else expect(type).toBe('tooManyMessages');
  }
  expect(accepted.length).toBeGreaterThan(20);
  for (const [n, at] of accepted.slice(10).entries()) expect(at - (accepted[n] ?? 0)).toBeGreaterThanOrEqual(1000);
  expect(room.framesOf('agent')).toHaveLength(accepted.length);
  expect(await room.sendMessage(chatKey, 'agent', hello)).toMatchObject({ type: 'sent' });
  expect(await room.recordActivity(chatKey, 'customer')).toEqual({ type: 'tooManyMessages' });
});

test('whoever writes ten messages a second is never refused, also after having been idle', async () => {
  const room = await aChatRoom('AGENT');
  for (let n = 0; n < 100; n += 1) {
    if (n === 50) {
      room.time.at += minutes(1);
      await becomeIdle(room);
    }
    room.time.at += 100;
    const sent = await room.sendMessage(chatKey, 'customer', { ...hello, clientToken: `t${n}` });
    expect(sent.type).toBe('sent');
  }
});

test('of a participant as many messages are remembered as the limit needs, and none before the first', () => {
  const silent = aParticipant();
  const first = withMessage(silent, someDay + 1);
  expect(first).toStrictEqual({ ...silent, silentSince: someDay + 1, wroteAt: someDay + 1 });
  expect(isOverLimit(first, someDay + 1)).toBe(false);
  const many = Array.from({ length: 30 }, (_, n) => someDay + n).reduce(withMessage, silent);
  expect([many.wroteAt, ...(many.earlierMessages ?? [])]).toEqual(
    Array.from({ length: 10 }, (_, n) => someDay + 29 - n),
  );
  expect(isOverLimit(many, someDay + 20 + seconds(1) - 1)).toBe(true);
  expect(isOverLimit(many, someDay + 20 + seconds(1))).toBe(false);
});

describe('a repeated message with the same token', () => {
  test('is the same message, and participants get it with the same id', async () => {
    const room = await aChatRoom('AGENT');
    const first = await room.sendMessage(chatKey, 'customer', hello);
    room.time.at += 1000;
    expect(await room.sendMessage(chatKey, 'customer', hello)).toEqual(first);
    expect(room.framesOf('agent')).toEqual(['id-1: hello', 'id-1: hello']);
  });

  test('is another message when another participant sends it, or without a token', async () => {
    const room = await aChatRoom('AGENT');
    const { clientToken: _, ...withoutToken } = hello;
    for (const sender of ['customer', 'agent']) await room.sendMessage(chatKey, sender, hello);
    for (const sender of ['customer', 'customer']) await room.sendMessage(chatKey, sender, withoutToken);
    const kept = await room.messages();
    expect(kept.map(({ messageId }) => messageId)).toEqual(['id-1', 'id-2', 'id-3', 'id-4']);
  });

  test.each([{ content: 'bye' }, { contentType: 'text/markdown' }])(
    'with other content %j is refused',
    async (other) => {
      const room = await aChatRoom('AGENT');
      await room.sendMessage(chatKey, 'customer', hello);
      expect(await room.sendMessage(chatKey, 'customer', { ...hello, ...other })).toEqual({ type: 'tokenReused' });
      expect(room.framesOf('agent')).toEqual(['id-1: hello']);
    },
  );
});

test('nobody can send a message who has left or was never in the chat, or in a chat that has ended or is unknown', async () => {
  const room = await aChatRoom('AGENT');
  const outcome = async (participantId: string, contactId = chatKey.contactId) =>
    (await room.sendMessage({ ...chatKey, contactId }, participantId, hello)).type;
  await room.leaveChat(chatKey, 'agent');
  expect(await outcome('agent')).toBe('left');
  expect(await outcome('stranger')).toBe('unknownParticipant');
  expect(await outcome('customer', 'other')).toBe('unknownChat');
  await room.endChat(chatKey);
  expect(await outcome('customer')).toBe('ended');
  expect(await room.messages()).toEqual([]);
  expect(room.framesOf('customer').filter((frame) => frame.includes('hello'))).toEqual([]);
});

test.each(everyFault.flatMap((fault) => [1, 2, 3].map((at) => [fault, at] as const)))(
  '%s at call %i: repeated with its token, a message is kept once and sent to everybody',
  async (fault, at) => {
    const room = await aChatRoom('AGENT');
    const invocation = new Invocation(faultAt(at, fault));
    const failing = room.through((port) => invocation.connect(port));
    await expect(invocation.run(() => failing.sendMessage(chatKey, 'customer', hello))).rejects.toThrow();
    room.time.at += 1000;
    expect((await room.sendMessage(chatKey, 'customer', hello)).type).toBe('sent');
    const kept = await room.messages();
    expect(kept).toHaveLength(1);
    expect(new Set(room.framesOf('agent'))).toEqual(new Set([`${kept[0]?.messageId}: hello`]));
  },
);

test('a message does not go to a participant who has left, even if the connection is slow to close', async () => {
  const room = await aChatRoom('AGENT');
  const slow = room.through((port) => (port === room.sockets ? { ...port, close: async () => [] } : port));
  await slow.leaveChat(chatKey, 'agent');
  await room.sendMessage(chatKey, 'customer', hello);
  expect(room.framesOf('agent').at(-1)).toBe('left agent');
});

test('participants are notified of the return of an idle sender before they get the message', async () => {
  const room = await aChatRoom('AGENT');
  await becomeIdle(room);
  await room.sendMessage(chatKey, 'customer', hello);
  expect(room.framesOf('agent')).toEqual(['returned customer', 'id-1: hello']);
});

describe('a message that is repeated by a sender who has become idle since', () => {
  async function idleAfterHello() {
    const room = await aChatRoom('AGENT');
    const first = await room.sendMessage(chatKey, 'customer', hello);
    await becomeIdle(room);
    return { ...room, first };
  }

  test('gets the same answer as the first time, and is no activity', async () => {
    const room = await idleAfterHello();
    expect(await room.sendMessage(chatKey, 'customer', hello)).toEqual(room.first);
    expect((await room.participant('customer'))?.idleAt).toBeDefined();
    expect(room.framesOf('agent')).toEqual(['id-1: hello']);
  });

  test('with other content is refused, and no timer moves', async () => {
    const room = await idleAfterHello();
    const before = await room.chats.load(chatKey);
    expect(await room.sendMessage(chatKey, 'customer', { ...hello, content: 'bye' })).toEqual({ type: 'tokenReused' });
    expect(await room.chats.load(chatKey)).toEqual(before);
  });
});
