import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BadCursorError } from '#core/agents/ports.ts';
import type { AuditEntry, AuditQuery, AuditTrail } from '#core/audit/ports.ts';
import { someDay } from '../support/agents.ts';
import { anEntry } from '../support/audit.ts';
import { randomRuns } from '../support/share-of-cases.ts';

/** All entries of a query, page by page. */
async function allOf(audit: AuditTrail, query: AuditQuery, limit: number, instanceId = 'demo') {
  const entries: AuditEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await audit.page(instanceId, query, { limit, ...(cursor !== undefined && { cursor }) });
    expect(page.entries.length).toBeLessThanOrEqual(limit);
    entries.push(...page.entries);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return entries;
}

/** What every audit promises. */
export function auditContract(open: () => Promise<AuditTrail>) {
  const numbered = (n: number, more: Partial<AuditEntry> = {}) =>
    anEntry({ eventId: `demo/agent/ann/${n}`, at: someDay + n, ...more });

  async function recorded(...entries: readonly AuditEntry[]) {
    const audit = await open();
    for (const entry of entries) await audit.record(entry);
    return audit;
  }

  test('it has what was recorded, as it was, the newest first, whatever the order in which it came', async () => {
    const whole = numbered(2, {
      reason: 'storm',
      jobId: 7,
      from: { via: 'flow' },
      details: { counts: { matched: 3 }, teams: ['a', 'b'], nothing: null, isLate: true },
    });
    const { agentId: _, from: __, ...bare } = numbered(3);
    const audit = await recorded(whole, numbered(1), bare);
    expect(await allOf(audit, {}, 10)).toEqual([bare, whole, numbered(1)]);
  });

  test('an entry is kept once, and as it was first', async () => {
    const audit = await recorded(numbered(1), numbered(1), numbered(1, { reason: 'changed' }));
    expect(await allOf(audit, {}, 10)).toEqual([numbered(1)]);
  });

  test('events of one number are two entries if they happened at two instants: an agent who is created again', async () => {
    const again = numbered(1, { at: someDay + 9 });
    expect(await allOf(await recorded(numbered(1), again), {}, 10)).toEqual([again, numbered(1)]);
  });

  test('entries are those of the agent, of the job, of both, and of the span, whose end is not part of it', async () => {
    const audit = await recorded(
      numbered(1),
      numbered(2, { jobId: 1 }),
      numbered(3, { jobId: 11 }),
      numbered(4, { agentId: 'ann#1', jobId: 1 }),
      numbered(5, { agentId: 'bob', jobId: 1 }),
      numbered(6, { instanceId: 'other', jobId: 1 }),
    );
    const found = async (query: AuditQuery) => (await allOf(audit, query, 2)).map(({ at }) => at - someDay);
    expect(await found({ agentId: 'ann' })).toEqual([3, 2, 1]);
    expect(await found({ jobId: 1 })).toEqual([5, 4, 2]);
    expect(await found({ agentId: 'ann', jobId: 1 })).toEqual([2]);
    expect(await found({ agentId: 'bob', jobId: 11 })).toEqual([]);
    expect(await found({ from: someDay + 2, to: someDay + 4 })).toEqual([3, 2]);
    expect(await found({ agentId: 'ann', from: someDay + 3 })).toEqual([3]);
    expect(await found({ agentId: 'nobody' })).toEqual([]);
    expect(await found({ from: Date.UTC(9999, 1) })).toEqual([]);
    expect(await found({ from: -1, to: 0 })).toEqual([]);
    expect((await allOf(audit, {}, 9, 'other')).map(({ instanceId }) => instanceId)).toEqual(['other']);
  });

  test('pages of any size have every entry once, many at one instant included', async () => {
    const anyEntry = fc
      .record({ n: fc.nat(40), ms: fc.nat(6), agentId: fc.constantFrom('ann', 'bob'), jobId: fc.constantFrom(1, 2) })
      .map(({ n, ms, ...more }) => anEntry({ eventId: `demo/agent/${more.agentId}/${n}`, at: someDay + ms, ...more }));
    const anyQuery = fc.record(
      {
        agentId: fc.constant('ann'),
        jobId: fc.constant(1),
        from: fc.constant(someDay + 2),
        to: fc.constant(someDay + 5),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(anyEntry, { selector: ({ eventId, at }) => `${at} ${eventId}`, maxLength: 60 }),
        anyQuery,
        fc.integer({ min: 1, max: 9 }),
        async (entries, query, limit) => {
          const audit = await recorded(...entries);
          const { agentId, jobId, from = 0, to = Number.POSITIVE_INFINITY } = query;
          const meant = entries
            .filter((entry) => agentId === undefined || entry.agentId === agentId)
            .filter((entry) => jobId === undefined || entry.jobId === jobId)
            .filter(({ at }) => at >= from && at < to);
          const found = await allOf(audit, query, limit);
          expect(new Set(found)).toEqual(new Set(meant));
          expect(found).toHaveLength(meant.length);
          const instants = found.map(({ at }) => at);
          expect(instants).toEqual(instants.toSorted((one, other) => other - one));
        },
      ),
      { numRuns: randomRuns(20) },
    );
  });

  test('a cursor is valid for its query only', async () => {
    const audit = await recorded(numbered(1), numbered(2), numbered(3));
    const { cursor = '' } = await audit.page('demo', { agentId: 'ann' }, { limit: 1 });
    const others: readonly (readonly [string, AuditQuery])[] = [
      ['other', { agentId: 'ann' }],
      ['demo', { agentId: 'bob' }],
      ['demo', { agentId: 'ann', jobId: 1 }],
      ['demo', { agentId: 'ann', to: someDay }],
      ['demo', {}],
    ];
    for (const [instanceId, query] of others)
      await expect(audit.page(instanceId, query, { limit: 1, cursor })).rejects.toBeInstanceOf(BadCursorError);
    await expect(audit.page('demo', {}, { limit: 1, cursor: 'x' })).rejects.toBeInstanceOf(BadCursorError);
  });
}
