import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { auditKeys, auditTable } from '#adapters/dynamodb/audit-table.ts';
import { makeDynamoAuditTrail } from '#adapters/dynamodb/audit-trail.ts';
import { UnreadableItemError } from '#core/change.ts';
import { days } from '#core/instant.ts';
import { someDay } from '../../support/agents.ts';
import { anEntry } from '../../support/audit.ts';
import { uuid } from './a-usual-agent.ts';
import { useTable } from './use-table.ts';

const table = useTable('audit');
const audit = makeDynamoAuditTrail(table, { keptForDays: 400 });
const items = async () => {
  const { client, tableName: TableName } = table.another();
  return (await client.send(new ScanCommand({ TableName }))).Items ?? [];
};

/** An entry of the usual size: ids that are UUIDs. */
const aUsualEntry = (n = 1) =>
  anEntry({
    instanceId: 'contoso-production',
    eventId: `contoso-production/agent/${uuid(n)}/12`,
    agentId: uuid(n),
    reason: 'End of the shift',
    details: { sessionId: uuid(2), cause: 'forced', previousStatus: 'Available', releasedContactIds: [uuid(3)] },
  });

test('an entry costs a write unit, and one for each index that has it; a repeat costs one and changes nothing', async () => {
  const { tableName } = table;
  await audit.record(aUsualEntry());
  expect(table.meter.usage().writeUnitsOf).toEqual({
    [tableName]: 1,
    [`${tableName}/${auditTable.byAgent.name}`]: 1,
  });
  await audit.record({ ...aUsualEntry(2), jobId: 12 });
  expect(table.meter.usage().writeUnits).toBe(2 + 3);
  await audit.record(aUsualEntry());
  expect(table.meter.usage().writeUnits).toBe(2 + 3 + 1);
});

test('an entry expires so many days after the event, however late it came', async () => {
  await audit.record(aUsualEntry());
  expect(await items()).toMatchObject([{ [auditTable.timeToLive]: (someDay + days(400)) / 1000 }]);
});

test.each(['pk', 'job'] as const)('2 000 agents of a job have entries under four keys, a quarter each: %s', (name) => {
  const keys = Array.from({ length: 2_000 }, (_, n) => auditKeys({ ...aUsualEntry(n), jobId: 7 })[name]);
  const perKey = Map.groupBy(keys, (key) => key);
  // So 400 a second are 120 for a key at most.
  expect([...perKey.values()].map(({ length }) => length > 400 && length < 600)).toEqual([true, true, true, true]);
});

test('an entry that cannot be read is reported and hides no other', async () => {
  const reported: unknown[] = [];
  const reporting = makeDynamoAuditTrail(table, { keptForDays: 400, report: (_, error) => void reported.push(error) });
  const [one, two, three] = [1, 2, 3].map((n) => anEntry({ eventId: `demo/agent/ann/${n}`, at: someDay + n }));
  if (!one || !two || !three) throw new Error('There are three');
  await audit.record(one);
  await audit.record(three);
  const damaged = { ...auditKeys(two), t: 'AgentSignedOut', d: 'none' };
  await table.client.send(new PutCommand({ TableName: table.tableName, Item: damaged }));
  const page = await reporting.page('demo', {}, { limit: 10 });
  expect(page).toEqual({ entries: [three, one] });
  expect(reported).toEqual([expect.any(UnreadableItemError)]);
  expect(await audit.page('demo', {}, { limit: 2 })).toMatchObject({ entries: [three], cursor: expect.any(String) });
});

test('an entry that a newer version wrote is read without what is new in it', async () => {
  const newer = anEntry({ type: 'SomethingNew', from: { via: 'apiKey' } });
  const { type: t, requestedBy: by, details } = newer;
  const Item = { ...auditKeys(newer), t, by, from: { via: 'apiKey', zz: 1 }, d: details, zz: { deep: [1] } };
  await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
  expect(await audit.page('demo', {}, { limit: 1 })).toEqual({
    entries: [{ ...newer, from: { via: 'apiKey', zz: 1 } }],
  });
});
