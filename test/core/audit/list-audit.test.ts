import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { makeMemoryAuditTrail } from '#adapters/memory/audit.ts';
import type { AuditEntry, AuditPage, AuditQuery } from '#core/audit/ports.ts';
import { makeAuditUseCases } from '#core/audit/use-cases.ts';
import { someDay } from '#test/support/agents.ts';
import { anEntry } from '#test/support/audit.ts';

const numbered = (n: number, more: Partial<AuditEntry> = {}) =>
  anEntry({ eventId: `demo/agent/ann/${n}`, at: someDay + n, ...more });

const instantsOf = ({ entries }: AuditPage) => entries.map(({ at }) => at - someDay);

/** An audit whose pages have as many entries as it is told, and go on until there are no more; the calls for them are noted. */
function anAuditOfPages(...sizes: readonly number[]) {
  const asked: { readonly limit: number; readonly cursor?: string }[] = [];
  const { listAudit } = makeAuditUseCases({
    audit: {
      record: () => Promise.reject(new Error('Nothing is recorded')),
      async page(_instanceId, _query, page) {
        asked.push(page);
        const place = asked.length;
        const entries = Array.from({ length: sizes[place - 1] ?? 0 }, (_, n) => numbered(place * 100 + n));
        return { entries, ...(place < sizes.length && { cursor: `after ${place}` }) };
      },
    },
  });
  return { listAudit, asked };
}

test('what was recorded, once or twice, is listed once, of its instance, agent and span', async () => {
  const { recordAudit, listAudit } = makeAuditUseCases({ audit: makeMemoryAuditTrail() });
  for (const n of [2, 1, 3, 2]) await recordAudit(numbered(n));
  await recordAudit(numbered(2, { eventId: 'demo/agent/bob/1', agentId: 'bob' }));
  await recordAudit(numbered(2, { instanceId: 'other' }));
  const listed = async (query: AuditQuery) => instantsOf(await listAudit('demo', query, { limit: 10 }));
  expect(await listed({ agentId: 'ann' })).toEqual([3, 2, 1]);
  expect(await listed({ from: someDay + 2, to: someDay + 3 })).toEqual([2, 2]);
});

test('pages of any size, one after the other, have every entry once, the newest first', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(25), fc.integer({ min: 1, max: 10 }), async (count, limit) => {
      const { recordAudit, listAudit } = makeAuditUseCases({ audit: makeMemoryAuditTrail() });
      for (let n = 1; n <= count; n += 1) await recordAudit(numbered(n));
      const listed: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await listAudit('demo', {}, { limit, ...(cursor !== undefined && { cursor }) });
        listed.push(...instantsOf(page));
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect(listed).toEqual(Array.from({ length: count }, (_, n) => count - n));
    }),
    { numRuns: 30 },
  );
});

test('a page is filled up from where a look-up has ended, and no entry more is asked for than is missing', async () => {
  const { listAudit, asked } = anAuditOfPages(2, 0, 1, 3);
  const page = await listAudit('demo', {}, { limit: 3, cursor: 'given' });
  expect(asked).toStrictEqual([
    { limit: 3, cursor: 'given' },
    { limit: 1, cursor: 'after 1' },
    { limit: 1, cursor: 'after 2' },
  ]);
  expect(instantsOf(page)).toEqual([100, 101, 300]);
  expect(page.cursor).toBe('after 3');
});

test('the last page has no cursor, whether it is full or not', async () => {
  const short = anAuditOfPages(1);
  expect(await short.listAudit('demo', {}, { limit: 2 })).toStrictEqual({ entries: [numbered(100)] });
  expect(short.asked).toStrictEqual([{ limit: 2 }]);
  const full = anAuditOfPages(1, 1);
  expect(await full.listAudit('demo', {}, { limit: 2 })).toStrictEqual({ entries: [numbered(100), numbered(200)] });
});

test('where entries are rare, ten look-ups are made for a page, which then may be empty and has a cursor', async () => {
  const { listAudit, asked } = anAuditOfPages(...Array.from({ length: 12 }, () => 0));
  expect(await listAudit('demo', { agentId: 'ann' }, { limit: 1 })).toEqual({ entries: [], cursor: 'after 10' });
  expect(asked).toHaveLength(10);
});
