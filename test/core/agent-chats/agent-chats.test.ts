import { describe, expect, test } from '@jest/globals';
import { minutes, seconds } from '#core/instant.ts';
import { ann } from '#test/support/agents.ts';
import { agentsInChats, annInChat, withoutAgents } from '#test/support/agents-in-chats.ts';
import { chatKey } from '#test/support/chats.ts';
import { sue } from '#test/support/contact-centre.ts';
import { intercept } from '#test/support/intercept.ts';

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
    expect(centre.reports).toEqual(['The chat is not yet a contact of its agent; the event of the join makes it one']);
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

  test('until the agent leaves, is disconnected for inactivity, or the chat ends: the event of it is enough', async () => {
    for (const end of ['leave', 'disconnect', 'end', 'customer'] as const) {
      const centre = await agentsInChats();
      await centre.start(chatKey);
      await centre.configureTimers(chatKey, [{ role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', value: 2 }]);
      await centre.join('p1', 'ann');
      const before = centre.ofChats.bus.published().length;
      centre.time.at += minutes(2);
      if (end === 'leave') await centre.leaveChat(chatKey, 'p1');
      if (end === 'disconnect') await centre.wakeChat(chatKey);
      if (end === 'end') await centre.endChat(chatKey);
      if (end === 'customer') await centre.leaveChat(chatKey, 'customer');
      expect(await centre.contactsOf(ann)).toEqual(['c1']);
      for (const event of centre.ofChats.bus.published().slice(before)) await centre.followChat(event);
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

  test('of one who has signed in and joined again, although an earlier participant is still there', async () => {
    const centre = await agentsInChats();
    await centre.start(chatKey);
    await withoutAgents(centre).join('p1', 'ann');
    centre.time.at += seconds(1);
    await centre.forceLogout(ann, 'immediate');
    centre.time.at += seconds(1);
    await centre.signInAgain();
    await centre.join('p2', 'ann');
    expect(await centre.contactsOf(ann)).toEqual(['c1']);
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
