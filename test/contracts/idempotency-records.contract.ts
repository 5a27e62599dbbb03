import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { IdempotencyRecord, IdempotencyRecords } from '#core/access/idempotency.ts';
import { days, seconds } from '#core/instant.ts';
import { someDay } from '../support/agents.ts';
import { aResult } from '../support/logout-jobs.ts';

const key = { instanceId: 'demo', id: 'one' };
const record: IdempotencyRecord = {
  content: 'a request',
  since: someDay,
  attempt: { id: 'first', endsBy: someDay + seconds(12) },
};
const anew = { forgottenBefore: someDay - days(1) };

/** The longest that there can be: for 5 000 agents whom nobody knows, who are named by the longest ids. */
function aLongAnswer(): string {
  const ids = Array.from({ length: 5_000 }, (_, n) => createHash('sha384').update(String(n)).digest('base64'));
  const results = ids.map((agentId) => ({ ...aResult(agentId), previousStatus: '🦄', currentStatus: null }));
  return JSON.stringify({ status: 200, body: { results, unmatched: { agentIds: ids } } });
}

/** What every store of idempotency keys promises. */
export function idempotencyRecordsContract(open: () => Promise<IdempotencyRecords>) {
  test('begins a key once', async () => {
    const records = await open();
    expect(await records.find(key)).toBeUndefined();
    expect(await records.begin(key, record, anew)).toBe(true);
    expect(await records.begin(key, { ...record, content: 'another' }, anew)).toBe(false);
    expect(await records.find(key)).toEqual(record);
    expect(await records.begin({ ...key, id: 'two' }, record, anew)).toBe(true);
    expect(await records.begin({ ...key, instanceId: 'other' }, record, anew)).toBe(true);
  });

  test('begins a key anew when it is forgotten, with nothing of what was', async () => {
    const records = await open();
    await records.begin(key, record, anew);
    await records.reserve(key, record, 7);
    await records.answer(key, record, 'done');
    const next = { ...record, content: 'another', since: someDay + days(1) };
    expect(await records.begin(key, next, { forgottenBefore: someDay - 1 })).toBe(false);
    expect(await records.begin(key, next, { forgottenBefore: someDay })).toBe(true);
    expect(await records.find(key)).toEqual(next);
  });

  test('lets one further attempt follow the one that was seen, with what was reserved', async () => {
    const records = await open();
    await records.begin(key, record, anew);
    await records.reserve(key, record, 7);
    const further = { ...record, attempt: { id: 'second', endsBy: someDay + seconds(30) } };
    expect(await records.begin(key, further, record)).toBe(true);
    expect(await records.begin(key, { ...further, attempt: { id: 'third', endsBy: 0 } }, record)).toBe(false);
    expect(await records.find(key)).toEqual({ ...further, reserved: 7 });
  });

  test('reserves the first number', async () => {
    const records = await open();
    await records.begin(key, record, anew);
    expect(await records.reserve(key, record, 7)).toBe(7);
    expect(await records.reserve(key, record, 8)).toBe(7);
  });

  test('reserves none for another request or none', async () => {
    const records = await open();
    await expect(records.reserve(key, record, 7)).rejects.toThrow();
    await records.begin(key, record, anew);
    await expect(records.reserve(key, { ...record, content: 'another' }, 7)).rejects.toThrow();
  });

  test('keeps the first answer, after which no attempt begins', async () => {
    const records = await open();
    await records.begin(key, record, anew);
    const long = aLongAnswer();
    await records.answer(key, record, long);
    await records.answer(key, record, 'another');
    await records.answer(key, { ...record, content: 'another' }, 'another');
    expect(await records.find(key)).toEqual({ ...record, answer: long });
    expect(await records.begin(key, { ...record, attempt: { id: 'second', endsBy: 0 } }, record)).toBe(false);
  });

  test('ends an attempt unless another one has begun', async () => {
    const records = await open();
    await records.begin(key, record, anew);
    await records.end(key, record, someDay + 1);
    const ended = { ...record, attempt: { ...record.attempt, endsBy: someDay + 1 } };
    expect(await records.find(key)).toEqual(ended);
    const further = { ...record, attempt: { id: 'second', endsBy: someDay + seconds(30) } };
    await records.begin(key, further, ended);
    await records.end(key, record, someDay + 2);
    expect(await records.find(key)).toEqual(further);
  });
}
