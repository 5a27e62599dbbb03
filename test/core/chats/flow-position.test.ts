import { describe, expect, test } from '@jest/globals';
import { startChat } from '#core/chats/participation.ts';
import { aChatRoom } from '#test/support/chat-room.ts';
import { chatKey } from '#test/support/chats.ts';
import { TimedChat } from './timed-chat.ts';

const customer = { participantId: 'customer', displayName: 'Customer' };
const start = { waitBlock: 'customParticipant', disconnectFlow: 'goodbye', language: 'de' } as const;

/** A chat on its start position, whose other side has five minutes. */
function startedChat(role: 'AGENT' | 'CUSTOM_BOT') {
  const chat = new TimedChat(start).configure({ AGENT: { DISCONNECT_NONCUSTOMER: 5 } });
  chat.join('other', role);
  return chat;
}

describe('a flow that has moved on', () => {
  test.each([
    ['AGENT', {}, 'goodbye'],
    ['AGENT', { disconnectFlow: 'survey' }, 'survey'],
    ['AGENT', { disconnectFlow: null }, 'nothing'],
    ['AGENT', { waitBlock: null }, 'goodbye'],
    ['CUSTOM_BOT', {}, 'botBranch'],
    ['CUSTOM_BOT', { waitBlock: null }, 'nothing'],
    ['CUSTOM_BOT', { waitBlock: 'customer' }, 'nothing'],
    ['CUSTOM_BOT', { disconnectFlow: null }, 'botBranch'],
  ] as const)('decides where a chat continues that %s is disconnected from: %j', (role, change, next) => {
    const chat = startedChat(role);
    expect(chat.moveFlow(change)).toBe('done');
    expect(chat.advanceTo(60).takeNotices()).toEqual([`5: disconnected other by ${role} to ${next}`]);
  });

  test('starts and stops no timer, and may return to where it was', () => {
    const chat = startedChat('CUSTOM_BOT');
    chat.advanceTo(4).moveFlow({ waitBlock: null });
    chat.moveFlow({ waitBlock: 'customParticipant' });
    expect(chat.advanceTo(60).takeNotices()).toEqual(['5: disconnected other by CUSTOM_BOT to botBranch']);
  });

  test('changes what is named, clears what is null, and writes nothing when it stands there already', () => {
    const chat = startedChat('AGENT');
    chat.moveFlow({ waitBlock: null });
    expect(chat.state).not.toHaveProperty('waitBlock');
    chat.moveFlow({ language: null, disconnectFlow: 'survey', waitBlock: 'customParticipant' });
    expect(chat.state).toMatchObject({ waitBlock: 'customParticipant', disconnectFlow: 'survey' });
    expect(chat.state).not.toHaveProperty('language');
    const before = chat.state;
    expect(chat.moveFlow({ language: null, waitBlock: 'customParticipant' })).toBe('done');
    expect(chat.state).toBe(before);
  });

  test('leaves a repeat of the start a repeat, which moves nothing back', () => {
    const chat = startedChat('AGENT');
    chat.moveFlow({ waitBlock: null });
    chat.moveFlow({ language: 'fr' });
    const { state } = chat;
    expect(startChat(state, chatKey, { customer, ...start }, 9)).toMatchObject({ state, outcome: { type: 'done' } });
    const { waitBlock: _, ...elsewhere } = { ...start, language: 'fr' as const };
    expect(startChat(state, chatKey, { customer, ...elsewhere }, 9).outcome).toEqual({ type: 'startedOtherwise' });
  });

  test('is kept with the chat', async () => {
    const room = await aChatRoom();
    expect(await room.moveFlow(chatKey, { disconnectFlow: 'survey' })).toMatchObject({ type: 'done' });
    expect((await room.getChat(chatKey))?.disconnectFlow).toBe('survey');
  });

  test('is refused in a chat that has ended, and in one that there is not', () => {
    const chat = startedChat('AGENT');
    chat.end();
    expect(chat.moveFlow({ waitBlock: null })).toBe('ended');
    chat.state = undefined;
    expect(chat.moveFlow({ waitBlock: null })).toBe('unknownChat');
  });
});
