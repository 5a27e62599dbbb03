import { describe, expect, test } from '@jest/globals';
import type { TimerChange } from '#core/chats/role-config.ts';
import { makeChatUseCases } from '#core/chats/use-cases.ts';
import { minutes, seconds } from '#core/instant.ts';
import { someDay } from '#test/support/agents.ts';
import { chatKey } from '#test/support/chats.ts';
import { ann, chatsOfBackend, ended, news } from './a-backend.ts';

const idle: readonly TimerChange[] = [{ role: 'CUSTOMER', type: 'IDLE', value: 2 }];
const disconnect: readonly TimerChange[] = [{ role: 'CUSTOMER', type: 'DISCONNECT_NONCUSTOMER', value: 2 }];
const leg = { ...chatKey, contactId: 'leg-1' };
const elsewhere = { ...chatKey, instanceId: 'another' };

/** The same chats for a process that does not reach the bus. */
const withoutBus = (chats: ReturnType<typeof chatsOfBackend>) =>
  makeChatUseCases({
    ...chats,
    chatBackends: () => chats.backend,
    bus: { publish: () => Promise.reject(new Error('No bus')) },
  });

describe('timers that are set for a chat of a backend', () => {
  test('are Lastcall’s from when the backend reports the chat, which it is told once', async () => {
    const chats = chatsOfBackend();
    expect(await chats.configureTimers(chatKey, idle, 'leg-1')).toMatchObject({
      type: 'done',
      chat: { ...chatKey, stored: { CUSTOMER: { IDLE: 2 } }, followed: { legIds: ['leg-1'], silentAgent: 'report' } },
    });
    await chats.configureTimers(chatKey, disconnect, 'leg-2');
    expect(chats.told).toEqual([['begin', leg]]);
    expect(chats.published()).toEqual(['started', 'joined customer', 'configured', 'configured']);
    expect((await chats.getChat(chatKey))?.stored.CUSTOMER).toEqual({ IDLE: 2, DISCONNECT_NONCUSTOMER: 2 });
    expect(chats.reports).toEqual([]);
  });

  test('are the backend’s, by the id that the chat has there now, if it reports the chat to others; that is reported', async () => {
    const chats = chatsOfBackend({ begin: async () => false });
    expect(await chats.configureTimers(chatKey, idle, 'leg-1')).toEqual({ type: 'passedOn', changes: idle });
    expect(chats.told).toEqual([
      ['begin', leg],
      ['timers', leg, idle],
    ]);
    expect(await chats.getChat(chatKey)).toBeUndefined();
    expect(chats.reports).toHaveLength(1);
  });

  test('take effect in the chat that news have begun in the meantime', async () => {
    const chats = chatsOfBackend({
      begin: async () => (await chats.followChat(news('joined', ann, someDay))) === 'done',
    });
    await chats.configureTimers(chatKey, idle, 'leg-1');
    expect(chats.published()).toEqual(['started', 'joined customer', 'joined ann', 'configured']);
  });

  test('are refused where there is neither such a chat nor a backend', async () => {
    const chats = chatsOfBackend();
    expect(await chats.configureTimers(elsewhere, idle)).toEqual({ type: 'unknownChat' });
    expect(chats.told).toEqual([]);
  });
});

describe('a chat of a backend', () => {
  test.each([
    [5, { goneMinutes: 5 }],
    ['off', {}],
  ] as const)(
    'begins with the settings of its instance, of which a customer may be gone for %s',
    async (gone, begun) => {
      for (const begin of ['timers', 'news']) {
        const chats = chatsOfBackend({ chatDays: () => 3 });
        const settings = await chats.getChatSettings(chatKey.instanceId);
        await chats.putChatSettings(chatKey.instanceId, { ...settings, customerGoneMinutes: gone });
        if (begin === 'timers') await chats.configureTimers(chatKey, idle, 'leg-1');
        else await chats.followChat(news('joined', ann, someDay));
        const { goneMinutes, lifeDays, followed } = (await chats.getChat(chatKey)) ?? {};
        expect({ ...(goneMinutes !== undefined && { goneMinutes }), lifeDays }).toEqual({ ...begun, lifeDays: 3 });
        expect(followed?.silentAgent).toBe('report');
      }
    },
  );

  test('lasts as long as any other chat, unless the deployment says otherwise', async () => {
    const chats = chatsOfBackend();
    await chats.followChat(news('joined', ann, someDay));
    expect(await chats.getChat(chatKey)).not.toHaveProperty('lifeDays');
  });

  test('is not followed without a backend that reports it, nor is one that was started in Lastcall', async () => {
    const chats = chatsOfBackend();
    const joined = news('joined', ann, someDay);
    expect(await chats.followChat({ ...joined, key: elsewhere })).toBe('notFollowed');
    expect(await makeChatUseCases(chats).followChat(joined)).toBe('notFollowed');
    expect(chats.chats.all()).toEqual([]);
    await chats.startChat(chatKey, { customer: { displayName: 'Cy' } });
    expect(await chats.followChat(joined)).toBe('notFollowed');
    await chats.wakeChat({ ...chatKey, contactId: 'unknown' });
    expect(chats.told).toEqual([]);
    expect(await chats.followChat({ ...ended(someDay), key: { ...chatKey, contactId: 'unknown' } })).toBe(
      'unknownChat',
    );
  });

  test('whose news cannot be published gets them again from the queue, so no wake-up guards them', async () => {
    const chats = chatsOfBackend();
    await chats.configureTimers(chatKey, [{ role: 'CUSTOMER', type: 'IDLE', value: 5 }], 'leg-1');
    const before = chats.wakeUpsAhead();
    chats.time.at += minutes(1);
    const joined = news('joined', ann, chats.time.at);
    await expect(withoutBus(chats).followChat(joined)).rejects.toThrow('No bus');
    expect(chats.wakeUpsAhead()).toEqual([...before, minutes(6)]);
    await chats.followChat(joined);
    expect(chats.published()).toEqual(['started', 'joined customer', 'configured', 'joined ann']);
  });
});

