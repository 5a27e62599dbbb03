import { describe, expect, test } from '@jest/globals';
import { isConnected } from '#core/chats/chat.ts';
import { defaultChatSettings } from '#core/chats/chat-settings.ts';
import { minutes, seconds } from '#core/instant.ts';
import { ann } from '#test/support/agents.ts';
import { agentsInChats } from '#test/support/agents-in-chats.ts';
import { chatKey } from '#test/support/chats.ts';
import { sue } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';

/** Ann has joined a chat as the participant `p1`. */
async function annInChat(disconnectFlow?: string) {
  const centre = await agentsInChats();
  await centre.start(chatKey, disconnectFlow);
  await centre.join('p1', 'ann');
  centre.time.at += seconds(1);
  return centre;
}

const stores = ['load', 'save'];
/** A process that cannot reach the agents. */
const withoutAgents = (centre: Awaited<ReturnType<typeof agentsInChats>>) =>
  centre.through((port) =>
    Object.is(port, centre.ofAgents.agents)
      ? intercept(port, async (method, call) => {
          if (stores.includes(method)) throw new Error('no agents');
          return call();
        })
      : port,
  );

describe('a chat is a contact of an agent', () => {
  test('as soon as the agent has joined it', async () => {
    const centre = await annInChat();
    expect(await centre.contactsOf(ann)).toEqual(['c1']);
    expect((await centre.getAgent(ann))?.session?.contacts).toMatchObject([{ channel: 'CHAT' }]);
    expect(centre.chatEvents().at(-1)).toMatchObject({ type: 'ParticipantJoined', agentId: 'ann' });
  });

  test('by the event of the join, if the agent could not be changed at once', async () => {
    const centre = await agentsInChats();
    await centre.start(chatKey);
    const cut = withoutAgents(centre);
    expect(await cut.join('p1', 'ann')).toMatchObject({ type: 'done', participantId: 'p1' });
    expect(centre.reports).toHaveLength(1);
    expect(await centre.contactsOf(ann)).toEqual([]);
    const [joined] = centre.ofChats.bus.published().slice(-1);
    if (joined) await expect(cut.followChat(joined)).rejects.toThrow('no agents');
    await centre.followAll();
    expect(await centre.contactsOf(ann)).toEqual(['c1']);
  });

  test('of each agent who is in it, and of no participant who names none', async () => {
    const centre = await annInChat();
    await centre.join('p2', 'sue', { role: 'SUPERVISOR' });
    await centre.join('p3', undefined);
    await centre.leaveChat(chatKey, 'p1');
    await centre.followAll();
    expect([await centre.contactsOf(ann), await centre.contactsOf(sue)]).toEqual([[], ['c1']]);
  });

  test('until the agent leaves, is disconnected for inactivity, or the chat ends', async () => {
    for (const end of ['leave', 'disconnect', 'end', 'customer'] as const) {
      const centre = await agentsInChats();
      await centre.start(chatKey);
      await centre.configureTimers(chatKey, [{ role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', value: 2 }]);
      await centre.join('p1', 'ann');
      centre.time.at += minutes(2);
      if (end === 'leave') await centre.leaveChat(chatKey, 'p1');
      if (end === 'disconnect') await centre.wakeChat(chatKey);
      if (end === 'end') await centre.endChat(chatKey);
      if (end === 'customer') await centre.leaveChat(chatKey, 'customer');
      await centre.followAll();
      expect([end, await centre.contactsOf(ann)]).toEqual([end, []]);
    }
  });

  test('until the last of the agent’s participants leaves', async () => {
    const centre = await annInChat();
    await centre.join('p2', 'ann');
    await centre.leaveChat(chatKey, 'p1');
    await centre.followAll();
    expect(await centre.contactsOf(ann)).toEqual(['c1']);
    await centre.leaveChat(chatKey, 'p2');
    await centre.followAll();
    expect(await centre.contactsOf(ann)).toEqual([]);
  });

  test('again when the agent comes back, also within the hour', async () => {
    const centre = await annInChat();
    await centre.leaveChat(chatKey, 'p1');
    await centre.followAll();
    await centre.join('p2', 'ann');
    expect(await centre.contactsOf(ann)).toEqual(['c1']);
    await centre.followAll((events) => events.toReversed());
    expect(await centre.contactsOf(ann)).toEqual(['c1']);
  });

  test('but not of one who is signed out or unknown, who can be in it all the same', async () => {
    const centre = await agentsInChats();
    await centre.start(chatKey);
    await centre.signOut(ann);
    centre.time.at += seconds(1);
    await centre.join('p1', 'ann');
    await centre.join('p2', 'nobody');
    await centre.followAll();
    expect(await centre.inChat()).toEqual(['ann', 'nobody']);
    expect(await centre.contactsOf(ann)).toBeUndefined();
  });

  test('and none of an earlier look at the chat, whatever has happened since', async () => {
    const centre = await agentsInChats();
    await centre.start(chatKey);
    const held = Promise.withResolvers<void>();
    const looked = Promise.withResolvers<void>();
    const slow = centre.through((port) =>
      Object.is(port, centre.ofAgents.agents)
        ? intercept(port, async (_, call) => {
            looked.resolve();
            await held.promise;
            return call();
          })
        : port,
    );
    const joined = slow.join('p1', 'ann');
    await looked.promise;
    await centre.leaveChat(chatKey, 'p1');
    await centre.followAll();
    held.resolve();
    await joined;
    expect(await centre.contactsOf(ann)).toEqual([]);
  });
});

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

  test('of an agent with a call takes nobody out of a chat', async () => {
    const centre = await agentsInChats();
    await centre.start(chatKey);
    await centre.join('p1', 'sue');
    await centre.beginContact(ann, { contactId: 'c1', channel: 'VOICE' });
    await centre.forceLogout(ann, 'immediate');
    await centre.followAll();
    expect(await centre.inChat()).toEqual(['sue']);
  });
});
