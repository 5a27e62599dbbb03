import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from '@jest/globals';
import { makeDynamoLogoutJobPlan } from '#adapters/dynamodb/job-plan.ts';
import { makeDynamoLogoutJobReceipts } from '#adapters/dynamodb/job-receipts.ts';
import { jobKeys } from '#adapters/dynamodb/jobs-table.ts';
import { someDay } from '../../support/agents.ts';
import { interceptRequests, lostAnswer } from '../../support/intercept.ts';
import { agentIds, aPage, aReceipt, counts } from '../../support/logout-jobs.ts';
import { useTable } from './use-table.ts';

const table = useTable('jobs');
const options = { clock: { now: () => someDay }, keptForDays: 90 };
const job = { instanceId: 'demo', jobId: 1 };

const plan = makeDynamoLogoutJobPlan(table, options);
const receipts = makeDynamoLogoutJobReceipts(table, options);

/** The ports on the same table, over a client whose requests a test may break. */
function faultyPorts() {
  const faulty = table.another();
  return {
    client: faulty.client,
    plan: makeDynamoLogoutJobPlan(faulty, options),
    receipts: makeDynamoLogoutJobReceipts(faulty, options),
  };
}

const tally = (agents: number, agentsDone: number, chunksDone: number) => ({
  page: 0,
  agents,
  agentsDone,
  chunks: Math.ceil(agents / 100),
  chunksDone,
  counts: counts({ matched: agentsDone, loggedOut: agentsDone }),
});

test('a receipt that was not counted because of a crash is counted, as it is stored, when it is added again', async () => {
  const faulty = faultyPorts();
  await plan.addPage(job, aPage(agentIds(150)));
  interceptRequests(faulty.client, async ({ operation, send }) => {
    if (operation === 'UpdateItem') throw new Error('Crash');
    await send();
  });
  await expect(faulty.receipts.add(job, aReceipt(['ann', 'bob']))).rejects.toThrow('Crash');
  expect(await receipts.tallies(job)).toEqual([tally(150, 0, 0)]);
  await receipts.add(job, aReceipt(['ann']));
  await receipts.add(job, aReceipt(['ann']));
  expect(await receipts.tallies(job)).toEqual([tally(150, 2, 1)]);
});

test('a receipt is counted once, however many answers are lost', async () => {
  const faulty = faultyPorts();
  await plan.addPage(job, aPage(agentIds(150)));
  const lost = new Set<string>();
  interceptRequests(faulty.client, async ({ operation, send }) => {
    await send();
    if (lost.has(operation)) return;
    lost.add(operation);
    throw lostAnswer();
  });
  await faulty.receipts.add(job, aReceipt(['ann', 'bob']));
  expect([...lost]).toEqual(['PutItem', 'GetItem', 'UpdateItem']);
  expect(await receipts.tallies(job)).toEqual([tally(150, 2, 1)]);
});

test('what release 0.1.0 has stored of lost after-contact work is read', async () => {
  const receipt = aReceipt(['ann']);
  const results = receipt.results.map((result) => ({ ...result, lostWrapUps: 2 }));
  const Item = { ...jobKeys(job).receipt(receipt.page, receipt.chunk), ...receipt, results };
  await table.client.send(new PutCommand({ TableName: table.tableName, Item }));
  expect((await receipts.find(job, receipt))?.results).toEqual([
    { ...receipt.results[0], losesAfterContactWork: true },
  ]);
});

test('a page whose tally was not opened has one after it is added again', async () => {
  const faulty = faultyPorts();
  interceptRequests(faulty.client, async ({ operation, send }) => {
    if (operation === 'UpdateItem') throw new Error('Crash');
    await send();
  });
  await expect(faulty.plan.addPage(job, aPage(agentIds(101)))).rejects.toThrow('Crash');
  expect(await receipts.tallies(job)).toEqual([]);
  expect(await plan.addPage(job, aPage(['other']))).toEqual(aPage(agentIds(101)));
  expect(await receipts.tallies(job)).toEqual([tally(101, 0, 0)]);
});

test('opening a tally again keeps what has been counted', async () => {
  await plan.addPage(job, aPage(agentIds(101)));
  await receipts.add(job, aReceipt(agentIds(100)));
  await plan.addPage(job, aPage(agentIds(101)));
  expect(await receipts.tallies(job)).toEqual([tally(101, 100, 1)]);
});
