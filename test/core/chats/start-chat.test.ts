import { describe, expect, test } from '@jest/globals';
import { startChat } from '#core/chats/participation.ts';
import { makeChatUseCases } from '#core/chats/use-cases.ts';
import { days, minutes } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';
import { aChatRoom, memoryChatPorts } from '#test/support/chat-room.ts';
import { aChat, chatKey } from '#test/support/chats.ts';
import { intercept } from '#test/support/intercept.ts';
import { TimedChat } from './timed-chat.ts';

describe('a chat', () => {
  test('is started once', () => {
    const { state: chat } = new TimedChat();
    const customer = { participantId: 'another', displayName: 'Another' };
    expect(startChat(chat, chatKey, { customer }, 0)).toEqual({
      state: chat,
      events: [],
      outcome: { type: 'alreadyStarted' },
    });
  });

  test('started again with the same customer is not changed, because the first answer was lost', () => {
    const { state: chat } = new TimedChat();
    const [customer] = chat?.participants ?? [];
    if (!chat || !customer) throw new Error('The chat has no customer');
    expect(startChat(chat, chatKey, { customer }, 9)).toMatchObject({
      state: chat,
      events: [],
      outcome: { type: 'done' },
    });
  });

  test('started again without an id of the customer is recognised by the rest of the request', async () => {
    const room = await aChatRoom();
    const start = { customer: { displayName: 'Cy' }, waitBlock: 'customParticipant' } as const;
    const key = { ...chatKey, contactId: 'c2' };
    const first = await room.startChat(key, start);
    if (first.type !== 'done') throw new Error(first.type);
    const { type, participantId, token } = first;
    expect(await room.startChat(key, start)).toMatchObject({ type, participantId, token });
    expect(await room.startChat(key, { ...start, customer: { displayName: 'Di' } })).toEqual({
      type: 'alreadyStarted',
    });
    expect(await room.startChat(key, { ...start, customer: { participantId, displayName: 'Cy' } })).toMatchObject({
      type,
      participantId,
    });
  });

  test.each([
    ['name', { customer: { participantId: 'customer', displayName: 'Another' } }],
    ['disconnect flow', { disconnectFlow: 'survey' }],
    ['disconnect flow, which is none', { disconnectFlow: undefined }],
    ['Wait block', { waitBlock: 'customParticipant' as const }],
    ['language', { language: 'de' as const }],
  ])('started again with another %s is refused, and nothing changes', (_, change) => {
    const customer = { participantId: 'customer', displayName: 'Customer' };
    const start = { customer, disconnectFlow: 'goodbye', ...change };
    const { state: chat } = new TimedChat({ disconnectFlow: 'goodbye' });
    const { disconnectFlow, ...others } = start;
    const again = startChat(chat, chatKey, disconnectFlow === undefined ? others : { ...others, disconnectFlow }, 9);
    expect(again).toEqual({ state: chat, events: [], outcome: { type: 'startedOtherwise' } });
  });
});

describe('starting a chat', () => {
  const customer = { participantId: 'cy', displayName: 'Cy' };
  const key = { ...chatKey, contactId: 'c2' };

  test('is one write, and reads nothing', async () => {
    const room = await aChatRoom();
    const calls: string[] = [];
    const recorded = room.through((port) =>
      port === room.chats
        ? intercept(port, (method, call) => {
            calls.push(method);
            return call();
          })
        : port,
    );
    await recorded.startChat(key, { customer });
    expect(calls).toEqual(['save', 'clearOutbox']);
  });

  test.each([undefined, 3])('keeps what was asked for, and how long a chat lasts now: %s days', async (chatDays) => {
    const ports = memoryChatPorts({ now: () => someDay });
    const lasts = chatDays === undefined ? {} : { chatDays: () => chatDays };
    await makeChatUseCases({ ...ports, ...lasts }).startChat(key, { customer, language: 'de' });
    expect((await ports.chats.load(key))?.state).toStrictEqual({
      ...aChat({ contactId: 'c2', language: 'de' }),
      ...(chatDays !== undefined && { lifeDays: chatDays }),
      participants: [{ ...customer, role: 'CUSTOMER', joinedAt: someDay, silentSince: someDay, connections: [] }],
    });
  });
});

describe('whoever starts or joins a chat', () => {
  test('gets an id that is chosen for them, if they bring none, and a token that is valid for a day', async () => {
    const room = await aChatRoom();
    const started = await room.startChat({ ...chatKey, contactId: 'c2' }, { customer: { displayName: 'Cy' } });
    const token = {
      kind: 'participant',
      ...chatKey,
      contactId: 'c2',
      participantId: 'id-1',
      expiresAt: someDay + days(1),
    };
    expect(started).toMatchObject({ type: 'done', participantId: 'id-1', token: JSON.stringify(token) });
    const joined = await room.joinChat(chatKey, { participantId: 'ann', displayName: 'Ann', role: 'AGENT' });
    expect(joined).toMatchObject({ type: 'done', participantId: 'ann' });
    expect((await room.participant('ann'))?.displayName).toBe('Ann');
    room.time.at += minutes(5);
    const unnamed = await room.joinChat(chatKey, { displayName: 'Bob', role: 'AGENT' });
    const { contactId } = chatKey;
    expect(unnamed).toMatchObject({
      type: 'done',
      participantId: 'id-2',
      token: JSON.stringify({ ...token, contactId, participantId: 'id-2', expiresAt: room.time.at + days(1) }),
    });
    expect((await room.participant('id-2'))?.displayName).toBe('Bob');
  });

  test('gets the same token by repeating the request within an hour, and later one that is valid for 23 hours at least', async () => {
    const room = await aChatRoom();
    const start = { customer: { displayName: 'Cy' } };
    const key = { ...chatKey, contactId: 'c2' };
    const ask = async () => {
      const outcome = await room.startChat(key, start);
      return outcome.type === 'done' ? outcome.token : outcome.type;
    };
    const first = await ask();
    room.time.at += minutes(60) - 1;
    expect(await ask()).toBe(first);
    room.time.at += 1;
    const later = await ask();
    expect(JSON.parse(later)).toMatchObject({ expiresAt: someDay + minutes(60) + days(1) });
    room.time.at += days(5) + minutes(59);
    const { expiresAt } = JSON.parse(await ask());
    expect(expiresAt - room.time.at).toBeGreaterThan(minutes(23 * 60));
    expect(expiresAt - room.time.at).toBeLessThanOrEqual(days(1));
  });

  test('gets none when refused', async () => {
    const room = await aChatRoom('AGENT');
    const customer = { participantId: 'another', displayName: 'Another' };
    expect(await room.startChat(chatKey, { customer })).toEqual({ type: 'alreadyStarted' });
    const namesake = { participantId: 'another', displayName: 'Customer' };
    expect(await room.startChat(chatKey, { customer: namesake })).toEqual({ type: 'alreadyStarted' });
    const joining = { participantId: 'agent', displayName: 'Sue', role: 'SUPERVISOR' } as const;
    expect(await room.joinChat(chatKey, joining)).toEqual({ type: 'idTaken' });
    await room.endChat(chatKey);
    expect(await room.joinChat(chatKey, joining)).toEqual({ type: 'ended' });
  });
});
