import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { scheduleItemKey } from '#adapters/dynamodb/jobs-table.ts';
import { makeDynamoLogoutScheduleStore } from '#adapters/dynamodb/logout-schedules.ts';
import { UnreadableItemError } from '#core/change.ts';
import type { ScheduleEvent } from '#core/logout-schedules/events.ts';
import type { KeptSchedule, LogoutSchedule } from '#core/logout-schedules/logout-schedule.ts';
import { aContent, nightly } from '../../core/logout-schedules/a-schedule.ts';
import { anOrder, aRange, someDay, stored } from '../../support/agents.ts';
import { itemSize } from '../../support/item-size.ts';
import { aSelector } from '../../support/logout-jobs.ts';
import { useTable } from './use-table.ts';

const table = useTable('jobs');
const schedules = makeDynamoLogoutScheduleStore(table);
const { request, when } = aContent();
const kept: KeptSchedule = {
  ...{ type: 'kept', request, when, next: { type: 'waiting', at: someDay } },
  ...{ created: { at: someDay, by: 'sup' }, updated: { at: someDay, by: 'sup' } },
};
const Key = scheduleItemKey('demo', 'nightly');
const save = (content: LogoutSchedule['content'], key = nightly) =>
  schedules.save(stored<LogoutSchedule, ScheduleEvent>({ ...key, content }), undefined);
const item = async () => (await table.client.send(new GetCommand({ TableName: table.tableName, Key }))).Item;
const put = (Item: object) =>
  table.client.send(new PutCommand({ TableName: table.tableName, Item: { ...Key, v: 1, sq: 0, ...Item } }));

describe('the item of a schedule', () => {
  test('expires 90 days after the schedule was deleted, and not before', async () => {
    await save(kept);
    expect(await item()).not.toHaveProperty('expiresAt');
    const before = await schedules.load(nightly);
    const deleted = { ...nightly, content: { type: 'deleted', deletedAt: someDay } } as const;
    await schedules.save(stored<LogoutSchedule, ScheduleEvent>(deleted, { version: 2 }), before);
    expect((await item())?.expiresAt).toBe(someDay / 1_000 + 90 * 86_400);
  });

  test('has room for the largest schedule, and some events of it', async () => {
    const ids = (count: number) => Array.from({ length: count }, (_, n) => String(n).padStart(64, 'x'));
    const text = '\u{10ffff}'.repeat(256);
    const selector = aSelector({
      agentIds: ids(1_000),
      teamIds: ids(100),
      ipRanges: Array.from({ length: 100 }, () => ({ ...aRange('::', 'ffff::'), text: 'f'.repeat(79) })),
      conditions: { exclude: { agentIds: ids(500), teamIds: ids(100) }, callerTeamIds: ids(100), statuses: ids(20) },
    });
    const guard = { confirmsEveryone: true, minimumRemaining: Object.fromEntries(ids(100).map((id) => [id, 1e6])) };
    const order = anOrder({ reason: text, message: text });
    await save({ ...kept, request: { ...request, selector, order, guard } });
    expect(itemSize((await item()) ?? {})).toBeLessThan(200_000);
    expect((await schedules.list('demo', { limit: 1 }, () => true)).schedules).toHaveLength(1);
  });

  test('is in a list that has no more than Lambda can answer with, however large the schedules are', async () => {
    const agentIds = Array.from({ length: 1_000 }, (_, n) => String(n).padStart(64, 'x'));
    const large = { ...kept, request: { ...request, selector: aSelector({ agentIds }) } };
    const ids = Array.from({ length: 25 }, (_, n) => `large-${n}`);
    for (const scheduleId of ids) await save(large, { ...nightly, scheduleId });
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await schedules.list('demo', { limit: 100, ...(cursor !== undefined && { cursor }) }, () => true);
      expect(JSON.stringify(page.schedules).length).toBeLessThan(1.5 * 1024 ** 2);
      found.push(...page.schedules.map(({ scheduleId }) => scheduleId));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(found).toEqual(ids.toSorted());
    expect(await schedules.count('demo')).toBe(25);
  });

  test('keeps what a newer version has added', async () => {
    await save(kept);
    const { content, ...rest } = (await item()) ?? {};
    const newer = { ...rest, zz: 1, content: { ...content, zz: 2, when: { ...when, zz: 3 } } };
    await put(newer);
    const loaded = await schedules.load(nightly);
    if (loaded?.state.content.type !== 'kept') throw new Error('It was put');
    const next = { type: 'disabled' } as const;
    const state = { ...loaded.state, content: { ...loaded.state.content, next } };
    await schedules.save({ ...loaded, version: 2, state }, loaded);
    expect(await item()).toEqual({ ...newer, v: 2, content: { ...newer.content, next } });
  });

  test.each([
    ['a limit', (content: KeptSchedule) => ({ guard: { ...content.request.guard, maximumBusy: 3 } })],
    ['a condition', () => ({ selector: { selector: { ...aSelector(), conditions: { skills: ['a'] } } } })],
  ])('is refused when a newer version has added %s: without it more agents would be logged out', async (_, more) => {
    await save(kept);
    const { content, ...rest } = (await item()) ?? {};
    await put({ ...rest, content: { ...content, request: { ...content.request, ...more(content) } } });
    await expect(schedules.load(nightly)).rejects.toBeInstanceOf(UnreadableItemError);
    expect((await schedules.list('demo', { limit: 10 }, () => true)).schedules).toEqual([]);
  });
});
