import { describe, expect, test } from '@jest/globals';
import { isConnected } from '#core/chats/chat.ts';
import { defaultChatSettings } from '#core/chats/chat-settings.ts';
import { seconds } from '#core/instant.ts';
import { ann } from '#test/support/agents.ts';
import { agentsInChats, annInChat, withoutAgents } from '#test/support/agents-in-chats.ts';
import { chatKey } from '#test/support/chats.ts';
import { sue } from '#test/support/contact-centre.ts';

describe('a forced logout of an agent in a chat', () => {
  test('after the contact waits until the agent has left the chat', async () => {
    const centre = await annInChat();
    expect(await centre.forceLogout(ann, 'afterContact')).toMatchObject({ type: 'deferred' });
    await centre.leaveChat(chatKey, 'p1');
    await centre.followAll();
    expect((await centre.getAgent(ann))?.session).toBeUndefined();
  });

  test.each([
    ['the disconnect flow, if one is set', 'survey', 'disconnectFlow', { type: 'disconnectFlow', flow: 'survey' }],
    ['nothing, without a disconnect flow', undefined, 'disconnectFlow', { type: 'nothing' }],
    ['the queue, if the instance has chosen that', 'survey', 'queue', { type: 'queue' }],
  ] as const)('at once takes the agent out of the chat, which goes on with %s', async (_, flow, chosen, next) => {
    const centre = await annInChat(flow);
    await centre.putChatSettings('demo', { ...defaultChatSettings, afterAgentSignOut: chosen });
    await centre.forceLogout(ann, 'immediate');
    await centre.followAll((events) => [...events, ...events]);
    expect(centre.chatEvents().filter(({ type }) => type === 'ParticipantLeft')).toEqual([
      {
        type: 'ParticipantLeft',
        ...chatKey,
        participantId: 'p1',
        role: 'AGENT',
        agentId: 'ann',
        cause: 'agentSignedOut',
        next,
      },
    ]);
    const chat = await centre.getChat(chatKey);
    expect(chat?.participants.filter(isConnected).map(({ participantId }) => participantId)).toEqual(['customer']);
    expect(chat?.active).toBeUndefined();
    expect(chat?.ended).toBeUndefined();
  });

  test('at once leaves the chat to the other agents in it', async () => {
    const centre = await annInChat('survey');
    await centre.join('p2', 'sue');
    await centre.forceLogout(ann, 'immediate');
    await centre.followAll();
    expect(await centre.inChat()).toEqual(['sue']);
    expect(centre.chatEvents().at(-1)).not.toHaveProperty('next');
    expect(await centre.contactsOf(sue)).toEqual(['c1']);
  });

  test('at once takes the agent out even if the chat was not yet a contact', async () => {
    const centre = await agentsInChats();
    await centre.start(chatKey);
    await withoutAgents(centre).join('p1', 'ann');
    centre.time.at += seconds(1);
    await centre.forceLogout(ann, 'immediate');
    centre.time.at += seconds(1);
    await centre.followAll();
    expect(await centre.inChat()).toEqual([]);
  });

  test('at once takes the agent out even if the agent has signed in again before the chat was a contact', async () => {
    const centre = await agentsInChats();
    await centre.start(chatKey);
    await withoutAgents(centre).join('p1', 'ann');
    centre.time.at += seconds(1);
    await centre.forceLogout(ann, 'immediate');
    centre.time.at += seconds(1);
    await centre.signInAgain();
    await centre.followAll();
    expect(await centre.inChat()).toEqual([]);
    expect(await centre.contactsOf(ann)).toEqual([]);
  });

  test('does not take out an agent who has signed in and joined again before the event arrives', async () => {
    const centre = await annInChat();
    await centre.forceLogout(ann, 'immediate');
    centre.time.at += seconds(5);
    await centre.signInAgain();
    await centre.join('p2', 'ann');
    await centre.followAll();
    expect(await centre.inChat()).toEqual(['ann']);
    expect(await centre.contactsOf(ann)).toEqual(['c1']);
  });

  test('releases a call, which takes nobody out of a chat, not even the agent out of one with the same id', async () => {
    const centre = await agentsInChats();
    await centre.start(chatKey);
    await centre.beginContact(ann, { contactId: 'c1', channel: 'VOICE' });
    await centre.join('p1', 'sue');
    await centre.join('p2', 'ann');
    await centre.forceLogout(ann, 'immediate');
    for (const event of centre.ofAgents.bus.published()) await centre.followAgent(event);
    expect(await centre.inChat()).toEqual(['sue', 'ann']);
  });
});
