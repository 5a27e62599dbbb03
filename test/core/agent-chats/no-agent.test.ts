import { describe, expect, test } from '@jest/globals';
import { type AgentsInChats, agentsInChats, annInChat } from '#test/support/agents-in-chats.ts';
import { chatKey } from '#test/support/chats.ts';
import { intercept } from '#test/support/intercept.ts';

/** A process that counts its calls of the agents' store. */
function countingLooksAtAgents(centre: AgentsInChats) {
  const looks = { count: 0 };
  const counted = centre.through((port) =>
    Object.is(port, centre.ofAgents.agents)
      ? intercept(port, (_, call) => {
          looks.count += 1;
          return call();
        })
      : port,
  );
  return { ...centre, ...counted, looks };
}

describe('no agent is looked at', () => {
  test('for participants who name none, and for what is not about participants', async () => {
    const centre = countingLooksAtAgents(await agentsInChats());
    await centre.start(chatKey);
    await centre.configureTimers(chatKey, [{ role: 'AGENT', type: 'DISCONNECT_NONCUSTOMER', value: 2 }]);
    await centre.join('p1', undefined);
    await centre.leaveChat(chatKey, 'p1');
    await centre.endChat(chatKey);
    for (const event of centre.ofChats.bus.published()) await centre.followChat(event);
    expect(centre.looks.count).toBe(0);
  });

  test('for a join that is refused', async () => {
    const centre = countingLooksAtAgents(await agentsInChats());
    await centre.start(chatKey);
    await centre.endChat(chatKey);
    expect((await centre.join('p1', 'ann')).type).not.toBe('done');
    expect(centre.looks.count).toBe(0);
  });

  test('for a chat that is no longer kept', async () => {
    const centre = await annInChat();
    const [joined] = centre.ofChats.bus.published().slice(-1);
    const { followChat, looks } = countingLooksAtAgents(centre);
    if (joined) await followChat({ ...joined, fact: { ...joined.fact, contactId: 'forgotten' } });
    expect(looks.count).toBe(0);
  });
});
