import { describe, expect, test } from '@jest/globals';
import { endChat, leave } from '#core/chats/participation.ts';
import { minutes } from '#core/instant.ts';
import { type Fault, Faults, ProcessLife } from '#test/simulation/process-life.ts';
import { chatKey } from '#test/support/chats.ts';
import { aChatRoom, chatUseCasesIn, transcriptKey } from './a-chat-room.ts';

const hello = { contentType: 'text/plain', content: 'hello', clientToken: 't1' };

test('a message is kept, starts the timers of its writer over, and reaches everybody, the writer too', async () => {
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
  expect(await room.transcript.read(transcriptKey, { direction: 'forward', limit: 10 })).toEqual([message]);
  expect((await room.chat())?.participants[0]?.silentSince).toBe(at);
  expect(['customer', 'agent'].map((connection) => room.heard(connection).at(-1))).toEqual([
    'id-1: hello',
    'id-1: hello',
  ]);
});

describe('a message that comes again under its token', () => {
  test('is the same message, told under the same id', async () => {
    const room = await aChatRoom('AGENT');
    const first = await room.sendMessage(chatKey, 'customer', hello);
    room.time.at += 1000;
    expect(await room.sendMessage(chatKey, 'customer', hello)).toEqual(first);
    expect(room.heard('agent')).toEqual(['id-1: hello', 'id-1: hello']);
  });

  test('is another one when somebody else sends it, or without a token', async () => {
    const room = await aChatRoom('AGENT');
    const { clientToken: _, ...anonymous } = hello;
    for (const who of ['customer', 'agent']) await room.sendMessage(chatKey, who, hello);
    for (const who of ['customer', 'customer']) await room.sendMessage(chatKey, who, anonymous);
    const kept = await room.transcript.read(transcriptKey, { direction: 'forward', limit: 10 });
    expect(kept.map(({ messageId }) => messageId)).toEqual(['id-1', 'id-2', 'id-3', 'id-4']);
  });

  test.each([{ content: 'bye' }, { contentType: 'text/markdown' }])(
    'with other content %j is refused',
    async (other) => {
      const room = await aChatRoom('AGENT');
      await room.sendMessage(chatKey, 'customer', hello);
      expect(await room.sendMessage(chatKey, 'customer', { ...hello, ...other })).toEqual({ type: 'tokenReused' });
      expect(room.heard('agent')).toEqual(['id-1: hello']);
    },
  );
});

test('who has left, a stranger, or anybody in a chat that is over or unknown says nothing', async () => {
  const room = await aChatRoom('AGENT');
  const outcome = async (who: string, contactId = chatKey.contactId) =>
    (await room.sendMessage({ ...chatKey, contactId }, who, hello)).type;
  await room.commitChat(chatKey, (chat, now) => leave(chat, 'agent', now), 'caller');
  expect(await outcome('agent')).toBe('left');
  expect(await outcome('stranger')).toBe('unknownParticipant');
  expect(await outcome('customer', 'other')).toBe('unknownChat');
  await room.commitChat(chatKey, endChat, 'caller');
  expect(await outcome('customer')).toBe('ended');
  expect(await room.transcript.read(transcriptKey, { direction: 'forward', limit: 10 })).toEqual([]);
  expect(room.heard('customer').filter((frame) => frame.includes('hello'))).toEqual([]);
});

const everyFault = ['killedBefore', 'killedAfter', 'refused', 'answerLost'] as const satisfies readonly Fault[];

test.each(everyFault.flatMap((fault) => [1, 2, 3].map((at) => [fault, at] as const)))(
  '%s at call %i: sent again under its token, a message is kept once and everybody has heard it',
  async (fault, at) => {
    const room = await aChatRoom('AGENT');
    const life = new ProcessLife(new Faults((call) => (call === at ? fault : undefined)));
    const dying = chatUseCasesIn(room, (port) => life.connect(port));
    const first = await life
      .run(() => dying.sendMessage(chatKey, 'customer', hello))
      .then(
        () => 'answered',
        () => 'broken off',
      );
    expect(first).toBe('broken off');
    room.time.at += 1000;
    expect((await room.sendMessage(chatKey, 'customer', hello)).type).toBe('sent');
    const kept = await room.transcript.read(transcriptKey, { direction: 'forward', limit: 10 });
    expect(kept).toHaveLength(1);
    expect(new Set(room.heard('agent'))).toEqual(new Set([`${kept[0]?.messageId}: hello`]));
  },
);

test('the words of somebody idle come after word of the return', async () => {
  const room = await aChatRoom('AGENT');
  const stored = await room.chats.load(chatKey);
  if (!stored) throw new Error('There is no chat');
  const participants = stored.state.participants.map((one) => ({ ...one, idleAt: room.time.at }));
  await room.chats.save({ ...stored, version: stored.version + 1, state: { ...stored.state, participants } }, stored);
  await room.sendMessage(chatKey, 'customer', hello);
  expect(room.heard('agent')).toEqual(['returned customer', 'id-1: hello']);
});

describe('a message sent again by somebody who has fallen idle since', () => {
  async function idleAfterHello() {
    const room = await aChatRoom('AGENT');
    const first = await room.sendMessage(chatKey, 'customer', hello);
    const stored = await room.chats.load(chatKey);
    if (!stored) throw new Error('There is no chat');
    const participants = stored.state.participants.map((one) => ({ ...one, idleAt: room.time.at }));
    await room.chats.save({ ...stored, version: stored.version + 1, state: { ...stored.state, participants } }, stored);
    return { ...room, first };
  }

  test('is answered as the first time, and is no sign of life', async () => {
    const room = await idleAfterHello();
    expect(await room.sendMessage(chatKey, 'customer', hello)).toEqual(room.first);
    expect((await room.chat())?.participants[0]?.idleAt).toBeDefined();
    expect(room.heard('agent')).toEqual(['id-1: hello']);
  });

  test('with other content is refused, and no timer moves', async () => {
    const room = await idleAfterHello();
    const before = await room.chats.load(chatKey);
    expect(await room.sendMessage(chatKey, 'customer', { ...hello, content: 'bye' })).toEqual({ type: 'tokenReused' });
    expect(await room.chats.load(chatKey)).toEqual(before);
  });
});