describe('a chat that has ended here', () => {
  /** A chat in which the customer has said nothing for so long that it ends, on its second leg. */
  async function aDueChat() {
    const chats = chatsOfBackend();
    await chats.configureTimers(chatKey, disconnect, 'leg-1');
    await chats.followChat(news('joined', ann, someDay, 'leg-2'));
    chats.time.at += minutes(2) + seconds(5);
    chats.told.length = 0;
    return chats;
  }

  test('is ended in its backend by the same wake-up, once, by the id that it has there now', async () => {
    const chats = await aDueChat();
    const before = chats.wakeUpsAhead();
    await chats.wakeChat(chatKey);
    expect(chats.told).toEqual([['end', { ...chatKey, contactId: 'leg-2' }]]);
    expect(chats.published().at(-1)).toBe('ended ended');
    expect((await chats.getChat(chatKey))?.followed).not.toHaveProperty('owesEnd');
    await chats.wakeChat(chatKey);
    expect(chats.told).toHaveLength(1);
    expect(chats.wakeUpsAhead()).toEqual(before);
  });

  test('is ended there by a repeat of the wake-up if the backend has failed', async () => {
    const chats = await aDueChat();
    chats.faults.push('unavailable');
    await expect(chats.wakeChat(chatKey)).rejects.toThrow('No');
    expect((await chats.getChat(chatKey))?.followed?.owesEnd).toBe(true);
    await chats.wakeChat(chatKey);
    expect(chats.told).toHaveLength(2);
    expect((await chats.getChat(chatKey))?.followed).not.toHaveProperty('owesEnd');
    expect(chats.published().filter((each) => each.startsWith('ended'))).toEqual(['ended ended']);
  });

  test('is ended there by a repeat of a wake-up that could not publish the end', async () => {
    const chats = await aDueChat();
    const before = chats.wakeUpsAhead();
    await expect(withoutBus(chats).wakeChat(chatKey)).rejects.toThrow('No bus');
    expect([chats.told, chats.wakeUpsAhead()]).toEqual([[], before]);
    await chats.wakeChat(chatKey);
    expect(chats.told).toHaveLength(1);
    expect(chats.published().at(-1)).toBe('ended ended');
  });

  test('by a request is ended there by a wake-up a second later, and news of it are refused', async () => {
    const chats = chatsOfBackend();
    await chats.configureTimers(chatKey, disconnect, 'leg-1');
    await chats.endChat(chatKey);
    expect(await chats.followChat(news('joined', ann, someDay))).toBe('ended');
    expect(chats.wakeUpsAhead().at(-1)).toBe(seconds(1));
    chats.time.at += seconds(1);
    await chats.wakeChat(chatKey);
    expect(chats.told.at(-1)).toEqual(['end', leg]);
  });

  test('is not ended there once nobody follows it any more, and has nothing more to do', async () => {
    const chats = chatsOfBackend();
    await chats.configureTimers(chatKey, disconnect, 'leg-1');
    await chats.endChat(chatKey);
    const before = chats.published();
    await makeChatUseCases(chats).wakeChat(chatKey);
    expect(chats.published()).toEqual(before);
    expect((await chats.getChat(chatKey))?.followed).not.toHaveProperty('owesEnd');
    expect(chats.told).toEqual([['begin', leg]]);
  });
});

test('a chat that nobody follows any more ends here when something is due, without a word of who is silent', async () => {
  const chats = chatsOfBackend({ silentAgent: 'end' });
  await chats.configureTimers(chatKey, idle, 'leg-1');
  await chats.followChat(news('joined', ann, someDay));
  chats.time.at += minutes(3);
  await makeChatUseCases(chats).wakeChat(chatKey);
  expect(chats.published().slice(3)).toEqual(['joined ann', 'ended expired']);
  expect((await chats.getChat(chatKey))?.followed?.owesEnd).toBeUndefined();
});
