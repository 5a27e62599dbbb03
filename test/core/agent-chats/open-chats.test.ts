import { expect, test } from '@jest/globals';
import { agentsInChats, annInChat } from '#test/support/agents-in-chats.ts';
import { chatKey } from '#test/support/chats.ts';
import { intercept } from '#test/support/intercept.ts';

const other = { ...chatKey, contactId: 'other' };

test('the list of open chats has a chat from its start to its end, whatever order the events arrive in', async () => {
  const centre = await agentsInChats();
  const listed = async () =>
    (await centre.listOpenChats('demo', { limit: 10 })).chats.map(({ contactId }) => contactId);
  await centre.start(chatKey);
  await centre.start(other);
  expect(await listed()).toEqual([]);
  await centre.followAll();
  expect(await listed()).toEqual([chatKey.contactId, other.contactId].sort());
  await centre.endChat(chatKey);
  expect(await listed()).toEqual([other.contactId]);
  await centre.followAll((events) => events.toReversed(), new Set());
  expect(await listed()).toEqual([other.contactId]);
  expect((await centre.ofChats.openChats.page('demo', { limit: 10 })).chats).toHaveLength(1);
});

test('a page is filled up when chats on it have ended', async () => {
  const centre = await agentsInChats();
  const keys = ['a', 'b', 'c', 'd', 'e'].map((contactId) => ({ ...chatKey, contactId }));
  for (const key of keys) await centre.start(key);
  await centre.followAll();
  for (const key of keys.slice(0, 2)) await centre.endChat(key);
  const { chats, cursor } = await centre.listOpenChats('demo', { limit: 2 });
  expect(chats.map(({ contactId }) => contactId)).toEqual(['c', 'd']);
  const rest = await centre.listOpenChats('demo', { limit: 2, ...(cursor !== undefined && { cursor }) });
  expect(rest.chats.map(({ contactId }) => contactId)).toEqual(['e']);
});

test('the start and the end of a chat are followed in the list, each by itself, and no other event is', async () => {
  const centre = await annInChat();
  await centre.endChat(chatKey);
  const events = centre.published().filter(({ fact }) => 'contactId' in fact);
  const touching = new Set<string>();
  for (const event of events) {
    const { follow } = centre.through((port) =>
      Object.is(port, centre.ofChats.openChats)
        ? intercept(port, (_, call) => {
            touching.add(event.fact.type);
            return call();
          })
        : port,
    );
    await follow(event);
  }
  expect(events.map(({ fact }) => fact.type)).toContain('ParticipantJoined');
  expect(touching).toEqual(new Set(['ChatStarted', 'ChatEnded']));
});
