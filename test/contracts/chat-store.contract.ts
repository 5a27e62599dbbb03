import { describe, expect, test } from '@jest/globals';
import { StaleVersionError } from '#core/change.ts';
import type { Participant } from '#core/chats/chat.ts';
import type { ChatStore } from '#core/chats/ports.ts';
import { noTimers } from '#core/chats/role-config.ts';
import { minutes } from '#core/instant.ts';
import { someDay, stored } from '../support/agents.ts';
import { aChat, aChatEvent, aParticipant, chatKey, connections, timers } from '../support/chats.ts';
import { aggregateStoreContract } from './aggregate-store.contract.ts';

const agent = aParticipant({ role: 'AGENT', agentId: 'ann', connections: connections('socket-1', 'socket-2') });
const gone = aParticipant({ participantId: 'bot', role: 'CUSTOM_BOT', leftAt: someDay });
const running = aChat({ participants: [aParticipant(), agent, gone], active: noTimers });
const later = someDay + minutes(1);

/** What every ChatStore promises. */
export function chatStoreContract(open: () => Promise<ChatStore>) {
  async function opened(chat = running) {
    const store = await open();
    const first = stored(chat, { sequence: 1, outbox: [aChatEvent(1)], wakeUpAt: later });
    await store.save(first, undefined);
    return { store, first };
  }
  const withAgent = (changes: Partial<Participant>) => ({
    ...running,
    participants: running.participants.map((one) => (one.role === 'AGENT' ? { ...one, ...changes } : one)),
  });

  describe('as a store of aggregates', () => {
    aggregateStoreContract({
      open,
      key: chatKey,
      state: (n) => aChat({ disconnectFlow: `flow ${n}` }),
      event: (sequence) => aChatEvent(sequence),
      elsewhere: { key: { ...chatKey, instanceId: 'other' }, state: aChat({ instanceId: 'other' }) },
    });
  });

  test('loads a chat with everything in it as it was saved', async () => {
    const chat = aChat({
      participants: [
        aParticipant({ goneSince: later }),
        { ...agent, idleAt: later },
        { ...gone, leftAt: later },
        aParticipant({ role: 'SUPERVISOR' }),
      ],
      stored: timers({ CUSTOMER: { IDLE: 5, DISCONNECT_NONCUSTOMER: 480 } }),
      active: timers({ AGENT: { IDLE: 2 } }),
      disconnectFlow: 'goodbye',
      waitBlock: 'customParticipant',
      goneMinutes: 5,
      language: 'pt-BR',
      ended: { at: later, cause: 'customerGone' },
      followed: { legIds: ['c1', 'c2'], legSince: later, silentAgent: 'end', sendsReceipts: true, owesEnd: true },
    });
    const { store, first } = await opened(chat);
    expect(await store.load(chatKey)).toEqual(first);
  });

  describe('a message', () => {
    test('moves the timer of its participant and changes nothing else but the version', async () => {
      const { store, first } = await opened();
      expect(await store.touch(chatKey, 'agent', later)).toEqual(withAgent({ silentSince: later, wroteAt: later }));
      expect(await store.load(chatKey)).toEqual({
        ...first,
        version: 2,
        state: withAgent({ silentSince: later, wroteAt: later }),
      });
    });

    test('never moves the timer back', async () => {
      const { store } = await opened();
      await store.touch(chatKey, 'agent', later);
      await store.touch(chatKey, 'agent', someDay + 1);
      expect((await store.load(chatKey))?.state).toEqual(withAgent({ silentSince: later, wroteAt: later }));
    });

    test('makes a decision that was based on the state before it stale', async () => {
      const { store, first } = await opened();
      await store.touch(chatKey, 'agent', later);
      const idle = stored(withAgent({ idleAt: later }), { version: 2 });
      await expect(store.save(idle, first)).rejects.toBeInstanceOf(StaleVersionError);
    });

    test('leaves the outbox to be published and then cleared', async () => {
      const { store, first } = await opened();
      await store.touch(chatKey, 'agent', later);
      expect((await store.load(chatKey))?.outbox).toEqual(first.outbox);
      await store.clearOutbox(first);
      expect((await store.load(chatKey))?.outbox).toEqual([]);
    });

    test('of an idle participant is not recorded, because the return is an event', async () => {
      const { store, first } = await opened(withAgent({ idleAt: someDay }));
      expect(await store.touch(chatKey, 'agent', later)).toBeUndefined();
      expect(await store.load(chatKey)).toEqual(first);
    });

    test.each(['bot', 'nobody'])('of a participant who has left or is unknown is not recorded: %s', async (who) => {
      const { store, first } = await opened();
      expect(await store.touch(chatKey, who, later)).toBeUndefined();
      expect(await store.load(chatKey)).toEqual(first);
    });

    test('is not recorded when it is one too many within a second, and recorded again a second after the tenth last', async () => {
      const { store } = await opened();
      const at = (n: number) => later + 20 * n;
      for (let n = 0; n < 10; n += 1) expect(await store.touch(chatKey, 'agent', at(n))).toBeDefined();
      const full = await store.load(chatKey);
      expect(await store.touch(chatKey, 'agent', at(10))).toBeUndefined();
      expect(await store.touch(chatKey, 'agent', at(0) + 999)).toBeUndefined();
      expect(await store.load(chatKey)).toEqual(full);
      expect(await store.touch(chatKey, 'customer', at(10))).toBeDefined();
      const ninth = [8, 7, 6, 5, 4, 3, 2, 1, 0].map(at);
      expect(full?.state).toEqual(withAgent({ silentSince: at(9), wroteAt: at(9), earlierMessages: ninth }));
      expect(await store.touch(chatKey, 'agent', at(0) + 1000)).toBeDefined();
      expect(await store.touch(chatKey, 'agent', at(1) + 999)).toBeUndefined();
      expect(await store.touch(chatKey, 'agent', at(1) + 1000)).toBeDefined();
    });

    test('in an unknown chat is not recorded, and starts none', async () => {
      const { store } = await opened();
      for (const key of [
        { ...chatKey, contactId: 'c2' },
        { ...chatKey, instanceId: 'other' },
      ]) {
        expect(await store.touch(key, 'agent', later)).toBeUndefined();
        expect(await store.load(key)).toBeUndefined();
      }
    });

    test('among simultaneous ones is recorded, and the latest one stays', async () => {
      const { store } = await opened();
      const instants = [3, 1, 4, 2].map((n) => someDay + minutes(n));
      await Promise.all(instants.map((at) => store.touch(chatKey, 'customer', at)));
      const silentSince = (await store.load(chatKey))?.state.participants[0]?.silentSince;
      expect(silentSince).toBe(someDay + minutes(4));
    });
  });
}
