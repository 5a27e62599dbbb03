import { describe, expect, test } from '@jest/globals';
import { noPauses } from '#adapters/memory/change.ts';
import { seconds } from '#core/instant.ts';
import {
  type Notice,
  noticeFor,
  openNotice,
  overdue,
  recordNotice,
  StaleVersionError,
  UnreadableItemError,
  withoutUnreadable,
} from '#core/outbox.ts';
import { recorded, stored } from '#test/support/agents.ts';
import { recordedSums } from './sum.ts';

const notice: Notice = { after: 1, until: 1_000 };
const outbox = [1, 2, 3].map((sequence) => recorded({ part: `part ${sequence}` }, { sequence }));
const sum = { instanceId: 'acme', agentId: 'ann', parts: ['a'] };

describe('events of an outbox of which people were not notified', () => {
  const saved = stored(sum, { sequence: 3, outbox, notice });

  test('are those after the number of the notice, from the instant at which it ends', () => {
    expect(overdue(saved, 999)).toEqual([]);
    expect(overdue(saved, 1_000)).toEqual(outbox.slice(1));
    expect(overdue({ ...saved, notice: { after: 3, until: 0 } }, 1_000)).toEqual([]);
  });

  test('are none without a notice, without an outbox or without an aggregate', () => {
    const { notice: _, ...without } = saved;
    for (const one of [without, { ...saved, outbox: [] }, undefined]) {
      expect(overdue(one, 1_000)).toEqual([]);
      expect(openNotice(one)).toBeUndefined();
    }
  });
});

describe('the notice that is saved with new events', () => {
  test('begins after the last event, and lasts for twenty seconds or, if others publish them, not at all', () => {
    expect(noticeFor(undefined, { now: 5, isOwn: true })).toEqual({ after: 0, until: seconds(20) + 5 });
    expect(noticeFor(stored(sum, { sequence: 3 }), { now: 5, isOwn: false })).toEqual({ after: 3, until: 5 });
  });

  test('begins where an earlier one begins that is still open, and not where one begins that is not', () => {
    const before = stored(sum, { sequence: 3, outbox, notice });
    expect(noticeFor(before, { now: 5, isOwn: true }).after).toBe(1);
    expect(noticeFor({ ...before, outbox: [] }, { now: 5, isOwn: true }).after).toBe(3);
  });
});

describe('the record that people were notified', () => {
  const key = { instanceId: 'acme', agentId: 'ann' };
  const later: Notice = { after: 1, until: 7 };

  /** A sum whose outbox has a notice, in a store that fails as the test says. */
  async function aSumWithNotice() {
    const { store, failures } = recordedSums();
    const saved = stored(sum, { sequence: 3, outbox, notice });
    await store.save(saved, undefined);
    let saves = 0;
    const loads: string[] = [];
    const failing = {
      ...store,
      load: (of: typeof key) => {
        loads.push(of.agentId);
        return store.load(of);
      },
      save: async (...args: Parameters<typeof store.save>) => {
        saves += 1;
        const error = failures.get('save')?.();
        if (error) throw error;
        return store.save(...args);
      },
    };
    return { store: failing, saved, failures, saves: () => saves, loads };
  }

  const portsOf = (store: Awaited<ReturnType<typeof aSumWithNotice>>['store']) => ({
    store,
    clock: { now: () => 0 },
    pauses: noPauses,
  });

  test('removes the notice, or changes it, and leaves the outbox', async () => {
    for (const next of [undefined, later]) {
      const { store, saved } = await aSumWithNotice();
      await recordNotice(portsOf(store), key, saved, next);
      const { notice: _, ...rest } = saved;
      expect(await store.load(key)).toStrictEqual({ ...rest, version: 2, ...(next && { notice: next }) });
    }
  });

  test('is tried four times when others save at the same time, and then given up', async () => {
    for (const [stale, isRecorded] of [
      [3, true],
      [4, false],
    ] as const) {
      const { store, saved, failures, saves } = await aSumWithNotice();
      let left: number = stale;
      failures.set('save', () => (left-- > 0 ? new StaleVersionError() : undefined));
      await recordNotice(portsOf(store), key, saved, later).catch(() => undefined);
      expect(saves()).toBe(4);
      expect((await store.load(key))?.notice).toEqual(isRecorded ? later : notice);
    }
  });

  test('is left to others who have saved later events, recorded it or deleted the aggregate', async () => {
    const { saved } = await aSumWithNotice();
    const { notice: _, ...withoutNotice } = saved;
    for (const loaded of [{ ...saved, sequence: 4 }, withoutNotice, undefined]) {
      const { store, failures, saves } = await aSumWithNotice();
      failures.set('save', () => new StaleVersionError());
      await recordNotice(portsOf({ ...store, load: async () => loaded }), key, saved, later);
      expect(saves()).toBe(1);
    }
  });

  test('is tried again after up to 40 ms when the store fails, without another look', async () => {
    const { store, saved, failures, loads } = await aSumWithNotice();
    let left = 3;
    failures.set('save', () => (left-- > 0 ? new Error('throttled') : undefined));
    const pauses: number[] = [];
    const pausing = { chance: () => 0.5, wait: async (milliseconds: number) => void pauses.push(milliseconds) };
    await recordNotice({ ...portsOf(store), pauses: pausing }, key, saved, later);
    expect(pauses).toEqual([20, 20, 20]);
    expect(loads).toEqual([]);
    expect((await store.load(key))?.notice).toEqual(later);
  });

  test('is not tried again once the store has taken a second, because somebody may be waiting', async () => {
    const { store, saved, failures, saves } = await aSumWithNotice();
    const time = { at: 0 };
    failures.set('save', () => {
      time.at += 500;
      return new Error('throttled');
    });
    const ports = { ...portsOf(store), clock: { now: () => time.at } };
    await expect(recordNotice(ports, key, saved, later)).rejects.toThrow('throttled');
    expect(saves()).toBe(2);
  });

  test('fails with any other fault of the store that does not go away', async () => {
    const { store, saved, failures } = await aSumWithNotice();
    failures.set('save', () => new Error('throttled'));
    await expect(recordNotice(portsOf(store), key, saved, later)).rejects.toThrow('throttled');
  });

  test('is refused by a stale version by name', () => {
    expect(new StaleVersionError().name).toBe('StaleVersionError');
  });
});

describe('an item that cannot be read', () => {
  const anUnreadableItem = () => new UnreadableItemError('acme#ann', new Error('status: expected string'));

  test('is passed over among others, and no other fault is', async () => {
    const work = [Promise.resolve('read'), Promise.reject(anUnreadableItem()), Promise.reject(new Error('throttled'))];
    expect(withoutUnreadable(await Promise.allSettled(work))).toEqual([
      { status: 'fulfilled', value: 'read' },
      { status: 'rejected', reason: new Error('throttled') },
    ]);
  });

  test('is logged with its key and with what is wrong', () => {
    expect(anUnreadableItem()).toMatchObject({
      name: 'UnreadableItemError',
      message: expect.stringContaining('acme#ann'),
      cause: new Error('status: expected string'),
    });
  });
});
